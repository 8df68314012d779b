import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { describe, expect, it } from 'vitest';
import {
  channelsMiddleware,
  channelsReducer,
  joinChannel,
  leaveChannel,
  redstartMiddleware,
  toServer,
} from '../src/redux/index.js';
import { fakeChannel, settle } from '../src/testing/index.js';
import { outcome, welcomed } from './stage.js';

interface Room {
  lines: string[];
}

const rooms = createSlice({
  name: 'chat',
  initialState: { lines: [] } as Room,
  reducers: {
    said(state, { payload }: PayloadAction<string>) {
      state.lines.push(payload);
    },
  },
});
const { said } = rooms.actions;

const channels = channelsReducer({
  'room:*': rooms.reducer,
  'room:big:*': (state: number = 0) => state + 1,
  news: (_: string | undefined, { payload }: { payload?: string }) => payload ?? '',
});

async function stored() {
  const stage = await welcomed();
  const seen: string[] = [];
  const store = configureStore({
    reducer: {
      channels,
      seen: (all: number = 0, { type }: { type: string }) => {
        seen.push(type);
        return all;
      },
    },
    middleware: (defaults) =>
      defaults().prepend(redstartMiddleware(stage.client), channelsMiddleware(stage.client)),
  });
  await settle();
  seen.length = 0;
  return { ...stage, store, seen, slice: () => store.getState().channels['room:1'] };
}

async function joined(options?: { users?: boolean }) {
  const stage = await stored();
  const room = fakeChannel(stage.server, 'room:1');
  const join = stage.store.dispatch(joinChannel('room:1', options));
  await room.joins({ lines: ['old'] });
  await join;
  return { ...stage, room };
}

async function freshSession({ server }: Awaited<ReturnType<typeof stored>>) {
  await server.cut();
  await server.clock.advance(1_000);
  await server.welcomes({ sid: 's2', why: 'expired' });
}

