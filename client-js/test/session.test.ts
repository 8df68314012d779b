import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../src/index.js';
import { handClock, settle } from '../src/testing/index.js';
import { dialling, outcome, welcomed } from './stage.js';

const waits = (states: ConnectionState[]) =>
  states.flatMap((state) => (state.status === 'away' && state.retryInMs > 0 ? [state.retryInMs] : []));

describe('dialling', () => {
  it('offers the subprotocol and the default path', () => {
    const { server } = dialling();
    expect(server.dialled).toMatchObject({ url: 'ws://test/ws', protocol: 'redstart.v1' });
  });

  it('waits longer each time, up to 20 s, and goes on for ever', async () => {
    const states: ConnectionState[] = [];
    const { client, server } = dialling({ random: () => 0.5 });
    client.onState((state) => states.push(state));
    for (let n = 0; n < 40; n++) {
      await server.refuses();
      await server.clock.advance(10_000);
    }
    expect(waits(states).slice(0, 7)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(client.state).toMatchObject({ status: 'away', attempt: 41, retryInMs: 0 });
    expect(server.attempts).toBe(41);
  });

  it('never happens in a tight loop, whatever chance says', async () => {
    const { client, server } = dialling({ random: () => 0 });
    await server.refuses();
    expect(client.state).toEqual({
      status: 'away',
      attempt: 2,
      retryInMs: 100,
      retryAt: 100,
      code: 1006,
      reason: '',
    });
    await server.clock.advance(99);
    expect(server.attempts).toBe(1);
    await server.clock.advance(1);
    expect(server.attempts).toBe(2);
    expect(client.state).toMatchObject({ status: 'away', attempt: 2, retryInMs: 0 });
  });

  it('counts a connection as good only from its welcome on', async () => {
    const states: ConnectionState[] = [];
    const { client, server } = dialling();
    client.onState((state) => states.push(state));
    await server.opens();
    await server.closes(1011);
    await server.clock.advance(10_000);
    await server.opens();
    await server.closes(1011);
    await server.clock.advance(1_000);
    await server.welcomes();
    await server.cut();
    expect(waits(states)).toEqual([500, 1_000, 250]);
  });

  it('gives up an attempt that is not welcomed within 10 s', async () => {
    const { client, server } = dialling();
    await server.clock.advance(10_000);
    expect(client.state.status).toBe('away');
    await server.clock.advance(500);
    await server.opens();
    await server.clock.advance(10_000);
    expect(client.state).toMatchObject({ status: 'away', attempt: 3, reason: 'silence' });
  });

  it('has 10 s to open and then 10 s to be welcomed', async () => {
    const { client, server } = dialling();
    await server.clock.advance(9_999);
    await server.opens();
    await server.clock.advance(9_999);
    await server.says(['welcome', { sid: 's1', key: 'k1', heartbeat: 0 }]);
    expect(client.state.status).toBe('open');
    expect(server.attempts).toBe(1);
  });

  it('is slowed down by a server that closes soon after each welcome, but not by lines that break', async () => {
    const states: ConnectionState[] = [];
    const { client, server } = await welcomed();
    client.onState((state) => states.push(state));
    for (const wait of [500, 1_000, 2_000]) {
      await server.closes(wait === 1_000 ? 1011 : 4429, 'too many');
      await server.clock.advance(wait);
      await server.welcomes({ resumed: true });
    }
    await server.clock.advance(10_000);
    await server.closes(4429, 'too many');
    await server.clock.advance(250);
    await server.welcomes({ resumed: true });
    await server.cut();
    expect(waits(states)).toEqual([500, 1_000, 2_000, 250, 250]);
  });

  it('tells when it will dial, also when it wakes up earlier', async () => {
    const { client, server } = await welcomed({ random: () => 0.999 });
    await server.clock.advance(1_000);
    await server.closes(4001, 'The server stops');
    expect(client.state).toMatchObject({ status: 'away', retryInMs: 999, retryAt: 1_999 });
    await server.wakes();
    expect(client.state).toMatchObject({ status: 'away', attempt: 1, retryInMs: 100, retryAt: 1_100 });
    await server.clock.advance(100);
    expect(client.state).toMatchObject({
      status: 'away',
      attempt: 1,
      retryInMs: 0,
      retryAt: 1_100,
      code: 4001,
    });
  });

  const codes: [number, string][] = [
    [1000, 'away'],
    [1009, 'away'],
    [4001, 'away'],
    [4499, 'away'],
    [4500, 'closed'],
    [4999, 'closed'],
    [5000, 'away'],
  ];
  for (const [code, status] of codes) {
    it(`after a close with ${code} the client is ${status}`, async () => {
      const { client, server } = await welcomed();
      await server.closes(code);
      expect(client.state).toMatchObject({ status, code });
    });
  }

  it('at once when the network or the page is back, but not below the floor', async () => {
    const { server } = dialling({ random: () => 0.999 });
    await server.refuses();
    await server.wakes();
    expect(server.attempts).toBe(1);
    await server.clock.advance(100);
    expect(server.attempts).toBe(2);
    await server.refuses();
    await server.clock.advance(300);
    expect(server.attempts).toBe(2);
    await server.wakes();
    await server.clock.advance(0);
    expect(server.attempts).toBe(3);
    await server.wakes();
    expect(server.attempts).toBe(3);
  });

  it('finds a line dead on waking up when it died in its sleep', async () => {
    let asleep = 0;
    const clock = handClock();
    const { client, server } = await welcomed({ clock: { ...clock, now: () => clock.now() + asleep } });
    await server.wakes();
    expect(client.state.status).toBe('open');
    asleep = 3_600_000;
    await server.wakes();
    expect(client.state).toMatchObject({ status: 'away', reason: 'silence' });
  });

  it('asks a line that seems open whether it lives when it wakes up', async () => {
    const { client, server } = await welcomed();
    await server.says(['evt', 1, null, 'x', 1]);
    await server.wakes();
    await server.expect(['ack', 1]);
    await server.wakes();
    await server.expect(['ack', 1]);
    expect(client.state.status).toBe('open');
  });

  it('gives a line up on waking up when the last ping is late already', async () => {
    const { client, server } = await welcomed({ random: () => 0 });
    await server.clock.advance(26_999);
    await server.wakes();
    await server.expect(['ack', 0]);
    expect(client.state.status).toBe('open');
    await server.clock.advance(1);
    await server.wakes();
    await server.expectClosed(4000);
    await server.clock.advance(100);
    expect(await server.welcomes({ resumed: true })).toMatchObject({ resume: { sid: 's1' } });
  });

  it('does not give an attempt up because it wakes up', async () => {
    const { client, server } = dialling();
    await server.clock.advance(5_000);
    await server.wakes();
    await server.welcomes();
    expect(client.state.status).toBe('open');
    expect(server.attempts).toBe(1);
  });

  it('notices by its own timers that it has slept', async () => {
    let asleep = 0;
    const clock = handClock();
    const { client, server } = await welcomed({ clock: { ...clock, now: () => clock.now() + asleep } });
    asleep = 20_000; // heard 30 s ago when the timer comes, which is not too long for a line nobody doubts
    await clock.advance(10_000);
    await server.expectClosed(4000);
    expect(client.state).toMatchObject({ status: 'away', reason: 'silence' });
  });

  it('survives a WebSocket which throws', async () => {
    let broken = true;
    const { server, client, reported } = dialling();
    client.close();
    const Fake = server.WebSocket;
    const Moody = class extends Fake {
      constructor(url: string, protocol: string) {
        if (broken) throw new Error('not now');
        super(url, protocol);
      }
    };
    const again = dialling({ WebSocket: Moody, clock: server.clock });
    expect(again.client.state).toMatchObject({ status: 'away', reason: 'Error: not now' });
    broken = false;
    await server.clock.advance(500);
    await server.welcomes();
    expect(again.client.state).toEqual({ status: 'open', resumed: false });
    expect(reported).toEqual([]);
    expect(again.reported).toEqual([new Error('not now')]);
  });
});

describe('the token', () => {
  it('is asked for before each hello', async () => {
    let asked = 0;
    const { server } = dialling({ token: async () => `token ${++asked}` });
    expect(await server.welcomes()).toMatchObject({ token: 'token 1' });
    await server.clock.advance(10_000);
    await server.closes(4401, 'token expired');
    await server.clock.advance(0);
    expect(await server.welcomes()).toMatchObject({
      token: 'token 2',
      resume: { sid: 's1', key: 'k1', seen: 0 },
    });
  });

  it('is asked for at once when the one before has expired, and then with waits', async () => {
    let asked = 0;
    const { client, server } = await welcomed({ token: () => `token ${++asked}` });
    await server.closes(4401);
    expect(client.state).toMatchObject({ status: 'away', attempt: 1, retryInMs: 0, code: 4401 });
    await server.clock.advance(0);
    await server.opens();
    await server.says(['bye', { code: 4401, reason: 'Expired', retry: 0 }]);
    await server.cut(); // whether the close still comes does not matter
    expect(client.state).toMatchObject({ status: 'away', attempt: 2, retryInMs: 1_000, code: 4401 });
    expect(asked).toBe(2);
  });

  it('that is a text and has expired closes the client, and its calls end', async () => {
    const { client, server } = await welcomed({ token: 'fixed' });
    const call = outcome(client.call('a'));
    await settle();
    await server.closes(4401, 'The credentials have ended');
    expect(client.state).toEqual({ status: 'closed', code: 4401, reason: 'token_expired', refused: true });
    expect(await call).toBe('unknown_outcome');
    expect(server.clock.waiting).toBe(0);
  });

  it('that there is none of does not matter when the credentials end: a cookie may be fresh', async () => {
    const { client, server } = await welcomed();
    await server.clock.advance(10_000);
    await server.closes(4401);
    expect(client.state).toMatchObject({ status: 'away', retryInMs: 0 });
  });

  it('that never comes makes a failed attempt after 30 s, and counts no more when it comes after all', async () => {
    const gives: ((token: string) => void)[] = [];
    const { client, server, reported } = dialling({ token: () => new Promise((give) => gives.push(give)) });
    await server.clock.advance(29_999);
    await server.wakes();
    expect(client.state.status).toBe('connecting');
    await server.clock.advance(1);
    expect(client.state).toMatchObject({ status: 'away', attempt: 2, reason: 'no token' });
    expect(reported).toEqual([expect.objectContaining({ code: 'timeout' })]);
    gives[0]?.('late');
    await settle();
    expect(server.attempts).toBe(0);
    await server.clock.advance(500);
    gives[1]?.('in time');
    expect(await server.welcomes()).toMatchObject({ token: 'in time' });
  });

  it('is brought on the live line when the server says that it will expire', async () => {
    const tokens = ['first', 'second', 'third'];
    const { client, server } = dialling({ token: () => tokens.shift() });
    await server.welcomes();
    await server.says(['auth', 60_000]);
    await server.expect(['auth', 1, 'second']);
    await server.says(['auth', 60_000], ['auth', 60_000]); // nobody is asked while one is on its way
    await server.says(['ret', 1, null]);
    await server.says(['auth', 60_000]);
    await server.expect(['auth', 2, 'third']);
    await server.says(['ret', 2, null], ['auth', 60_000]); // there is none any more
    await server.expectNothing();
    expect(client.state.status).toBe('open');
  });

  it('that never comes for the live line is asked for again on the next one', async () => {
    let asked = 0;
    const { client, server } = dialling({
      token: () => (++asked === 2 ? new Promise<string>(() => {}) : `token ${asked}`),
    });
    await server.welcomes();
    await server.says(['auth', 60_000]);
    await server.says(['auth', 60_000]);
    await server.expectNothing();
    await server.clock.advance(10_000);
    await server.closes(4401);
    await server.clock.advance(0);
    expect(await server.welcomes({ resumed: true })).toMatchObject({ token: 'token 3' });
    await server.says(['auth', 60_000]);
    await server.expect(['auth', 1, 'token 4']);
    client.close();
  });

  it('that cannot be had for the live line, or is refused, is reported', async () => {
    const failures: unknown[] = [undefined, new Error('offline'), undefined];
    const { client, server, reported } = dialling({
      token: () => {
        const failure = failures.shift();
        if (failure) throw failure;
        return 'token';
      },
    });
    await server.welcomes();
    await server.says(['auth', 60_000]);
    expect(reported).toEqual([new Error('offline')]);
    await server.says(['auth', 60_000]);
    await server.expect(['auth', 1, 'token']);
    await server.says(['err', 1, { code: 'token_expired', message: 'Expired', retry: 0 }]);
    expect(reported[1]).toMatchObject({ code: 'token_expired' });
    expect(client.state.status).toBe('open');
  });

  it('is nowhere but in what is said to the server', async () => {
    const states: ConnectionState[] = [];
    const { client, server, reported } = dialling({ token: () => 's3cret' });
    client.onState((state) => states.push(state));
    await server.welcomes();
    await server.says(['auth', 1]);
    await server.expect(['auth', 1, 's3cret']);
    await server.says(['err', 1, { code: 'unauthenticated', message: 'No' }]);
    await server.closes(4401);
    await server.clock.advance(0);
    await server.opens();
    await server.says(['bye', { code: 4501, reason: 'No', retry: false }]);
    expect(client.state.status).toBe('closed');
    expect(JSON.stringify([states, reported, server.dialled?.url, client])).not.toContain('s3cret');
  });

  it('may be missing', async () => {
    const { server } = dialling({ token: () => null });
    expect(await server.welcomes()).not.toHaveProperty('token');
  });

  it('that cannot be had makes a failed attempt', async () => {
    const failures = [new Error('first'), new Error('second')];
    const { client, server, reported } = dialling({
      token: () => {
        const failure = failures.shift();
        if (failure) throw failure;
        return 'third';
      },
    });
    await settle();
    expect(client.state).toMatchObject({ status: 'away', attempt: 2, reason: 'no token' });
    expect(server.attempts).toBe(0);
    await server.clock.advance(500);
    expect(client.state).toMatchObject({ status: 'away', attempt: 3, retryInMs: 1_000 });
    await server.clock.advance(1_000);
    expect(await server.welcomes()).toMatchObject({ token: 'third' });
    expect(reported).toEqual([new Error('first'), new Error('second')]);
  });

  it('that comes after the client was closed starts nothing', async () => {
    let give = (_: string) => {};
    const { client, server } = dialling({
      token: () =>
        new Promise((resolve) => {
          give = resolve;
        }),
    });
    await settle();
    client.close();
    give('late');
    await settle();
    expect(server.attempts).toBe(0);
    expect(server.clock.waiting).toBe(0);
  });
});

describe('the welcome', () => {
  it('without a session is no welcome, and another is waited for', async () => {
    const { client, server, reported } = dialling();
    await server.opens();
    await server.says(['welcome', { key: 'k1' }]);
    expect(client.state.status).toBe('connecting');
    expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
    await server.says(['welcome', { sid: 's1', key: 'k1' }]);
    expect(client.state.status).toBe('open');
  });

  it('has to come first', async () => {
    const { client, server, reported } = dialling();
    const actions: unknown[] = [];
    client.onAction((action) => actions.push(action));
    await server.opens();
    await server.says(['act', 1, null, { type: 'early' }]);
    expect(actions).toEqual([]);
    expect(reported).toEqual([expect.objectContaining({ message: '"act" before the welcome' })]);
  });

  it('says why when the session could not be resumed, even if the server does not', async () => {
    const { client, server } = await welcomed();
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ sid: 's2', resumed: false });
    expect(client.state).toEqual({ status: 'open', resumed: false, why: 'unknown' });
  });

  it('cannot resume what never was', async () => {
    const { client, server } = dialling();
    await server.welcomes({ resumed: true, why: 'odd' });
    expect(client.state).toEqual({ status: 'open', resumed: false });
  });

  for (const [heartbeat, silence] of [
    [-1, 0],
    ['soon', 0],
    [1e308, 3_600_000],
    [Number.NaN, 0],
  ] as const) {
    it(`may promise nonsense, which is reported and bounded: a heartbeat of ${heartbeat}`, async () => {
      const { client, server, reported } = dialling();
      await server.opens();
      const text = JSON.stringify(['welcome', { sid: 's1', key: 'k1', heartbeat }]);
      await server.saysRaw(text.replace('1e+308', '1e400'));
      expect(client.state.status).toBe('open');
      expect(reported).toEqual(
        Number.isNaN(heartbeat) ? [] : [expect.objectContaining({ code: 'bad_message' })], // NaN is null in JSON
      );
      if (!silence) {
        expect(server.clock.waiting).toBe(0);
        return;
      }
      await server.clock.advance(silence + 9_999);
      expect(client.state.status).toBe('open');
      await server.clock.advance(1);
      expect(client.state.status).toBe('away');
    });
  }

  it('may promise no heartbeat: then silence means nothing', async () => {
    const { client, server } = dialling();
    await server.welcomes({ heartbeat: 0 });
    await server.clock.advance(86_400_000);
    expect(client.state.status).toBe('open');
  });
});

