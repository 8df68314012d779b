import { describe, expect, it } from 'vitest';
import { settle } from '../src/testing/index.js';
import { outcome, welcomed } from './stage.js';

const items = (id: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ['item', id, from + at, from + at]);

describe('a stream', () => {
  it('is taken with for await, and left with break', async () => {
    const { client, server } = await welcomed();
    const taken: unknown[] = [];
    const loop = (async () => {
      for await (const item of client.api.feed?.('today') ?? []) {
        taken.push(item);
        if (taken.length === 2) break;
      }
    })();
    await server.expect(['call', 1, 'feed', ['today'], { n: 32 }]);
    await server.says(...items(1, 1, 3));
    await loop;
    expect(taken).toEqual([1, 2]);
    await server.expect(['cancel', 1]);
    await server.expectNothing();
  });

  it('is granted more as half of it is consumed, not as it arrives', async () => {
    const { client, server } = await welcomed();
    const feed = client.call('feed')[Symbol.asyncIterator]();
    await server.expect(['call', 1, 'feed', [], { n: 32 }]);
    await server.says(...items(1, 1, 32));
    await server.expectNothing();
    for (let n = 1; n <= 15; n++) expect(await feed.next()).toEqual({ done: false, value: n });
    await server.expectNothing();
    await feed.next();
    await server.expect(['more', 1, 16]);
    await server.says(...items(1, 33, 48));
    await server.expectNothing();
  });

  it('which gets more than it granted ends, and what came before is handed over', async () => {
    const { client, server } = await welcomed();
    const feed = client.call('feed')[Symbol.asyncIterator]();
    await settle();
    await server.says(...items(1, 1, 33));
    await server.expect(['call', 1, 'feed', []]);
    await server.expect(['cancel', 1]);
    for (let n = 1; n <= 32; n++) expect(await feed.next()).toEqual({ done: false, value: n });
    expect(await outcome(feed.next())).toBe('bad_message');
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  it('reports an item without a number', async () => {
    const { client, server, reported } = await welcomed();
    client.call('feed')[Symbol.asyncIterator]();
    await settle();
    await server.says(['item', 1, 'x', 'a']);
    expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
  });

  it('may be asked for several items at once', async () => {
    const { client, server } = await welcomed();
    const feed = client.call('feed')[Symbol.asyncIterator]();
    const asked = [feed.next(), feed.next(), feed.next()];
    await settle();
    await server.says(['item', 1, 1, 'a'], ['end', 1]);
    expect(await Promise.all(asked)).toEqual([
      { done: false, value: 'a' },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('may be iterated late: items are granted then', async () => {
    const { client, server } = await welcomed();
    const call = client.call('feed');
    expect(await server.expect(['call', 1, 'feed', []])).toEqual(['call', 1, 'feed', [], { ttl: 30_000 }]);
    const feed = call[Symbol.asyncIterator]();
    await server.expect(['more', 1, 32]);
    await server.says(['item', 1, 1, 'a']);
    expect(await feed.next()).toEqual({ done: false, value: 'a' });
    await server.clock.advance(30_000);
    await server.says(['item', 1, 2, 'b']);
    expect(await feed.next()).toEqual({ done: false, value: 'b' });
  });

  it('which is iterated after its answer tells what the answer was', async () => {
    const { client, server } = await welcomed();
    const value = client.call('clap');
    const failure = client.call('feed');
    failure.catch(() => {});
    await settle();
    await server.says(['ret', 1, 'clap'], ['err', 2, { code: 'forbidden', message: 'No' }]);
    expect(await value).toBe('clap');
    expect(await outcome(value[Symbol.asyncIterator]().next())).toBe('invalid');
    expect(await outcome(failure[Symbol.asyncIterator]().next())).toBe('forbidden');
  });

  it('has one iterator, however often it is asked for', async () => {
    const { client } = await welcomed();
    const call = client.call('feed');
    expect(call[Symbol.asyncIterator]()).toBe(call[Symbol.asyncIterator]());
  });

  it('has no end unless told; then its first item has to come in time', async () => {
    const { client, server } = await welcomed({ timeout: 50 });
    const endless = client.call('feed')[Symbol.asyncIterator]();
    const quick = client.call('feed', [], { timeout: 100 })[Symbol.asyncIterator]();
    const late = client.call('feed', [], { timeout: 100 })[Symbol.asyncIterator]();
    await server.expectFrame([
      ['call', 1, 'feed', [], { n: 32 }],
      ['call', 2, 'feed', [], { ttl: 100, n: 32 }],
      ['call', 3, 'feed', [], { ttl: 100, n: 32 }],
    ]);
    await server.says(['item', 2, 1, 'in time']);
    await server.clock.advance(1_000);
    expect(await outcome(late.next())).toBe('timeout');
    await server.expect(['cancel', 3]);
    await server.says(['item', 1, 1, 'a'], ['item', 2, 2, 'b']);
    expect(await endless.next()).toEqual({ done: false, value: 'a' });
    expect(await quick.next()).toEqual({ done: false, value: 'in time' });
    expect(await quick.next()).toEqual({ done: false, value: 'b' });
  });

  it('is cancelled by its signal, and what waits to be taken is dropped', async () => {
    const { client, server } = await welcomed();
    const abort = new AbortController();
    const feed = client.with({ signal: abort.signal }).call('feed')[Symbol.asyncIterator]();
    await server.expect(['call', 1, 'feed', []]);
    await server.says(['item', 1, 1, 'a']);
    abort.abort();
    expect(await outcome(feed.next())).toBe('cancelled');
    await server.expect(['cancel', 1]);
  });

  it('that was left while away is cancelled in the session it came from', async () => {
    const { client, server } = await welcomed();
    const feed = client.call('feed')[Symbol.asyncIterator]();
    await server.expect(['call', 1, 'feed', []]);
    await server.cut();
    await feed.return?.();
    await server.clock.advance(500);
    await server.welcomes({ resumed: true });
    await server.expect(['cancel', 1]);
    await server.expectNothing();
  });

  it('that was left while away is not spoken of in a fresh session', async () => {
    const { client, server } = await welcomed();
    const feed = client.call('feed')[Symbol.asyncIterator]();
    await server.expect(['call', 1, 'feed', []]);
    await server.cut();
    await feed.return?.();
    await server.clock.advance(500);
    await server.welcomes({ sid: 's2', why: 'expired' });
    await server.expectNothing();
  });

  it('says after a resume what it granted meanwhile, once', async () => {
    const { client, server } = await welcomed();
    const feed = client.call('feed')[Symbol.asyncIterator]();
    await server.expect(['call', 1, 'feed', [], { n: 32 }]);
    await server.says(...items(1, 1, 20));
    await server.cut();
    for (let n = 1; n <= 16; n++) await feed.next();
    await server.clock.advance(500);
    await server.welcomes({ resumed: true });
    await server.expect(['call', 1, 'feed', [], { n: 28, seen: 20 }]);
    await server.expectNothing();
  });

  it('never grants items to a call which is awaited', async () => {
    const { client, server, reported } = await welcomed();
    const awaited = outcome(client.call('feed'));
    await server.expect(['call', 1, 'feed', [], { ttl: 30_000 }]);
    await server.says(['item', 1, 1, 'a']);
    expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
    await server.says(['err', 1, { code: 'invalid', message: 'feed answers with a stream' }]);
    expect(await awaited).toBe('invalid');
  });

  it('with an idempotency key ends with its session all the same', async () => {
    const { client, server } = await welcomed();
    const feed = client.with({ key: 'k' }).call('feed')[Symbol.asyncIterator]();
    await server.expect(['call', 1, 'feed', []]);
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ sid: 's2', why: 'expired' });
    expect(await outcome(feed.next())).toBe('unknown_outcome');
    await server.expectNothing();
  });
});
