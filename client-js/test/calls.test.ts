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

describe('a call that is made again', () => {
  const busy = (id: number, code = 'overloaded', retry: unknown = 1_000) => [
    'err',
    id,
    { code, message: 'Busy', retry },
  ];

  for (const code of ['rate_limited', 'overloaded', 'unavailable']) {
    it(`waits as long as the server says after ${code}`, async () => {
      const { client, server } = await welcomed();
      const call = client.with({ retry: true }).api.clap?.(2);
      await server.expect(['call', 1, 'clap', [2], { ttl: 30_000 }]);
      await server.says(busy(1, code));
      await server.clock.advance(999);
      await server.expectNothing();
      await server.clock.advance(1);
      await server.expect(['call', 2, 'clap', [2], { ttl: 29_000 }]);
      await server.says(['ret', 2, 'clap clap']);
      expect(await call).toBe('clap clap');
      expect(server.clock.waiting).toBe(1); // the line's own
    });
  }

  const others: [string, unknown[], object][] = [
    ['is not wanted', busy(1), {}],
    ['may have run', ['err', 1, { code: 'internal', message: 'Broken', retry: 5 }], { retry: true }],
    ['is not said when', ['err', 1, { code: 'overloaded', message: 'Busy' }], { retry: true }],
    ['would be too late', busy(1, 'overloaded', 5_000), { retry: true, timeout: 5_000 }],
    ['has a wait that is none', busy(1, 'overloaded', -1), { retry: true }],
  ];
  for (const [what, answer, options] of others) {
    it(`fails when that ${what}`, async () => {
      const { client, server } = await welcomed();
      const call = outcome(client.call('clap', [], options));
      await server.expect(['call', 1, 'clap', []]);
      await server.says(answer);
      expect(await call).toBe((answer[2] as { code: string }).code);
      await server.expectNothing();
    });
  }

  it('does not hammer a server that says at once, and ends with its deadline', async () => {
    const { client, server } = await welcomed();
    const call = outcome(client.call('clap', [], { retry: true, timeout: 1_000 }));
    for (let id = 1; id <= 10; id++) {
      await server.expect(['call', id, 'clap', []]);
      await server.says(busy(id, 'rate_limited', 0));
      await server.clock.advance(100);
    }
    expect(await call).toBe('rate_limited');
    await server.expectNothing();
  });

  it('keeps ids in the order in which calls leave, also over a lost line', async () => {
    const { client, server } = await welcomed();
    const first = client.call('first', [1, '"2'], { retry: true });
    await server.expect(['call', 1, 'first', [1, '"2']]);
    await server.says(busy(1));
    void client.call('second');
    await server.expect(['call', 2, 'second', []]);
    await server.cut();
    await server.clock.advance(250);
    await server.welcomes({ resumed: true });
    await server.expect(['call', 2, 'second', []]);
    await server.expectNothing();
    await server.clock.advance(750);
    await server.expect(['call', 3, 'first', [1, '"2']]);
    await server.says(['ret', 3, 'done']);
    expect(await first).toBe('done');
  });

  it('can be cancelled while it waits, and ends when the client is closed', async () => {
    const { client, server } = await welcomed();
    const abort = new AbortController();
    const one = outcome(client.call('one', [], { retry: true, signal: abort.signal }));
    const two = outcome(client.call('two', [], { retry: true, timeout: 0 }));
    await settle();
    await server.says(busy(1), busy(2, 'overloaded', 1e300));
    abort.abort();
    expect(await one).toBe('cancelled');
    await server.expect(['call', 1, 'one', []]);
    await server.expect(['call', 2, 'two', []]);
    await server.expectNothing(); // the server knows that it does not run
    client.close();
    expect(await two).toBe('unavailable');
    expect(server.clock.waiting).toBe(0);
  });

  it('with a key asks once more when its answer is not kept any more', async () => {
    const { client, server } = await welcomed();
    const call = outcome(client.call('pay', [5], { key: 'order-1' }));
    await server.expect(['call', 1, 'pay', [5]]);
    await server.says(['err', 1, { code: 'unknown_outcome', message: 'Not kept' }]);
    await server.clock.advance(100);
    await server.expect(['call', 2, 'pay', [5], { ttl: 29_900, key: 'order-1' }]);
    await server.says(['err', 2, { code: 'unknown_outcome', message: 'Not kept' }]);
    expect(await call).toBe('unknown_outcome');
  });
});
