import { type Client, connect } from '@redstart/client';
import { joinChannel, toServer } from '@redstart/client/redux';
import { fakeChannel, fakeServer } from '@redstart/client/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contract } from '../src/api';
import { said } from '../src/room';
import { createStore, type Store } from '../src/store';

const line = (text: string, by = 'Ann') => said({ line: { by, text } });

describe('a room in the store', () => {
  const server = fakeServer();
  const kitchen = fakeChannel(server, 'room:kitchen');
  let client: Client<Contract>;
  let store: Store;
  const room = () => store.getState().channels['room:kitchen'];
  const texts = () => room()?.state?.lines.map(({ text }) => text);

  beforeEach(async () => {
    client = connect<Contract>('ws://test', server.options);
    store = createStore(client);
    await server.welcomes();
    const join = store.dispatch(joinChannel('room:kitchen', { users: true }));
    await kitchen.joins({ lines: [{ by: 'Joe', text: 'Tea?' }] });
    await join;
    await server.expect(['who', 2, 'room:kitchen']);
    await server.says(['ret', 2, { users: ['Ann', 'Joe'], guests: 0, sessions: 2 }]);
  });

  afterEach(() => client.close());

  it('shows what was said before, and what is said, in the order of the room', async () => {
    const say = store.dispatch(toServer(line('Yes'), { channel: 'room:kitchen' }));
    await server.expect(['act', 3, 'room:kitchen', line('Yes')]);
    await kitchen.acts(line('With milk', 'Joe'), 'Joe');
    await kitchen.acts(line('Yes'), 'Ann');
    await server.says(['ret', 3, null]);
    await say;
    expect(texts()).toEqual(['Tea?', 'With milk', 'Yes']);
  });

  it('shows who is there', async () => {
    expect(room()?.users).toEqual(['Ann', 'Joe']);
    await kitchen.tells('Zoe', true);
    await kitchen.tells('Joe', false);
    expect(room()?.users).toEqual(['Ann', 'Zoe']);
  });

  it('keeps the last fifty lines, as the server does', async () => {
    for (let at = 1; at <= 52; at++) await kitchen.acts(line(String(at)));
    expect(texts()).toEqual(Array.from({ length: 50 }, (_, at) => String(at + 3)));
  });

  it('catches up with what was said while the line was cut', async () => {
    await server.cut();
    await server.clock.advance(1_000);
    await server.welcomes({ sid: 's2', why: 'expired' });
    const { since } = await kitchen.joins();
    expect(since).toBeDefined();
    await kitchen.acts(line('Missed'));
    expect(texts()).toEqual(['Tea?', 'Missed']);
  });
});