describe('a goodbye', () => {
  it('before the welcome refuses the client for good', async () => {
    const { client, server } = dialling();
    const call = outcome(client.call('a'));
    await server.opens();
    await server.says(['bye', { code: 4501, reason: 'not authenticated', retry: false }]);
    expect(client.state).toEqual({
      status: 'closed',
      code: 4501,
      reason: 'not authenticated',
      refused: true,
    });
    expect(await call).toBe('unavailable');
  });

  it('that says nothing changes nothing', async () => {
    const { client, server, reported } = await welcomed();
    await server.says(['bye'], ['bye', null], ['bye', {}], ['bye', { retry: null }]);
    expect(client.state.status).toBe('open');
    await server.cut();
    expect(client.state).toMatchObject({ status: 'away', retryInMs: 250 });
    expect(reported).toEqual([]);
  });

  for (const [retry, wait] of [
    ['-1', 250],
    ['"soon"', 250],
    ['true', 250],
    ['1e308', 3_600_000],
    ['1e400', 3_600_000],
  ] as const) {
    it(`that asks for nonsense is reported, and its wait is bounded: ${retry}`, async () => {
      const { client, server, reported } = await welcomed();
      await server.saysRaw(`["bye",{"retry":${retry},"reason":"${'x'.repeat(5_000)}"}]`);
      await server.cut();
      expect(client.state).toMatchObject({ status: 'away', retryInMs: wait, reason: 'x'.repeat(200) });
      expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
    });
  }

  it('that ends the session on purpose refuses nobody', async () => {
    const { client, server } = await welcomed();
    await server.says(['bye', { code: 1000, reason: 'signed out', retry: false }]);
    expect(client.state).toEqual({ status: 'closed', code: 1000, reason: 'signed out', refused: false });
  });

  it('counts even if the line is cut before it is closed', async () => {
    const { client, server } = await welcomed();
    await server.says(['bye', { code: 4503, reason: 'Too many connections', retry: 1_000 }]);
    await server.cut();
    expect(client.state).toEqual({
      status: 'closed',
      code: 4503,
      reason: 'Too many connections',
      refused: true,
    });
  });

  it('is forgotten on the next line', async () => {
    const { client, server } = await welcomed();
    await server.says(['bye', { code: 4001, reason: 'The server stops', retry: 0 }]);
    await server.cut();
    await server.clock.advance(1_000);
    await server.welcomes({ resumed: true });
    await server.cut();
    expect(client.state).toMatchObject({ status: 'away', code: 1006, retryInMs: 250 });
  });

  it('that asks for patience holds for one return only, even when woken', async () => {
    const { client, server } = await welcomed();
    await server.says(['bye', { retry: 60_000 }]);
    await server.closes(4001);
    await server.wakes();
    await server.clock.advance(59_999);
    expect(server.attempts).toBe(1);
    await server.clock.advance(1);
    await server.welcomes({ resumed: true });
    await server.cut();
    expect(client.state).toMatchObject({ retryInMs: 250 });
  });
});

