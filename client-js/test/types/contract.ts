// Checked by `npm run typecheck` alone: each line that must not compile says so.
import {
  type Call,
  type Client,
  type CodeOf,
  type ConnectionState,
  connect,
  type LooseApi,
  type MethodName,
  type Permitted,
  type PushInfo,
} from '@redstart/client';
import { type Channel, channel, type LooseChannel } from '@redstart/client/channels';
import { packets } from '@redstart/client/packets';
import {
  type ChannelSlice,
  type ConnectionSlice,
  channelsMiddleware,
  channelsReducer,
  connectionReducer,
  joinChannel,
  permittedReducer,
  redstartMiddleware,
  toServer,
} from '@redstart/client/redux';
import { configureStore } from '@reduxjs/toolkit';
import { WebSocket } from 'ws';
import { type Contract, contract, type RoomState, type Todo, type Typing } from './generated.js';

export function typedPackets(): void {
  const { send, on, bundle } = packets(connect<Contract>('/ws', { contract }));
  send('move', { x: 1, at: 2n });
  send('stop', {});
  bundle().write('move', { x: 1, at: 2n });
  on('hero', ({ name, raw }) => {
    same<typeof name, string>(true);
    same<typeof raw, Uint8Array>(true);
  });
  // @ts-expect-error a number is no bigint
  send('move', { x: 1, at: 2 });
  // @ts-expect-error the server sends it
  send('hero', { name: 'joe', raw: new Uint8Array() });
  // @ts-expect-error no such packet
  on('goblin', () => {});

  const loose = packets(connect('/ws'));
  loose.send('any', { x: 1 });
  loose.on('any', (packet) => packet.x);
}

export async function typedChannels(id: number, name: string): Promise<void> {
  const client = connect<Contract>('/ws', { contract });
  const room = channel(client, `room:${id}`);
  room.onState((state) => same<typeof state, RoomState | null>(true));
  room.onAction((action) => same<typeof action.type, 'chat/said' | 'chat/cleared'>(true));
  room.onAction('chat/said', ({ payload }) => same<typeof payload.line, string>(true));
  room.on('writing', ({ on }) => same<typeof on, boolean>(true));
  await room.join({ since: ['e1', 7], timeout: 5, retry: true });
  await room.dispatch({ type: 'chat/said', payload: { line: 'Hello' } });
  await room.publish('writing', { on: true }, { user: 'ann' });
  await room.set({ lines: [] }, { ttl: 5_000, quiet: true });
  await room.set(null);
  same<Awaited<ReturnType<typeof room.get>>, RoomState | null>(true);
  const { users } = await room.who();
  same<typeof users, readonly string[]>(true);
  await room.grant('ann');
  // @ts-expect-error no such action
  await room.dispatch({ type: 'chat/say' });
  // @ts-expect-error no such event
  await room.publish('written', {});
  // @ts-expect-error no such state
  await room.set({ line: 'x' });
  // @ts-expect-error no such action
  room.onAction('chat/gone', () => {});

  channel(client, 'news').onState((state) => same<typeof state, string | null>(true));
  const other = channel(client, name);
  same<typeof other, Channel<LooseChannel>>(true);
  const loose = channel(connect('/ws'), 'any');
  same<typeof loose, Channel<LooseChannel>>(true);
  loose.onState((state) => same<typeof state, unknown>(true));
  loose.onAction('any', (action) => same<typeof action.payload, unknown>(true));
  await loose.publish('any', 1);
}

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only when both types are the same. */
declare function same<A, B>(_: Same<A, B>): void;

