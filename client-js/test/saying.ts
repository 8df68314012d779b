import { type Channel, channel } from '../src/channels/index.js';
import { type Client, type LooseContract, RedstartError } from '../src/index.js';
import { packets } from '../src/packets/index.js';
import type { FakeServer } from '../src/testing/index.js';
import { dialling, type Stage, welcomed } from './stage.js';

type Message = readonly unknown[];

/** What the application does so that the client says a message, by its first element. Each gives the server it says it to. */
export const sayings: Record<string, (message: Message) => Promise<FakeServer>> = {
  async hello([, facts]) {
    const { token, resume, api, packets: hash } = facts as Record<string, never>;
    const { server } = dialling({ token, contract: api });
    if (resume) {
      const { sid, key, seen } = resume as { sid: string; key: string; seen: number };
      await server.welcomes({ sid, key, ...(hash ? { packets: { hash } } : {}) });
      await push(server, seen);
      await comeBack(server);
    }
    await server.opens();
    return server;
  },

  async call([, id, target, args, meta = {}]) {
    const { ttl = 0, key, tp, n, seen = 0 } = meta as Record<string, never>;
    const { client, server } = await numbered(id);
    const call = client.call(target as string, args as [], { timeout: ttl, key, traceparent: tp });
    if (n === undefined) return server;
    const items = call[Symbol.asyncIterator]();
    if (!seen) return server;
    await take(server, items, id, seen);
    await comeBack(server);
    await server.welcomes({ resumed: true });
    return server;
  },

  cast: ([, target, args]) => said((client) => client.cast(target as string, args as [])),
  evt: ([, name, data]) => said((client) => client.emit(name as string, data)),
  act: ([, id, name, action, options]) =>
    said(
      (client) =>
        options === undefined
          ? client.dispatch(action as never, { channel: name as string | null })
          : channel(client, name as string).dispatch(action as never, options as object),
      id,
    ),
  pub: ([, id, name, event, data, options]) =>
    inChannel(id, name, (its) => its.publish(event as string, data, options as object)),
  set: ([, id, name, value, options]) => inChannel(id, name, (its) => its.set(value, options as object)),
  get: ([, id, name, options]) => inChannel(id, name, (its) => its.get(options as object)),
  who: ([, id, name]) => inChannel(id, name, (its) => its.who()),
  grant: ([, id, name, user]) => inChannel(id, name, (its) => its.grant(user as string)),
  revoke: ([, id, name, user]) => inChannel(id, name, (its) => its.revoke(user as string)),
  txt: ([, text]) => said((client) => packets(client).sendText(text as string)),
  json: ([, value]) => said((client) => packets(client).sendJson(value)),
  auth: ([, id, token]) => said((client) => client.authenticate(token as string), id),
  can: ([, id]) => said((client) => client.can('any'), id),
  leave: ([, id, name]) => inChannel(id, name, (its) => its.leave()),
  join: ([, id, name, options]) => inChannel(id, name, (its) => its.join(options as object)),

  async cancel([, id]) {
    const { client, server } = await numbered(id);
    const abort = new AbortController();
    client.call('any', [], { signal: abort.signal }).catch(() => {});
    await server.expect(['call', id, 'any', []]);
    abort.abort();
    return server;
  },

  async more([, id, count]) {
    const { client, server } = await numbered(id);
    await take(server, client.call('any')[Symbol.asyncIterator](), id, count as number);
    return server;
  },

  async pong([, seen]) {
    const { server } = await welcomed();
    await push(server, seen as number);
    await server.says(['ping', seen]);
    return server;
  },

  async ack([, seen]) {
    const { server } = await welcomed();
    await push(server, seen as number);
    return server;
  },

  ret: ([, id, value]) => answered(id, () => value),
  err([, id, error]) {
    const { code, message, ...details } = error as { code: string; message: string };
    return answered(id, () => {
      throw new RedstartError(code, message, details);
    });
  },
};

async function said(act: (client: Client) => unknown, id: unknown = 1): Promise<FakeServer> {
  const { client, server } = await numbered(id);
  act(client);
  return server;
}

function inChannel(id: unknown, name: unknown, act: (its: Channel) => unknown): Promise<FakeServer> {
  return said((client) => act(channel(client, name as string)), id);
}

async function answered(id: unknown, handler: () => unknown): Promise<FakeServer> {
  const { client, server } = await welcomed();
  client.handle('any', handler);
  await server.says(['ask', id, 'any', []]);
  return server;
}

/** A client whose next call has this id. */
async function numbered(id: unknown): Promise<Stage<LooseContract>> {
  const stage = await welcomed();
  for (let before = 1; before < (id as number); before++) {
    stage.client.call('before');
    await stage.server.expect(['call', before, 'before', []]);
    await stage.server.says(['ret', before, null]);
  }
  return stage;
}

/** The server sends items, and the application takes them. */
async function take(server: FakeServer, items: AsyncIterator<unknown>, id: unknown, count: number) {
  await server.expect(['call', id, '*', []]);
  for (let item = 1; item <= count; item++) {
    await server.says(['item', id, item, item]);
    await items.next();
  }
}

async function push(server: FakeServer, count: number): Promise<void> {
  for (let seq = 1; seq <= count; seq++) await server.says(['evt', seq, null, 'before', null]);
}

/** The line breaks, and the client dials again. */
async function comeBack(server: FakeServer): Promise<void> {
  await server.cut();
  await server.clock.advance(1_000);
}