describe('an interrupted resume', () => {
  it('repeats a call again, and after a loss of the session not at all', async () => {
    const { client, server } = await welcomed();
    const once = outcome(client.call('pay'));
    await server.expect(['call', 1, 'pay', []]);
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ resumed: true, key: 'k2' });
    await server.cut();
    await server.clock.advance(500);
    expect(await server.welcomes({ sid: 's2', why: 'gap' })).toMatchObject({ resume: { key: 'k2' } });
    expect(await once).toBe('unknown_outcome');
    await server.expectNothing();
  });

  it('never repeats an action in a new session: it has no key on the wire', async () => {
    const { client, server } = await welcomed();
    const action = outcome(client.with({ key: 'k' }).dispatch({ type: 'paid' }));
    expect(await server.expect(['act', 1, null, '*'])).toHaveLength(4);
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ sid: 's2', why: 'expired' });
    expect(await action).toBe('unknown_outcome');
    await server.expectNothing();
  });
});

describe('closing', () => {
  it('leaves nothing behind', async () => {
    const { client, server } = await welcomed();
    client.onAction(() => client.close());
    void outcome(client.call('slow'));
    await server.says(['act', 1, null, { type: 'last' }], ['act', 2, null, { type: 'after' }]);
    await server.expectClosed(1000);
    expect(client.state).toEqual({
      status: 'closed',
      code: undefined,
      reason: 'closed by the client',
      refused: false,
    });
    expect(server.clock.waiting).toBe(0);
    client.close();
    await server.wakes();
    expect(server.attempts).toBe(1);
  });

  it('lets what was said in the same turn leave first', async () => {
    const { client, server } = await welcomed();
    client.cast('goodbye');
    client.close();
    await server.expect(['cast', 'goodbye', []]);
    await server.expectClosed(1000);
  });

  it('stops to listen for the network', async () => {
    let listening = 0;
    const { client } = await welcomed({
      wake: () => {
        listening++;
        return () => listening--;
      },
    });
    expect(listening).toBe(1);
    client.close();
    client.close();
    expect(listening).toBe(0);
  });

  it('while away stops the waiting', async () => {
    const { client, server } = await welcomed();
    await server.cut();
    const waiting = outcome(client.call('a'));
    client.close();
    expect(await waiting).toBe('unavailable');
    expect(server.clock.waiting).toBe(0);
  });
});

