import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { RedstartError } from '../src/index.js';
import { settle } from '../src/testing/index.js';
import { dialling, outcome, welcomed } from './stage.js';

describe('the api', () => {
  it('calls whatever path is written, bare names and namespaces beside each other', async () => {
    const { client, server } = await welcomed();
    void client.api.clap?.(2);
    void client.api.todos?.add?.('milk', null);
    void client.api.a?.b?.c?.();
    await server.expectFrame([
      ['call', 1, 'clap', [2]],
      ['call', 2, 'todos.add', ['milk', null]],
      ['call', 3, 'a.b.c', []],
    ]);
  });

  it('gives the same function for the same path', async () => {
    const { client } = await welcomed();
    expect(client.api.todos?.add).toBe(client.api.todos?.add);
  });

  it('never takes for a method what JavaScript itself asks for', async () => {
    const { client, server } = await welcomed();
    const todos = client.api.todos as unknown as Record<string | symbol, unknown>;
    for (const name of ['then', 'toJSON', '__proto__', 'constructor', 'prototype', Symbol.iterator]) {
      expect(todos[name], String(name)).toBeUndefined();
    }
    expect(await client.api).toBe(client.api);
    expect(JSON.stringify({ api: client.api })).toBe('{"api":{}}');
    await server.expectNothing();
  });

  it('takes options beside the arguments', async () => {
    const { client, server } = await welcomed();
    const patient = client.with({ timeout: 60_000, key: 'k-1', traceparent: '00-1-2-01' });
    void patient.api.todos?.add?.({ timeout: 1 });
    await server.expect([
      'call',
      1,
      'todos.add',
      [{ timeout: 1 }],
      { ttl: 60_000, key: 'k-1', tp: '00-1-2-01' },
    ]);
    void patient.call('clap', [1], { timeout: 5 }).catch(() => {});
    await server.expect(['call', 2, 'clap', [1], { ttl: 5, key: 'k-1', tp: '00-1-2-01' }]);
    const move = outcome(patient.dispatch({ type: 'moved' }, { channel: 'room:1' }));
    await server.expect(['act', 3, 'room:1', { type: 'moved' }]);
    await server.says(['ret', 3, 'ok']);
    expect(await move).toBe('ok');
  });
});

