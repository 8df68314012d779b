import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect, type PushInfo, RedstartError } from '../src/index.js';
import { fakeServer } from '../src/testing/index.js';
import { dialling, welcomed } from './stage.js';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a listener', () => {
  it('learns where a push came from', async () => {
    const { client, server } = await welcomed();
    const told: unknown[] = [];
    client.on('typing', (data, info: PushInfo) => told.push([data, info]));
    await server.says(
      ['evt', 1, 'room:1', 'typing', 'x', { o: 12, c: 3, u: 'ann', later: true }],
      ['evt', 0, null, 'typing', 'y'],
    );
    expect(told).toEqual([
      ['x', { seq: 1, channel: 'room:1', offset: 12, call: 3, user: 'ann' }],
      ['y', { seq: 0, channel: null }],
    ]);
  });

  it('is told one type of action, or all', async () => {
    const { client, server } = await welcomed();
    const told: string[] = [];
    client.onAction(({ type }) => told.push(`any ${type}`));
    client.onAction('b', ({ type }) => told.push(`b ${type}`));
    await server.says(['act', 1, null, { type: 'a' }], ['act', 2, null, { type: 'b' }]);
    expect(told).toEqual(['any a', 'any b', 'b b']);
  });

  it('is told nothing more once it unsubscribed, even in the middle of a telling', async () => {
    const { client, server } = await welcomed();
    const told: string[] = [];
    const first = client.on('x', () => {
      told.push('first');
      first();
      second();
    });
    const second = client.on('x', () => told.push('second'));
    await server.says(['evt', 1, null, 'x', 0], ['evt', 2, null, 'x', 0]);
    expect(told).toEqual(['first']);
  });

  it('may be added twice and removed once', async () => {
    const { client, server } = await welcomed();
    let told = 0;
    const listener = () => told++;
    const first = client.on('x', listener);
    client.on('x', listener);
    first();
    first();
    await server.says(['evt', 1, null, 'x', 0]);
    expect(told).toBe(1);
  });

  it('that throws or rejects is reported and disturbs nobody', async () => {
    const { client, server, reported } = await welcomed();
    const told: string[] = [];
    client.on('x', () => {
      throw new Error('thrown');
    });
    client.on('x', async () => {
      throw new Error('rejected');
    });
    client.on('x', () => told.push('told'));
    await server.says(['evt', 1, null, 'x', 0], ['evt', 2, null, 'x', 0]);
    expect(told).toEqual(['told', 'told']);
    expect(reported.map(String).sort()).toEqual([
      'Error: rejected',
      'Error: rejected',
      'Error: thrown',
      'Error: thrown',
    ]);
    await server.clock.advance(5_000);
    await server.expect(['ack', 2]);
  });

  it('is done before its push is acknowledged', async () => {
    const { client, server } = await welcomed();
    const order: unknown[] = [];
    client.on('x', () => order.push('told'));
    const events = Array.from({ length: 64 }, (_, n) => ['evt', n + 1, null, 'x', n]);
    await server.says(...events);
    order.push(await server.expect(['ack', 64]));
    expect(order).toEqual([...Array(64).fill('told'), ['ack', 64]]);
  });
});

describe('onError', () => {
  it('is console.error unless given', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { server } = await welcomed({ onError: undefined });
    await server.says(['what']);
    expect(logged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'bad_message' }));
  });

  it('that throws itself does not break the client', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const worse = new Error('worse');
    const { client, server } = dialling({
      onError: () => {
        throw worse;
      },
    });
    await server.welcomes();
    await server.saysRaw('nonsense');
    expect(logged).toHaveBeenCalledExactlyOnceWith(worse);
    expect(client.state.status).toBe('open');
  });
});

describe('a message which no server should send', () => {
  const nonsense: [string, unknown][] = [
    ['a binary frame', new ArrayBuffer(4)],
    ['a number', '7'],
    ['null', 'null'],
    ['an object', '{"__proto__":{"polluted":true}}'],
    ['half a message', '["ret",1'],
    ['an operation that is a property of objects', '["constructor",1]'],
    ['an operation that is no word', '[["ret"],1]'],
    ['a push without a number', '["evt",null,null,"x",1]'],
    ['a push with a negative number', '["evt",-1,null,"x",1]'],
    ['a push with half a number', '["evt",0.5,null,"x",1]'],
    ['an event without a name', '["evt",0,null,null,1]'],
    ['no action', '["act",0,null,null]'],
    ['an action without a type', '["act",0,null,{"type":1}]'],
    ['an answer to no call', '["ret",5,1]'],
    ['an answer to a name', '["err","__proto__",{}]'],
    ['an ask without a number', '["ask","x","confirm",[]]'],
    ['a second welcome', '["welcome",{"sid":"s2","key":"k2"}]'],
  ];

  for (const [what, frame] of nonsense) {
    it(`is reported and ignored: ${what}`, async () => {
      const { client, server, reported } = await welcomed();
      await server.saysRaw(frame);
      expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
      expect(client.state).toEqual({ status: 'open', resumed: false });
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      await server.expectNothing();
    });
  }

  it('does not matter when it is an empty line', async () => {
    const { server, reported } = await welcomed();
    await server.saysRaw('\n["ping",0]\n');
    await server.expect(['pong', 0]);
    expect(reported).toEqual([]);
  });

  it('such as an event named __proto__ reaches who listens for it, and nobody else', async () => {
    const { client, server, reported } = await welcomed();
    const told: unknown[] = [];
    client.on('__proto__', (data) => told.push(data));
    await server.says(['evt', 1, null, '__proto__', 1], ['evt', 2, null, 'toString', 2]);
    expect(told).toEqual([1]);
    expect(reported).toEqual([]);
  });
});