describe('the state', () => {
  it('is told before what it brings about: the ends of calls, then the first pushes', async () => {
    const { client, server } = await welcomed();
    const told: unknown[] = [];
    client.onState((state) => told.push('why' in state ? state.why : state.status));
    client.onAction(({ type }) => told.push(type));
    const call = async () => {
      try {
        await client.call('pay');
      } catch (error) {
        told.push((error as { code: string }).code, client.state.status);
      }
    };
    void call();
    await settle();
    await server.cut();
    await server.clock.advance(500);
    await server.opens();
    await server.says(
      ['welcome', { sid: 's2', key: 'k2', resumed: false, why: 'gap' }],
      ['act', 1, null, { type: 'all' }],
      ['act', 2, null, { type: 'more' }],
    );
    expect(told).toEqual(['away', 'away', 'gap', 'unknown_outcome', 'open', 'all', 'more']);
  });

  it('keeps frames in order that come while the end of a call is told', async () => {
    const { client, server } = dialling();
    const told: unknown[] = [];
    client.on('n', (n) => told.push(n));
    await server.opens();
    const second = server.saysRaw('["welcome",{"sid":"s1","key":"k1"}]\n["evt",1,null,"n",1]');
    const third = server.saysRaw('["evt",2,null,"n",2]'); // before anything else could run
    await Promise.all([second, third]);
    expect(told).toEqual([1, 2]);
    expect(client.state.status).toBe('open');
  });

  it('is a snapshot that stays the same object until it changes', async () => {
    const { client, server } = await welcomed();
    const { subscribe, snapshot } = client;
    let told = 0;
    const unsubscribe = subscribe(() => told++);
    const open = snapshot();
    expect(snapshot()).toBe(open);
    await server.cut();
    expect(told).toBe(1);
    expect(snapshot()).not.toBe(open);
    expect(snapshot()).toBe(client.state);
    unsubscribe();
    await server.clock.advance(500);
    expect(told).toBe(1);
  });
});

