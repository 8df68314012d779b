import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Client, type ConnectionState, connect } from '../src/index.js';

type Message = [op: string, ...rest: unknown[]];

/** A server of a few lines which speaks the protocol over real sockets. */
class TinyServer {
  readonly hellos: { resume?: { seen: number } }[] = [];
  readonly calls: [id: number, target: string, args: unknown[]][] = [];
  #server: WebSocketServer;
  #pushed = 0;

  constructor() {
    this.#server = new WebSocketServer({ port: 0, path: '/ws', handleProtocols: () => 'redstart.v1' });
    this.#server.on('connection', (line) => {
      const say = (...messages: unknown[]) =>
        line.send(messages.map((one) => JSON.stringify(one)).join('\n'));
      line.on('message', (frame) => {
        for (const text of String(frame).split('\n')) this.#answer(JSON.parse(text), say);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks every line without a goodbye. */
  cut(): void {
    for (const line of this.#server.clients) line.terminate();
  }

  stop(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer([op, ...rest]: Message, say: (...messages: unknown[]) => void): void {
    if (op === 'hello') {
      const hello = rest[0] as { resume?: { seen: number } };
      this.hellos.push(hello);
      const resumed = hello.resume !== undefined;
      say([
        'welcome',
        { sid: 's', key: `k${this.hellos.length}`, resumed, heartbeat: 25_000, limits: { message: 65_536 } },
      ]);
    } else if (op === 'call') {
      const [id, target, args] = rest as [number, string, unknown[]];
      this.calls.push([id, target, args]);
      if (target === 'todos.add') {
        say(
          ['act', ++this.#pushed, null, { type: 'todos/added', payload: args[0] }, { c: id }],
          ['ret', id, args[0]],
        );
      } else if (target === 'count') {
        say(['item', id, 1, 'one'], ['item', id, 2, 'two'], ['end', id]);
      } else if (target === 'fail') {
        say(['err', id, { code: 'room_full', message: 'Full' }]);
      }
    }
  }
}

const until = (client: Client, wanted: (state: ConnectionState) => boolean) =>
  new Promise<void>((resolve) => {
    if (wanted(client.state)) return resolve();
    const unsubscribe = client.onState((state) => {
      if (!wanted(state)) return;
      unsubscribe();
      resolve();
    });
  });

describe('in Node, with the package ws and real sockets', () => {
  let server: TinyServer;
  let client: Client;
  const reported: unknown[] = [];

  beforeEach(() => {
    server = new TinyServer();
    client = connect(server.url, { WebSocket, random: () => 0, onError: (error) => reported.push(error) });
  });

  afterEach(async () => {
    client.close();
    await server.stop();
    expect(reported.splice(0)).toEqual([]);
  });

  it('calls, iterates and fails', async () => {
    const actions: unknown[] = [];
    client.onAction((action) => actions.push(action));
    expect(await client.call('todos.add', ['milk'])).toBe('milk');
    expect(actions).toEqual([{ type: 'todos/added', payload: 'milk' }]);
    const counted: unknown[] = [];
    for await (const word of client.call('count')) counted.push(word);
    expect(counted).toEqual(['one', 'two']);
    await expect(client.call('fail')).rejects.toMatchObject({ code: 'room_full' });
  });

  it('comes back after a cut and goes on', async () => {
    expect(await client.call('todos.add', ['milk'])).toBe('milk');
    const unanswered = client.call('never').catch((error) => error.code);
    await client.call('todos.add', ['bread']);
    server.cut();
    await until(client, ({ status }) => status === 'away');
    await until(client, (state) => state.status === 'open' && state.resumed);
    expect(await client.call('todos.add', ['salt'])).toBe('salt');
    expect(server.hellos).toMatchObject([{ v: 1 }, { resume: { sid: 's', key: 'k1', seen: 2 } }]);
    expect(server.calls.filter(([, target]) => target === 'never')).toEqual([
      [2, 'never', []],
      [2, 'never', []],
    ]);
    client.close();
    expect(await unanswered).toBe('unknown_outcome');
  });

  it('may be closed before it is open', async () => {
    const call = client.call('todos.add', ['milk']).catch((error) => error.code);
    client.close();
    expect(client.state.status).toBe('closed');
    expect(await call).toBe('unavailable');
  });
});

describe('when nobody listens', () => {
  it('the client is away, not broken', async () => {
    const server = new TinyServer();
    const { url } = server;
    await server.stop();
    const client = connect(url, { WebSocket });
    await until(client, ({ status }) => status === 'away');
    expect(client.state).toMatchObject({ status: 'away', attempt: 2, code: 1006 });
    client.close();
  });
});
