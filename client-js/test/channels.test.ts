import { describe, expect, it } from 'vitest';
import { channel } from '../src/channels/index.js';
import type { LooseContract } from '../src/index.js';
import { fakeChannel } from '../src/testing/fakeChannel.js';
import { settle } from '../src/testing/index.js';
import { dialling, outcome, type Stage, welcomed } from './stage.js';

const said = (line: string) => ({ type: 'chat/said', payload: line });

/** A client which has joined a channel, and who remembers what it is told of it. */
async function joined(name = 'room:1') {
  const stage = await welcomed();
  const room = channel(stage.client, name);
  const fake = fakeChannel(stage.server, name);
  const told: unknown[] = [];
  room.onState((value) => told.push(['state', value]));
  room.onAction(({ payload }) => told.push(payload));
  room.onLeft((why, error) => told.push(['left', why, error?.code]));
  const join = room.join();
  await fake.joins({ lines: [] });
  await join;
  return { ...stage, room, fake, told };
}

/** The line breaks, and the session is gone. */
async function freshSession({ server }: Pick<Stage<LooseContract>, 'server'>, sid = 's2') {
  await server.cut();
  await server.clock.advance(1_000);
  await server.welcomes({ sid, why: 'expired' });
}

describe('a channel', () => {
  it('tells its state before the join resolves, and keeps where it is', async () => {
    const { room, fake, told } = await joined();
    expect(told).toEqual([['state', { lines: [] }]]);
    expect([room.joined, room.position]).toEqual([true, ['e1', 0]]);
    await fake.acts(said('one'), 'ann');
    expect(room.position).toEqual(['e1', 1]);
    await fake.sets({ lines: ['one'] });
    expect(room.position).toEqual(['e1', 2]);
    expect(told.slice(1)).toEqual(['one', ['state', { lines: ['one'] }]]);
  });

  it('is one, however often it is asked for', async () => {
    const { client, fake } = await joined();
    const told: unknown[] = [];
    const again = channel(client, 'room:1');
    expect(again.joined).toBe(true);
    const end = again.onAction('chat/said', ({ payload }, { user, offset }) =>
      told.push([payload, user, offset]),
    );
    await fake.acts(said('one'), 'ann');
    await fake.acts({ type: 'chat/other' });
    end();
    await fake.acts(said('two'));
    expect(told).toEqual([['one', 'ann', 1]]);
  });

  it('tells its events by name, apart from those of others', async () => {
    const { client, server, room, fake } = await joined();
    const told: unknown[] = [];
    room.on('typing', (data, { channel: name, user }) => told.push([name, data, user]));
    channel(client, 'room:2').on('typing', (data) => told.push(['room:2', data]));
    client.on('typing', (data, { channel: name }) => told.push(['all', name, data]));
    await fake.emits('typing', true, 'ann');
    await fake.emits('other', true);
    await server.says(['evt', server.nextSeq, null, 'typing', 'nowhere']);
    expect(told).toEqual([
      ['room:1', true, 'ann'],
      ['all', 'room:1', true],
      ['all', null, 'nowhere'],
    ]);
  });

  it('catches up in a fresh session, each action once and in order', async () => {
    const stage = await joined();
    const { server, room, fake, told } = stage;
    await fake.acts(said('one'));
    await freshSession(stage);
    expect(room.joined).toBe(false);
    expect(await fake.joins()).toEqual({ since: ['e1', 1] });
    await fake.acts(said('two'));
    await freshSession(stage, 's3');
    await server.expect(['join', '*', 'room:1', { since: ['e1', 2] }]);
    // under way when it joined, and in what it has missed
    await server.says(
      ['act', 1, 'room:1', said('two'), { o: 2 }],
      ['act', 2, 'room:1', said('three'), { o: 3 }],
      ['ret', 3, null],
    );
    expect(told).toEqual([['state', { lines: [] }], 'one', 'two', 'three']);
    expect(room.position).toEqual(['e1', 3]);
  });

  it('begins anew where its history is another one', async () => {
    const stage = await joined();
    const { room, fake, told } = stage;
    await fake.acts(said('one'));
    await fake.acts(said('two'));
    fake.beginsAnew();
    await freshSession(stage);
    expect(await fake.joins({ lines: ['new'] })).toEqual({ since: ['e1', 2] });
    await fake.acts(said('three'));
    expect(told.slice(3)).toEqual([['state', { lines: ['new'] }], 'three']);
    expect(room.position).toEqual(['e2', 1]);
  });

  it('may be joined from a position that is known from before', async () => {
    const { client, server } = await welcomed();
    const room = channel(client, 'room:1');
    void room.join({ since: ['e1', 7] });
    await server.expect(['join', 1, 'room:1', { since: ['e1', 7] }]);
    await server.says(['act', 1, 'room:1', said('eight'), { o: 8 }], ['ret', 1, null]);
    expect(room.position).toEqual(['e1', 8]);
  });

  it('that was left is not joined again, and has no position', async () => {
    const stage = await joined();
    const { server, room, fake } = stage;
    const leave = room.leave();
    await fake.leaves();
    await leave;
    expect([room.joined, room.position]).toEqual([false, undefined]);
    await freshSession(stage);
    await server.expectNothing();
  });

  it('that is left while it is being joined is not joined', async () => {
    const stage = await welcomed();
    const room = channel(stage.client, 'room:1');
    const told: unknown[] = [];
    room.onJoined(() => told.push('joined'));
    void room.join();
    void room.leave();
    await stage.server.expectFrame([
      ['join', 1, 'room:1'],
      ['leave', 2, 'room:1'],
    ]);
    await stage.server.says(['ret', 1, null], ['ret', 2, null]);
    expect([room.joined, told]).toEqual([false, []]);
    await freshSession(stage);
    await stage.server.expectNothing();
  });

  it('that was refused is not joined again', async () => {
    const stage = await welcomed();
    const room = channel(stage.client, 'closed');
    const join = outcome(room.join());
    await fakeChannel(stage.server, 'closed').refuses();
    expect(await join).toBe('forbidden');
    expect(room.joined).toBe(false);
    await freshSession(stage);
    await stage.server.expectNothing();
  });

  it('stays joined when a second join fails', async () => {
    const stage = await joined();
    const { server, room, fake } = stage;
    const again = outcome(room.join({ timeout: 1_000 }));
    await server.expect(['join', 2, 'room:1', '*']);
    await server.clock.advance(1_000);
    expect(await again).toBe('timeout');
    await server.expect(['cancel', 2]);
    expect(room.joined).toBe(true);
    await freshSession(stage);
    await fake.joins();
    expect(room.joined).toBe(true);
  });

  it('is joined by the second of two joins when the first fails', async () => {
    const stage = await welcomed();
    const room = channel(stage.client, 'room:1');
    const first = outcome(room.join());
    const second = room.join();
    await settle();
    await stage.server.says(['err', 1, { code: 'rate_limited', message: 'No' }]);
    await stage.server.says(['ret', 2, null]);
    expect(await first).toBe('rate_limited');
    await second;
    expect(room.joined).toBe(true);
  });

  it('that is being joined again when the client is closed, or the server stops, is not refused', async () => {
    const stage = await joined();
    const { client, server, fake, told, reported } = stage;
    await freshSession(stage);
    await fake.refuses('unavailable', 'The server stops');
    await freshSession(stage, 's3');
    await server.expect(['join', '*', 'room:1', { since: ['e1', 0] }]);
    client.close();
    await settle();
    expect([told, reported]).toEqual([[['state', { lines: [] }]], []]);
  });

  it('that may not be joined again is told, and reported', async () => {
    const stage = await joined();
    const { fake, told, reported } = stage;
    await freshSession(stage);
    await fake.refuses('forbidden', 'No more');
    expect(told.at(-1)).toEqual(['left', 'refused', 'forbidden']);
    expect(reported).toEqual([expect.objectContaining({ code: 'forbidden', message: 'No more' })]);
    await freshSession(stage, 's3');
    await stage.server.expectNothing();
  });

  it('is joined again however long the client was away in between', async () => {
    const stage = await joined();
    const { server, room, fake } = stage;
    await freshSession(stage);
    await server.expect(['join', 2, 'room:1', '*']);
    await server.cut();
    await server.clock.advance(1_000);
    await server.refuses();
    for (let away = 0; away < 60; away++) {
      await server.clock.advance(10_000);
      if (server.dialling) await server.refuses();
    }
    while (!server.dialling) await server.clock.advance(1_000);
    await server.welcomes({ sid: 's3', why: 'expired' });
    await fake.joins();
    expect([room.joined, stage.reported]).toEqual([true, []]);
  });

  it('tells when the client is taken out, and is not joined again by itself', async () => {
    const stage = await joined('#staff');
    const { room, fake, told } = stage;
    await fake.takesOut('revoked');
    expect(told.at(-1)).toEqual(['left', 'revoked', undefined]);
    expect([room.joined, room.position]).toEqual([false, undefined]);
    await freshSession(stage);
    await stage.server.expectNothing();
  });

  it('that the server has joined a client to is told too', async () => {
    const { client, server } = await welcomed();
    const told: unknown[] = [];
    channel(client, 'news').onState((value, info) => told.push(value, info));
    await server.says(['state', 1, 'news', ['e1', 3], 'today']);
    expect(told).toEqual(['today', { seq: 1, channel: 'news', position: ['e1', 3] }]);
  });

  it('tells who comes and goes, and who is there', async () => {
    const { server, room, fake } = await joined();
    const told: unknown[] = [];
    room.onPresence((user, here) => told.push([user, here]));
    await fake.tells('ann', true);
    await fake.tells('ann', false);
    expect(told).toEqual([
      ['ann', true],
      ['ann', false],
    ]);
    const who = room.who();
    await server.expect(['who', 2, 'room:1']);
    await server.says(['ret', 2, { users: ['joe'], guests: 1, sessions: 3 }]);
    expect(await who).toEqual({ users: ['joe'], guests: 1, sessions: 3 });
  });

  it('waits for the connection like all else, and is asked for once', async () => {
    const { client, server } = dialling();
    const room = channel(client, 'room:1');
    void room.join();
    void room.dispatch(said('one'));
    await server.welcomes();
    await server.expectFrame([
      ['join', 1, 'room:1'],
      ['act', 2, 'room:1', said('one')],
    ]);
  });

  it('whose join the server asks to repeat later is joined then, if the application wants', async () => {
    const { client, server } = await welcomed();
    const room = channel(client, 'room:1');
    const join = room.join({ retry: true });
    const impatient = outcome(channel(client, 'room:2').join());
    await settle();
    await server.says(
      ['err', 1, { code: 'rate_limited', message: 'Later', retry: 2_000 }],
      ['err', 2, { code: 'rate_limited', message: 'Later', retry: 2_000 }],
    );
    expect(await impatient).toBe('rate_limited');
    await server.expect(['join', 1, 'room:1', {}]);
    await server.expect(['join', 2, 'room:2', {}]);
    await server.clock.advance(2_000);
    await server.expect(['join', 3, 'room:1', {}]);
    await server.says(['ret', 3, null]);
    await join;
    expect(room.joined).toBe(true);
  });

  it('reports what it cannot understand, and goes on', async () => {
    const { server, fake, told, reported } = await joined();
    await server.says(
      ['state', server.nextSeq, 'room:1', 'here', 1],
      ['who', server.nextSeq + 1, 'room:1', 7, true],
      ['who', server.nextSeq + 2, 'room:1', 'ann', 'yes'],
      ['left', server.nextSeq + 3, null, 'revoked'],
    );
    expect(reported).toEqual(Array(4).fill(expect.objectContaining({ code: 'bad_message' })));
    await fake.acts(said('one'));
    expect(told.at(-1)).toBe('one');
  });
});