describe('the contract', () => {
  it('that differs is told once for each hash', async () => {
    const hashes: string[] = [];
    const { client, server } = dialling({
      contract: 'a',
      onContractChange: (hash) => hashes.push(`option ${hash}`),
    });
    const unsubscribe = client.onContract((hash) => hashes.push(`listener ${hash}`));
    expect(await server.welcomes({ api: 'b' })).toMatchObject({ api: 'a' });
    expect(hashes).toEqual(['option b', 'listener b']);
    unsubscribe();
    await server.says(['api', 'b'], ['api', 'c'], ['api', 7]);
    expect(hashes).toEqual(['option b', 'listener b', 'option c']);
  });

  it('that is the one known is not spoken of', async () => {
    const hashes: string[] = [];
    const { client, server } = dialling({ contract: 'a' });
    client.onContract((hash) => hashes.push(hash));
    await server.welcomes({ api: 'a' });
    expect(hashes).toEqual([]);
  });

  it('that the page does not know is learnt from the first welcome', async () => {
    const hashes: string[] = [];
    const { client, server } = dialling();
    client.onContract((hash) => hashes.push(hash));
    await server.welcomes({ api: 'a' });
    await server.says(['api', 'a'], ['api', 'b']);
    expect(hashes).toEqual(['b']);
  });
});
