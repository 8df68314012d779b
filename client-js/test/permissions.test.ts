import { describe, expect, it } from 'vitest';
import type { Permitted } from '../src/index.js';
import { settle } from '../src/testing/index.js';
import { dialling, outcome, welcomed } from './stage.js';

const lists = (...calls: string[]): Permitted => ({
  calls,
  actions: ['todos/toggled'],
  events: [],
  packets: [],
});

describe('what may be used', () => {
  it('is asked once, also by many at once, and waits for the connection', async () => {
    const { client, server } = dialling();
    const add = client.can('todos.add');
    const remove = client.can('todos.remove');
    const toggle = client.can('todos/toggled', 'actions');
    expect(client.permitted).toBeUndefined();
    await server.welcomes();
    await server.expect(['can', 1]);
    await server.says(['ret', 1, lists('todos.add')]);
    expect([await add, await remove, await toggle]).toEqual([true, false, true]);
    expect(await client.can('todos.add')).toBe(true);
    expect(client.permitted).toEqual(lists('todos.add'));
    await server.expectNothing();
  });

  it('is told to whoever listens, first and after each change, with a snapshot that stays the same', async () => {
    const { client, server } = await welcomed();
    const told: unknown[] = [];
    const { onPermitted } = client;
    const unsubscribe = onPermitted(({ calls }) => told.push(calls));
    await server.expect(['can', 1]);
    await server.says(['ret', 1, lists('a')]);
    expect(client.permitted).toBe(client.permitted);
    await server.says(['can', lists('a', 'b')]);
    expect(told).toEqual([['a'], ['a', 'b']]);
    unsubscribe();
    await server.says(['can', lists()]);
    expect(told).toHaveLength(2);
    expect(await client.can('a')).toBe(false);
  });

  it('is asked anew in a fresh session, and told to whoever listens', async () => {
    const { client, server } = await welcomed();
    const told: unknown[] = [];
    client.onPermitted(({ calls }) => told.push(calls));
    await server.expect(['can', 1]);
    await server.says(['ret', 1, lists('a')]);
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ sid: 's2', why: 'expired' });
    const a = client.can('a');
    await server.expect(['can', 2]);
    await server.says(['ret', 2, lists()]);
    expect(await a).toBe(false);
    expect(told).toEqual([['a'], []]);
  });

  it('that cannot be asked fails, and the next one asks again', async () => {
    const { client, server, reported } = await welcomed();
    const first = outcome(client.can('a'));
    await server.expect(['can', 1]);
    await server.says(['err', 1, { code: 'bad_message', message: 'What is that?' }]);
    expect(await first).toBe('bad_message');
    client.onPermitted(() => {});
    await server.expect(['can', 2]);
    await server.clock.advance(30_000);
    expect(reported).toEqual([expect.objectContaining({ code: 'timeout' })]);
    const third = client.can('a');
    await server.expect(['cancel', 2]);
    await server.expect(['can', 3]);
    await server.says(['can', lists('a')], ['ret', 3, lists('a')]);
    expect(await third).toBe(true);
  });

  for (const nonsense of [
    null,
    7,
    [],
    {},
    { calls: 'a', actions: [], events: [] },
    { ...lists(), events: [1] },
  ]) {
    it(`is not what the server says when it says ${JSON.stringify(nonsense)}`, async () => {
      const { client, server, reported } = await welcomed();
      await server.says(['can', nonsense]);
      expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
      expect(client.permitted).toBeUndefined();
      const asked = outcome(client.can('a'));
      await server.expect(['can', 1]);
      await server.says(['ret', 1, nonsense]);
      expect(await asked).toBe('bad_message');
      await settle();
    });
  }

  it('does not hold what objects are born with', async () => {
    const { client, server } = await welcomed();
    await server.says(['can', { calls: ['__proto__'], actions: [], events: [] }]);
    expect(await client.can('__proto__')).toBe(true);
    for (const name of ['constructor', 'toString', 'length', '0'])
      expect(await client.can(name), name).toBe(false);
  });
});