describe('a handler', () => {
  it('gets the arguments, by position or as one object', async () => {
    const { client, server } = await welcomed();
    client.handle('sum', (a: number, b: number) => a + b);
    client.handle('name', ({ first }: { first: string }) => first);
    await server.says(['ask', 1, 'sum', [1, 2]], ['ask', 2, 'name', { first: 'Ann' }]);
    await server.expect(['ret', 1, 3]);
    await server.expect(['ret', 2, 'Ann']);
  });

  it('may take its time, runs once, and answers null for nothing', async () => {
    const { client, server } = await welcomed();
    let runs = 0;
    let finish = () => {};
    client.handle('wait', () => {
      runs++;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await server.says(['ask', 1, 'wait', []], ['ask', 1, 'wait', []]);
    await server.expectNothing();
    finish();
    await server.expect(['ret', 1, null]);
    expect(runs).toBe(1);
  });

  it('is replaced by a newer one, and removes only itself', async () => {
    const { client, server } = await welcomed();
    const removeOld = client.handle('who', () => 'old');
    const removeNew = client.handle('who', () => 'new');
    removeOld();
    await server.says(['ask', 1, 'who', []]);
    await server.expect(['ret', 1, 'new']);
    removeNew();
    await server.says(['ask', 2, 'who', []]);
    await server.expect(['err', 2, { code: 'not_found', message: '*' }]);
  });

  it('whose answer cannot become JSON answers a failure', async () => {
    const { client, server, reported } = await welcomed();
    client.handle('big', () => 10n);
    client.handle('worse', () => {
      throw new RedstartError('worse', 'Worse', { data: 10n });
    });
    await server.says(['ask', 1, 'big', []], ['ask', 2, 'worse', []]);
    await server.expect(['err', 1, { code: 'internal', message: '*' }]);
    await server.expect(['err', 2, { code: 'internal', message: '*' }]);
    expect(reported).toEqual([expect.any(TypeError), expect.any(TypeError)]);
  });

  it('whose answer is too large answers a failure', async () => {
    const { client, server, reported } = await welcomed();
    client.handle('big', () => 'x'.repeat(70_000));
    client.handle('worse', () => {
      throw new RedstartError('worse', 'x'.repeat(70_000));
    });
    await server.says(['ask', 1, 'big', []], ['ask', 2, 'worse', []]);
    await server.expect(['err', 1, { code: 'too_large', message: '*' }]);
    await server.expectNothing();
    expect(reported).toEqual(Array(2).fill(expect.objectContaining({ code: 'too_large' })));
  });

  it('answers into the session that asked, or not at all', async () => {
    const { client, server } = await welcomed();
    client.handle('who', async () => 'me');
    await server.says(['ask', 1, 'who', []]);
    await server.expect(['ret', 1, 'me']);
    let finish = (_: string) => {};
    client.handle('slow', () => new Promise<string>((resolve) => (finish = resolve)));
    await server.says(['ask', 2, 'slow', []]);
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ sid: 's2', why: 'expired' });
    finish('too late');
    await server.expectNothing();
    await server.says(['ask', 1, 'who', []]);
    await server.expect(['ret', 1, 'me']);
  });

  it('keeps its answers only for the latest asks', async () => {
    const { client, server } = await welcomed();
    let runs = 0;
    client.handle('count', () => ++runs);
    for (let id = 1; id <= 2000; id++) {
      await server.says(['ask', id, 'count', []]);
      await server.expect(['ret', id, id]);
    }
    await server.says(['ask', 1, 'count', []]); // and is said last from now on
    await server.expect(['ret', 1, 1]);
    await server.says(['ask', 2001, 'count', []]);
    await server.expect(['ret', 2001, 2001]);
    await server.says(['ask', 1, 'count', []], ['ask', 3, 'count', []]);
    await server.expect(['ret', 1, 1]);
    await server.expect(['ret', 3, 3]);
    expect(runs).toBe(2001);
    await server.says(['ask', 2, 'count', []]);
    await server.expect(['ret', 2, 2002]);
  });

  it('answers every ask that waits, however many more come', async () => {
    const { client, server } = await welcomed();
    const finish: (() => void)[] = [];
    client.handle('wait', () => new Promise<void>((resolve) => finish.push(resolve)));
    await server.says(...Array.from({ length: 1001 }, (_, i) => ['ask', i + 1, 'wait', []]));
    await server.expect(['err', 1001, { code: 'overloaded', message: 'The client has too much to do' }]);
    expect(finish).toHaveLength(1000);
    finish[0]?.();
    await server.expect(['ret', 1, null]);
    await server.says(['ask', 1001, 'wait', []]);
    finish[1000]?.();
    await server.expect(['ret', 1001, null]);
  });
});

it('a client needs no listeners at all', async () => {
  const server = fakeServer();
  connect('ws://test', server.options);
  await server.welcomes();
  await server.says(
    ['act', 1, null, { type: 'a' }],
    ['evt', 2, null, 'x', 1],
    ['state', 3, 'c', ['e', 1], 1],
    ['who', 4, 'c', 'ann', true],
    ['left', 5, 'c', 'revoked'],
  );
  await server.says(['ping', 5]);
  await server.expect(['pong', 5]);
});
