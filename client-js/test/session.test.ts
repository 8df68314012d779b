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
    await server.closes(4401, 'token expired');
    await server.clock.advance(500);
    expect(await server.welcomes()).toMatchObject({
      token: 'token 2',
      resume: { sid: 's1', key: 'k1', seen: 0 },
    });
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
    expect(client.state).toEqual({ status: 'closed', code: 4501, reason: 'not authenticated' });
    expect(await call).toBe('unavailable');
  });

  it('that says nothing changes nothing', async () => {
    const { client, server, reported } = await welcomed();
    await server.says(['bye'], ['bye', null], ['bye', { retry: -1 }]);
    expect(client.state.status).toBe('open');
    await server.closes(4001);
    expect(client.state).toMatchObject({ status: 'away', retryInMs: 250 });
    expect(reported).toEqual([]);
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
    expect(client.state).toEqual({ status: 'closed', code: undefined, reason: 'closed by the client' });
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