describe('a call', () => {
  it('leaves with all else that was said in the same turn', async () => {
    const { client, server } = await welcomed();
    void client.call('a');
    client.cast('b', { by: 'name' });
    client.emit('c');
    await server.expectFrame([
      ['call', 1, 'a', []],
      ['cast', 'b', { by: 'name' }],
      ['evt', 'c', null],
    ]);
    void client.call('d');
    await server.expectFrame([['call', 2, 'd', []]]);
  });

  it('shares a frame only up to 32 KiB', async () => {
    const { client, server } = await welcomed();
    const half = 'ü'.repeat(8_000);
    for (const name of ['a', 'b', 'c']) client.emit(name, half);
    await server.expectFrame([
      ['evt', 'a', half],
      ['evt', 'b', half],
    ]);
    await server.expectFrame([['evt', 'c', half]]);
    const big = 'x'.repeat(40_000);
    client.emit('small');
    client.emit('big', big);
    client.emit('small');
    await server.expectFrame([['evt', 'small', null]]);
    await server.expectFrame([['evt', 'big', big]]);
    await server.expectFrame([['evt', 'small', null]]);
  });

  it('shares a frame to the last byte', async () => {
    const { client, server } = await welcomed();
    const rest = 32 * 1024 - '["evt","a",""]\n["evt","a",""]'.length;
    client.emit('a', 'x'.repeat(rest));
    client.emit('a', '');
    await server.expectFrame([
      ['evt', 'a', '*'],
      ['evt', 'a', ''],
    ]);
    client.emit('a', 'x'.repeat(rest + 1));
    client.emit('a', '');
    await server.expectFrame([['evt', 'a', '*']]);
    await server.expectFrame([['evt', 'a', '']]);
  });

  it('says what its arguments were when it was made', async () => {
    const { client, server } = await welcomed();
    const todo = { text: 'milk' };
    void client.call('todos.add', [todo]);
    todo.text = 'changed afterwards';
    await server.expect(['call', 1, 'todos.add', [{ text: 'milk' }]]);
  });

  it('fails at once when its arguments cannot become JSON', async () => {
    const { client, server } = await welcomed();
    expect(await outcome(client.call('pay', [10n]))).toBe('invalid');
    expect(() => client.cast('pay', [10n])).toThrow(TypeError);
    expect(() => client.emit('pay', 10n)).toThrow(TypeError);
    await server.expectNothing();
  });

  it('has no deadline when told so', async () => {
    const { client, server } = await welcomed({ timeout: 0 });
    void client.call('slow');
    expect(await server.expect(['call', 1, 'slow', []])).toHaveLength(4);
    void client.call('slow', [], { timeout: Number.POSITIVE_INFINITY });
    expect(await server.expect(['call', 2, 'slow', []])).toHaveLength(4);
  });

  it('leaves no timer and no listener behind', async () => {
    const { client, server } = await welcomed();
    const before = server.clock.waiting;
    const abort = new AbortController();
    const answered = client.call('a', [], { signal: abort.signal });
    await server.expect(['call', 1, 'a', []]);
    await server.says(['ret', 1, 'done']);
    expect(await answered).toBe('done');
    expect(server.clock.waiting).toBe(before);
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    abort.abort();
    await server.expectNothing();
  });

  it('is not made at all when its signal is aborted already, and tells the reason', async () => {
    const { client, server } = await welcomed();
    const failure = await client
      .call('a', [], { signal: AbortSignal.abort('the page is gone') })
      .catch((error) => error);
    expect(failure).toMatchObject({ code: 'cancelled', cause: 'the page is gone' });
    await server.expectNothing();
  });

  it('waits for the connection with at most 999 others; those that ended do not count', async () => {
    const { client, server, reported } = dialling();
    for (let n = 0; n < 999; n++) void client.call('wait', [], { timeout: 5 }).catch(() => {});
    client.emit('kept');
    expect(await outcome(client.call('one too many'))).toBe('overloaded');
    client.emit('one too many');
    expect(reported).toEqual([expect.objectContaining({ code: 'overloaded' })]);
    await server.clock.advance(5);
    const late = outcome(client.call('late'));
    await server.welcomes();
    await server.expectFrame([
      ['evt', 'kept', null],
      ['call', 1001, 'late', []],
    ]);
    await server.says(['ret', 1001, 'fine']);
    expect(await late).toBe('fine');
  });

  it('that cannot leave for its size is told to its caller, a cast to onError', async () => {
    const { client, server, reported } = await welcomed();
    const tooLarge = 'x'.repeat(65_536);
    expect(await outcome(client.call('a', [tooLarge]))).toBe('too_large');
    expect(await outcome(client.dispatch({ type: tooLarge }))).toBe('too_large');
    client.cast('a', [tooLarge]);
    await server.expectNothing();
    expect(reported).toEqual([expect.objectContaining({ code: 'too_large' })]);
  });

  it('fails with `unavailable` on a closed client; a cast is reported', async () => {
    const { client, reported } = await welcomed();
    client.close();
    expect(await outcome(client.call('a'))).toBe('unavailable');
    client.cast('a');
    expect(reported).toEqual([expect.objectContaining({ code: 'unavailable' })]);
  });
});

describe('a failure', () => {
  it('is told apart by its code', async () => {
    const { client } = await welcomed();
    const failure: unknown = new RedstartError('room_full', 'Room is full');
    expect(client.isError(failure)).toBe(true);
    expect(client.isError(failure, 'forbidden' as 'room_full', 'room_full')).toBe(true);
    expect(client.isError(failure, 'forbidden')).toBe(false);
    expect(client.isError(new Error('room_full'))).toBe(false);
  });

  it('that is garbled is `internal`, whatever else it holds', async () => {
    const { client, server } = await welcomed();
    const failure = client.call('a').catch((error: RedstartError) => error) as Promise<RedstartError>;
    await settle();
    await server.says(['err', 1, { code: 7, message: null, fields: 'x', retry: 'soon', trace: {} }]);
    expect(await failure).toBeInstanceOf(RedstartError);
    expect((await failure).toJSON()).toEqual({ code: 'internal', message: 'The server gave no reason' });
    const bare = client.call('a').catch((error) => error);
    await settle();
    await server.says(['err', 2, null]);
    expect(await bare).toMatchObject({ name: 'RedstartError', code: 'internal' });
  });
});

describe('credentials', () => {
  it('renewed on the live session are those of the next hello', async () => {
    const { client, server } = await welcomed({ token: 'old' });
    const renewed = outcome(client.authenticate('new'));
    await server.expect(['auth', 1, 'new']);
    await server.says(['ret', 1, null]);
    expect(await renewed).toBeNull();
    await server.cut();
    await server.clock.advance(500);
    expect(await server.welcomes({ resumed: true })).toMatchObject({ token: 'new' });
  });

  it('that were refused are not said again', async () => {
    const { client, server } = await welcomed({ token: 'old' });
    const refused = outcome(client.authenticate('new'));
    await server.expect(['auth', 1, 'new']);
    await server.says(['err', 1, { code: 'unauthenticated', message: 'No' }]);
    expect(await refused).toBe('unauthenticated');
    await server.cut();
    await server.clock.advance(500);
    expect(await server.welcomes({ resumed: true })).toMatchObject({ token: 'old' });
  });
});
