import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeServer, fakeChannel, fakeServer } from '../src/testing/index.js';

const here = new URL('.', import.meta.url);
const readme = readFileSync(new URL('../README.md', here), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(/```(\w+)\n(.*?)```/gs)]
    .filter(([, kind]) => kind === language)
    .map(([, , code]) => code);

describe('the README', () => {
  const said: unknown[] = [];
  let server: FakeServer;
  /** A program has been loaded and dials. */
  let dials: Promise<void>;

  beforeEach(() => {
    server = fakeServer();
    const Fake = server.WebSocket;
    dials = new Promise((resolve) => {
      vi.stubGlobal(
        'WebSocket',
        class extends Fake {
          constructor(url: string, protocol: string) {
            super(url, protocol);
            resolve();
          }
        },
      );
    });
    vi.spyOn(console, 'log').mockImplementation((line) => said.push(line));
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    said.length = 0;
  });

  it('shows programs which are checked and run here, word for word', () => {
    const examples = readdirSync(new URL('readme/', here)).filter((name) => name !== 'api.ts');
    const programs = examples.map((name) => readFileSync(new URL(`readme/${name}`, here), 'utf8'));
    expect(blocks('ts').sort()).toEqual(programs.sort());
  });

  it('calls, iterates and listens', async () => {
    const program = import('./readme/todos.js');
    await dials;
    await server.welcomes({ api: '3f2a' });
    await server.expect(['call', 1, 'todos.add', ['milk']]);
    await server.says(
      ['evt', 1, null, 'typing', { user: 'ann' }],
      ['ret', 1, { id: 1, text: 'milk', done: false }],
    );
    await server.expect(['call', 2, 'todos.feed', []]);
    await server.says(['item', 2, 1, { text: 'bread', done: true }]);
    await server.expect(['cancel', 2]);
    await server.expect(['call', 3, 'clap', [3], { ttl: '*' }]);
    await server.says(['err', 3, { code: 'too_loud', message: 'Too loud' }]);
    await program;
    await server.expectClosed(1000);
    expect(said).toEqual([
      'now open',
      'ann is typing',
      'added milk',
      'next bread',
      'quieter, please',
      'now closed',
    ]);
  });

  it('joins a channel', async () => {
    const program = import('./readme/room.js');
    await dials;
    await server.welcomes();
    const room = fakeChannel(server, 'room:1');
    await room.joins({ lines: 0 });
    await room.tells('ann', true);
    await server.expect(['act', 2, 'room:1', { type: 'chat/said', payload: 'Hello' }]);
    await room.acts({ type: 'chat/said', payload: 'Hello' }, 'joe');
    await server.says(['ret', 2, null]);
    await server.expect(['who', 3, 'room:1']);
    await server.says(['ret', 3, { users: ['ann', 'joe'], guests: 0, sessions: 2 }]);
    await program;
    expect(said).toEqual([
      'the state, whole',
      'ann came',
      'joe: Hello',
      { users: ['ann', 'joe'], guests: 0, sessions: 2 },
    ]);
  });

  it('joins a store', async () => {
    const program = import('./readme/store.js');
    await dials;
    await server.welcomes();
    await server.expect(['act', 1, null, { type: 'todos/added', payload: 'milk' }]);
    await server.says(['ret', 1, null]);
    const { store } = await program;
    expect(store.getState()).toMatchObject({
      todos: ['a note of my own', 'milk'],
      connection: { status: 'open' },
    });
  });

  it('needs no build step', async () => {
    const page = blocks('html')[0]?.match(/<script type="module">(.*?)<\/script>/s)?.[1] ?? '';
    const served = new URL('../dist/client.js', here).href;
    const folder = mkdtempSync(join(tmpdir(), 'page-'));
    writeFileSync(join(folder, 'page.mjs'), page.replace('/redstart/client.js', served));
    vi.stubGlobal('location', new URL('https://example.org/'));
    const running = import(/* @vite-ignore */ pathToFileURL(join(folder, 'page.mjs')).href);
    await dials;
    await server.welcomes();
    expect(server.dialled?.url).toBe('wss://example.org/ws');
    await server.expect(['call', 1, 'clap', [2]]);
    await server.says(['ret', 1, 'clap clap']);
    await running;
    rmSync(folder, { recursive: true });
    expect(said).toEqual(['clap clap']);
  });
});
