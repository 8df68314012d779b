import { applyMiddleware, legacy_createStore } from 'redux';
import { afterEach, describe, expect, it } from 'vitest';
import { channel } from '../src/channels/index.js';
import { type Action, RedstartError } from '../src/index.js';
import { redstartMeta, redstartMiddleware, toServer } from '../src/redux/index.js';
import { settle } from '../src/testing/index.js';
import { outcome, welcomed } from './stage.js';

const NAMES = ['__proto__', 'constructor', 'prototype'];
/** As JSON.parse makes it: "__proto__" is a key of its own. */
const hostile = () =>
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');

afterEach(() => {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((Object as { polluted?: unknown }).polluted).toBeUndefined();
  expect(((() => {}) as { polluted?: unknown }).polluted).toBeUndefined();
});

/** A store of which everything that reached its reducer is known. */
async function stored() {
  const stage = await welcomed();
  const seen: Action[] = [];
  const store = legacy_createStore(
    (_: undefined, action: Action) => {
      seen.push(action);
      return undefined;
    },
    undefined,
    applyMiddleware(redstartMiddleware(stage.client, { up: ({ type }) => type === 'up' })),
  );
  await settle();
  seen.length = 0;
  return { ...stage, store, seen };
}

describe('no prototype is reached', () => {
  for (const name of NAMES) {
    it(`by an api named ${name}`, async () => {
      const { client, server } = await welcomed();
      const api = client.api as unknown as Record<string, { [key: string]: unknown } | undefined>;
      expect(api[name]).toBeUndefined();
      expect(api.todos?.[name]).toBeUndefined();
      expect(() => {
        (api[name] as Record<string, unknown>).polluted = true;
      }).toThrow(TypeError);
      await server.expectNothing();
    });

    it(`by a method, an event, a channel or a handler named ${name}`, async () => {
      const { client, server, reported } = await welcomed();
      const told: unknown[] = [];
      const call = client.call(name, { [name]: 1 });
      await server.expect(['call', 1, name, '*']);
      client.on(name, (data) => told.push(data));
      client.onAction(name, ({ type }) => told.push(type));
      const its = channel(client, name);
      its.onState((value) => told.push(value));
      client.handle(name, () => 'mine');
      its.join().catch(() => {});
      await server.expect(['join', 2, name, {}]);
      await server.says(
        ['ret', 1, hostile()],
        ['ret', 2, null],
        ['evt', 1, name, name, 'event'],
        ['act', 2, null, { type: name }],
        ['state', 3, name, ['e', 1], 'state'],
        ['ask', 1, name, []],
        ['ask', 2, 'toString', []],
      );
      await server.expect(['ret', 1, 'mine']);
      await server.expect(['err', 2, { code: 'not_found', message: '*' }]);
      expect(told).toEqual(['event', name, 'state']);
      expect(Object.keys((await call) as object)).toEqual(['__proto__', 'constructor']);
      await server.cut();
      await server.clock.advance(500);
      await server.welcomes({ sid: 's2', why: 'expired' });
      await server.expect(['join', 3, name, { since: ['e', 1] }]);
      expect(reported).toEqual([]);
    });

    it(`by an answer, an operation or a word named ${name}`, async () => {
      const { client, server, reported } = await welcomed();
      await server.says(
        [name, 1],
        ['ret', name, 1],
        ['err', name, {}],
        ['item', name, name, 1],
        ['end', name],
      );
      expect(reported).toEqual(Array(5).fill(expect.objectContaining({ code: 'bad_message' })));
      expect(client.state.status).toBe('open');
    });
  }

  it('by the facts of a welcome, a bye or what may be used', async () => {
    const { client, server } = await welcomed();
    await server.says(['bye', hostile()], ['can', { ...hostile(), calls: [], actions: [], events: [] }]);
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ ...hostile(), limits: hostile(), resumed: true });
    expect(client.state).toEqual({ status: 'open', resumed: true });
  });

  it('by a failure: its data comes as it was sent, and its parts are what they should be', async () => {
    const { client, server } = await welcomed();
    const call = client.call('a').catch((error) => error);
    await settle();
    const fields = [hostile(), null, 'text', { path: 1, message: 'm', __proto__: null }];
    await server.says([
      'err',
      1,
      { ...hostile(), code: 'no', message: 'No', data: hostile(), fields, retry: -5 },
    ]);
    const failure = (await call) as RedstartError;
    expect(failure).toBeInstanceOf(RedstartError);
    expect(failure.constructor).toBe(RedstartError);
    expect(failure.fields).toEqual([
      { path: '', message: '' },
      { path: '', message: '' },
      { path: '', message: '' },
      { path: '', message: 'm' },
    ]);
    expect(failure.retry).toBeUndefined();
    expect(Object.hasOwn(failure.data as object, '__proto__')).toBe(true);
  });

  it('by where a push came from: what is no text or number is missing', async () => {
    const { client, server } = await welcomed();
    const told: unknown[] = [];
    client.on('x', (_, info) => told.push(info));
    await server.says(['evt', 1, hostile(), 'x', 1, { c: hostile(), u: hostile(), o: 'x', ...hostile() }]);
    expect(told).toEqual([{ seq: 1, channel: null }]);
  });
});

describe('no store is reached', () => {
  for (const name of NAMES) {
    it(`by an action with a key ${name}, however deep`, async () => {
      const { server, seen, reported } = await stored();
      const payload = JSON.parse(`{"list":[{"deep":{"${name}":{"polluted":true}}}]}`);
      await server.says(['act', 1, null, { type: 'a', payload }]);
      await server.saysRaw(`["act",2,null,{"type":"a","meta":{"${name}":{"polluted":true}}}]`);
      await server.saysRaw(`["act",3,null,{"type":"a","${name}":{"polluted":true}}]`);
      expect(seen).toEqual([]);
      expect(reported).toHaveLength(3);
    });
  }

  it('by the data of a refusal, which is left out', async () => {
    const { server, store, seen } = await stored();
    const refused = outcome(store.dispatch(toServer({ type: 'a' })) as unknown as Promise<unknown>);
    await server.expect(['act', 1, null, { type: 'a' }]);
    await server.says(['err', 1, { code: 'no', message: 'No', data: { deep: hostile() } }]);
    expect(await refused).toBe('no');
    expect(seen.at(-1)).toEqual({
      type: 'redstart/rejected',
      payload: { id: 1, action: { type: 'a' }, error: { code: 'no', message: 'No' } },
    });
  });

  it('by marks which the server sets', async () => {
    const { server, seen } = await stored();
    await server.says([
      'act',
      1,
      null,
      { type: 'up', meta: { redstart: { up: true, id: 9, status: 'pending', user: 'root' } } },
      { u: hostile(), c: 'x' },
    ]);
    expect(seen.map(redstartMeta)).toEqual([{ seq: 1 }]);
    await server.expectNothing(); // what came down does not go up
  });
});