export async function typed(): Promise<void> {
  const client = connect<Contract>('/ws', { contract });
  same<typeof client, Client<Contract>>(true);

  const todo = await client.api.todos.add('milk');
  same<typeof todo, Todo>(true);
  for await (const item of client.api.todos.feed()) same<typeof item, Todo>(true);
  same<Awaited<ReturnType<typeof client.api.clap>>, string>(true);
  const patient = client.with({ timeout: 1, signal: new AbortController().signal, key: 'k' });
  same<typeof patient.api, Contract['api']>(true);
  // @ts-expect-error a number is no text
  await client.api.todos.add(7);
  // @ts-expect-error no such method
  await client.api.todos.remove(7);
  // @ts-expect-error no such option
  client.with({ timeOut: 1 });

  client.with({ key: 'order-1', retry: true });
  same<MethodName<Contract['api']>, 'todos.add' | 'todos.feed' | 'clap'>(true);
  const may = await client.can('todos.add');
  same<typeof may, boolean>(true);
  await client.can('todos/toggled', 'actions');
  await client.can('typing', 'events');
  // @ts-expect-error no such method
  await client.can('todos.remove');
  // @ts-expect-error no such kind
  await client.can('todos.add', 'methods');
  client.onPermitted((permitted) => same<typeof permitted, Permitted>(true));

  const call = client.call<Todo>('todos.add', { text: 'milk' });
  same<typeof call, Call<Todo>>(true);
  same<Awaited<ReturnType<typeof client.call>>, unknown>(true);

  client.on('typing', (typing, info) => {
    same<typeof typing, Typing>(true);
    same<typeof info, PushInfo>(true);
  });
  // @ts-expect-error no such event
  client.on('tiping', () => {});

  client.onAction((action) => same<typeof action, Contract['action']>(true));
  client.onAction('todos/added', (action) => {
    same<typeof action.payload.todo, Todo>(true);
    same<typeof action.type, 'todos/added'>(true);
  });
  // @ts-expect-error no such action
  client.onAction('todos/gone', () => {});

  client.handle('confirm', (question: string) => question.length > 0);
  client.dispatch({ type: 'anything', payload: 1 }, { channel: 'room:1', timeout: 5 });
  // @ts-expect-error an action has a type
  client.dispatch({ payload: 1 });

  const failure: unknown = undefined;
  if (client.isError(failure, 'room_full')) same<typeof failure.code, 'room_full'>(true);
  if (client.isError(failure)) same<typeof failure.code, CodeOf<Contract>>(true);
  // @ts-expect-error no such code
  client.isError(failure, 'room_fulll');

  const { state } = client;
  same<typeof state, ConnectionState>(true);
  if (state.status === 'away') same<typeof state.retryInMs, number>(true);
  if (state.status === 'closed') same<typeof state.refused, boolean>(true);
}

export async function untyped(): Promise<void> {
  const client = connect('ws://example.org', { WebSocket });
  same<Awaited<ReturnType<NonNullable<typeof client.api.clap>>>, unknown>(true);
  for await (const item of client.api.todos?.feed?.('x') ?? []) same<typeof item, unknown>(true);
  same<MethodName<LooseApi>, string>(true);
  await client.can('whatever');
  client.on('whatever', (data) => same<typeof data, unknown>(true));
  client.onAction('whatever', (action) => same<typeof action.type, string>(true));
  client.onAction((action) => same<typeof action.payload, unknown>(true));
  if (client.isError(undefined)) return;
  client.isError(undefined, 'of_any_kind');
}

export async function redux(id: number): Promise<void> {
  const client = connect<Contract>('/ws');
  const channels = channelsReducer({
    'room:*': (state: RoomState | undefined) => state ?? { lines: [] },
    news: (state: string | undefined) => state ?? '',
  });
  const store = configureStore({
    reducer: { channels, connection: connectionReducer, permitted: permittedReducer },
    middleware: (defaults) =>
      defaults().prepend(redstartMiddleware(client, { permitted: true }), channelsMiddleware(client)),
  });
  same<ReturnType<typeof store.getState>['connection'], ConnectionSlice>(true);
  same<ReturnType<typeof store.getState>['permitted'], Permitted | null>(true);
  const room = store.getState().channels[`room:${id}`];
  same<typeof room, ChannelSlice<RoomState> | undefined>(true);
  same<ReturnType<typeof store.getState>['channels']['news'], ChannelSlice<string> | undefined>(true);
  const join = store.dispatch(joinChannel('room:1', { users: true }));
  same<typeof join, Promise<void>>(true);
  await store.dispatch(toServer({ type: 'chat/said' }, { channel: 'room:1' }));
  const answer = store.dispatch(toServer({ type: 'todos/toggled', payload: 7 }));
  same<typeof answer, Promise<unknown>>(true);
  const action = store.dispatch({ type: 'todos/toggled' });
  same<typeof action.type, string>(true);
}

/** The browser's own WebSocket fits as well. */
export const inABrowser = () => connect('/ws', { WebSocket: globalThis.WebSocket });