describe('a channel in the store', () => {
  it('is there as soon as it is asked for, then has its state, then is joined', async () => {
    const { server, store, seen, slice } = await stored();
    expect(slice()).toBeUndefined();
    const join = store.dispatch(joinChannel('room:1'));
    expect(slice()).toEqual({ state: null, joined: false });
    await server.expect(['join', 1, 'room:1', {}]);
    await server.says(['state', 1, 'room:1', ['e1', 0], { lines: ['old'] }]);
    expect(slice()).toEqual({ state: { lines: ['old'] }, joined: false });
    await server.says(['ret', 1, null]);
    await join;
    expect(slice()).toEqual({ state: { lines: ['old'] }, joined: true });
    expect(seen).toEqual(['redstart/joinChannel', 'redstart/channelState', 'redstart/channelJoined']);
  });

  it('changes with each action in it, once and in order, and not with those of others', async () => {
    const { server, store, room, slice } = await joined();
    await room.acts(said('one'), 'ann');
    await server.says(['act', server.nextSeq, 'room:1', said('one'), { o: 1 }]); // said again
    await server.says(['act', server.nextSeq, 'room:2', said('elsewhere'), { o: 1 }]);
    await server.says(['act', server.nextSeq, null, said('nowhere')]);
    store.dispatch(said('here'));
    expect(slice()?.state).toEqual({ lines: ['old', 'one'] });
    await room.sets({ lines: [] });
    await room.acts(said('two'));
    expect(slice()?.state).toEqual({ lines: ['two'] });
    expect(Object.keys(store.getState().channels)).toEqual(['room:1']);
  });

  it('changes with an action of its own when that comes back, in its place', async () => {
    const { server, store, room, slice } = await joined();
    const answer = store.dispatch(toServer(said('mine'), { channel: 'room:1' }));
    await server.expect(['act', 2, 'room:1', said('mine')]);
    expect(slice()?.state).toEqual({ lines: ['old'] });
    await room.acts(said('theirs'), 'ann');
    await server.says(['act', server.nextSeq, 'room:1', said('mine'), { c: 2, o: 2 }], ['ret', 2, null]);
    await answer;
    expect(slice()?.state).toEqual({ lines: ['old', 'theirs', 'mine'] });
  });

  it('begins with what its reducer begins with where it has no state', async () => {
    const { store, server } = await stored();
    void store.dispatch(joinChannel('room:1'));
    await fakeChannel(server, 'room:1').joins(null);
    expect(store.getState().channels['room:1']?.state).toBeNull();
    await server.says(['act', 2, 'room:1', said('first'), { o: 1 }]);
    expect(store.getState().channels['room:1']?.state).toEqual({ lines: ['first'] });
  });

  it('goes through the reducer of the longest pattern that fits', async () => {
    const { store, server } = await stored();
    for (const name of ['room:big:1', 'news', 'newspaper']) {
      void store.dispatch(joinChannel(name));
      await fakeChannel(server, name).joins(null);
      await server.says(['act', server.nextSeq, name, { type: 'told', payload: 'today' }, { o: 1 }]);
    }
    const { channels } = store.getState();
    expect(channels['room:big:1']?.state).toBe(1);
    expect(channels.news?.state).toBe('today');
    expect((channels as Record<string, { state: unknown }>).newspaper?.state).toBeNull();
  });

  it('catches up in a fresh session: what was there is there, and what was missed follows', async () => {
    const stage = await joined();
    const { server, room, slice } = stage;
    await room.acts(said('one'));
    await freshSession(stage);
    await server.expect(['join', 2, 'room:1', { since: ['e1', 1] }]);
    expect(slice()).toEqual({ state: { lines: ['old', 'one'] }, joined: true });
    await server.says(['act', 1, 'room:1', said('two'), { o: 2 }], ['ret', 2, null]);
    expect(slice()).toEqual({ state: { lines: ['old', 'one', 'two'] }, joined: true });
  });

  it('is given up when it is left, and what still comes changes nothing', async () => {
    const { store, room } = await joined();
    const leave = store.dispatch(leaveChannel('room:1'));
    expect(store.getState().channels).toEqual({});
    await room.acts(said('late'));
    await room.sets({ lines: ['late'] });
    await room.leaves();
    await leave;
    expect(store.getState().channels).toEqual({});
  });

  it('tells why this client is not in it', async () => {
    const { store, room, slice } = await joined({ users: false });
    await room.takesOut('revoked');
    expect(slice()).toEqual({ state: { lines: ['old'] }, joined: false, left: 'revoked' });
    const refused = store.dispatch(joinChannel('room:1'));
    await room.refuses();
    expect(await outcome(refused)).toBe('forbidden');
    expect(slice()).toEqual({ state: { lines: ['old'] }, joined: false, left: 'refused' });
    const join = store.dispatch(joinChannel('room:1'));
    await room.joins({ lines: [] });
    await join;
    expect(slice()).toEqual({ state: { lines: [] }, joined: true });
  });

  it('keeps who is in it, if asked to', async () => {
    const { server, room, slice } = await joined({ users: true });
    await server.expect(['who', 2, 'room:1']);
    // told while the answer is under way: it may know of this, or not
    await room.tells('joe', true);
    await room.tells('ann', false);
    await server.says(['ret', 2, { users: ['ann', 'zoe'], guests: 2, sessions: 4 }]);
    expect(slice()).toMatchObject({ users: ['joe', 'zoe'], guests: 2 });
    await room.tells('ann', true);
    await room.tells('zoe', false);
    expect(slice()).toMatchObject({ users: ['ann', 'joe'] });
  });

  it('asks anew who is in it in a fresh session', async () => {
    const stage = await joined({ users: true });
    const { server, room, slice } = stage;
    await server.expect(['who', 2, 'room:1']);
    await server.says(['ret', 2, { users: ['ann'], guests: 0, sessions: 1 }]);
    await freshSession(stage);
    await room.joins();
    await server.expect(['who', 4, 'room:1']);
    await server.says(['ret', 4, { users: ['joe'], guests: 0, sessions: 1 }]);
    expect(slice()).toMatchObject({ users: ['joe'] });
  });

  it('does without where the server does not tell who is in it', async () => {
    const { server, reported, slice } = await joined({ users: true });
    await server.expect(['who', 2, 'room:1']);
    await server.says(['err', 2, { code: 'forbidden', message: 'No' }]);
    expect(reported).toEqual([expect.objectContaining({ code: 'forbidden' })]);
    expect(slice()).toEqual({ state: { lines: ['old'] }, joined: true });
  });

  it('reports nothing when the client is closed while it asks who is in it', async () => {
    const { client, server, reported } = await joined({ users: true });
    await server.expect(['who', 2, 'room:1']);
    client.close();
    await settle();
    expect(reported).toEqual([]);
  });

  it('is refused a state with a key that could change prototypes', async () => {
    const { server, reported, slice } = await joined();
    await server.saysRaw(`["state",${server.nextSeq},"room:1",["e1",1],{"__proto__":{"polluted":true}}]`);
    expect(slice()?.state).toEqual({ lines: ['old'] });
    expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
  });

  it('may have any name', async () => {
    const { store, server } = await stored();
    for (const name of ['__proto__', 'constructor']) {
      await server.says(['act', server.nextSeq, name, said('polluted'), { o: 1 }]);
      const join = store.dispatch(joinChannel(name));
      await fakeChannel(server, name).joins('state');
      await join;
      const channels = store.getState().channels as Record<string, unknown>;
      expect(Object.hasOwn(channels, name)).toBe(true);
      expect(Object.entries(channels).find(([key]) => key === name)?.[1]).toEqual({
        state: 'state',
        joined: true,
      });
      void store.dispatch(leaveChannel(name));
      expect(Object.hasOwn(store.getState().channels, name)).toBe(false);
      await fakeChannel(server, name).leaves();
    }
    expect(({} as { state?: unknown }).state).toBeUndefined();
  });

  it('is kept when the second of two joins succeeds though the first failed', async () => {
    const { server, store, slice } = await stored();
    const room = fakeChannel(server, 'room:1');
    const first = outcome(store.dispatch(joinChannel('room:1')));
    const second = store.dispatch(joinChannel('room:1'));
    await server.expect(['join', 1, 'room:1', '*']);
    await server.says(['err', 1, { code: 'rate_limited', message: 'No' }]);
    expect(await first).toBe('rate_limited');
    await room.joins({ lines: [] });
    await second;
    await room.acts(said('one'));
    expect(slice()).toEqual({ state: { lines: ['one'] }, joined: true });
  });

  it('whose join is ignored does not crash the page when it is refused', async () => {
    const { store, server, slice } = await stored();
    const crashes: unknown[] = [];
    const crash = (error: unknown) => crashes.push(error);
    process.on('unhandledRejection', crash);
    void store.dispatch(joinChannel('room:1'));
    await fakeChannel(server, 'room:1').refuses();
    await settle();
    process.off('unhandledRejection', crash);
    expect(crashes).toEqual([]);
    expect(slice()).toEqual({ state: null, joined: false, left: 'refused' });
  });
});
