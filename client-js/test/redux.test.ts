import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { applyMiddleware, legacy_createStore } from 'redux';
import { describe, expect, it } from 'vitest';
import { type Action, type LooseContract, RedstartError } from '../src/index.js';
import {
  type ConfirmedAction,
  connectionReducer,
  permittedReducer,
  type RedstartMiddlewareOptions,
  type RejectedAction,
  redstartMeta,
  redstartMiddleware,
  toServer,
  type UpDispatch,
} from '../src/redux/index.js';
import { settle } from '../src/testing/index.js';
import { dialling, outcome, type Stage, welcomed } from './stage.js';

type Seen = Action & { payload?: unknown; meta?: { [key: string]: unknown } };

/** A store of plain Redux which remembers every action its reducer saw. */
function remember(stage: Stage<LooseContract>, options?: RedstartMiddlewareOptions) {
  const seen: Seen[] = [];
  const store = legacy_createStore(
    (_: undefined, action: Action) => {
      if (!/^(@@redux|redstart\/connection)/.test(action.type)) seen.push(action as Seen);
      return undefined;
    },
    undefined,
    applyMiddleware(redstartMiddleware(stage.client, options)),
  );
  return { store, seen, dispatch: store.dispatch as UpDispatch };
}

const todos = createSlice({
  name: 'todos',
  initialState: { texts: [] as string[], pending: {} as Record<number, string> },
  reducers: {
    added(state, action: PayloadAction<string>) {
      state.texts.push(action.payload);
      const { id } = redstartMeta(action);
      if (id) state.pending[id] = action.payload;
    },
  },
  extraReducers: (builder) => {
    builder.addCase('redstart/confirmed', (state, { payload }: ConfirmedAction) => {
      delete state.pending[payload.id];
    });
    builder.addCase('redstart/rejected', (state, { payload }: RejectedAction) => {
      state.texts = state.texts.filter((text) => text !== state.pending[payload.id]);
      delete state.pending[payload.id];
    });
  },
});
const added = (text: string) => ({ type: 'todos/added', payload: text });

async function toolkit() {
  const stage = await welcomed();
  const store = configureStore({
    reducer: { todos: todos.reducer, connection: connectionReducer },
    middleware: (defaults) => defaults().prepend(redstartMiddleware(stage.client)),
  });
  return { ...stage, store };
}

describe('an action from the server', () => {
  it('is in the store when the call that caused it resolves', async () => {
    const { client, server, store } = await toolkit();
    let texts: string[] = [];
    const call = client.call('todos.add', ['milk']).then(() => {
      texts = store.getState().todos.texts;
    });
    await server.expect(['call', 1, 'todos.add', ['milk']]);
    await server.says(['act', 1, null, added('milk'), { c: 1 }], ['ret', 1, null]);
    await call;
    expect(texts).toEqual(['milk']);
  });

  it('shows its cause beside the meta it had', async () => {
    const stage = await welcomed();
    const { seen } = remember(stage);
    await stage.server.says(
      [
        'act',
        1,
        'room:1',
        { ...added('milk'), meta: { by: 'ann', redstart: { up: true } } },
        { c: 4, u: 'ann', o: 9 },
      ],
      ['act', 0, null, { type: 'plain', meta: 'text' }],
    );
    expect(seen).toEqual([
      {
        ...added('milk'),
        meta: { by: 'ann', redstart: { call: 4, user: 'ann', seq: 1, channel: 'room:1', offset: 9 } },
      },
      { type: 'plain', meta: { redstart: { seq: 0 } } },
    ]);
    expect(Object.keys(seen[1]?.meta?.redstart as object)).toEqual(['seq']);
  });

  it('is never sent up again', async () => {
    const stage = await welcomed();
    const { seen } = remember(stage, { up: () => true });
    await stage.server.says(['act', 1, null, { ...added('milk'), meta: { redstart: { up: true } } }]);
    expect(seen).toHaveLength(1);
    await stage.server.expectNothing();
  });

  const refused: [string, string][] = [
    ['a type of Redux itself', '{"type":"@@redux/INIT"}'],
    ['a type of Redstart itself', '{"type":"redstart/confirmed","payload":{"id":1}}'],
    ['an own __proto__', '{"type":"a","__proto__":{"polluted":true}}'],
    ['an own __proto__ deep inside', '{"type":"a","payload":[{"b":{"__proto__":{"polluted":true}}}]}'],
    ['a constructor', '{"type":"a","payload":{"constructor":{"prototype":{"polluted":true}}}}'],
    ['a prototype', '{"type":"a","meta":{"prototype":1}}'],
    [
      'a depth that would overflow a stack',
      `{"type":"a","payload":${'['.repeat(5_000)}{"__proto__":1}${']'.repeat(5_000)}}`,
    ],
  ];
  for (const [what, action] of refused) {
    it(`is refused and reported when it has ${what}`, async () => {
      const stage = await welcomed();
      const { seen } = remember(stage);
      await stage.server.saysRaw(`["act",1,null,${action}]`);
      expect(seen).toEqual([]);
      expect(stage.reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
      await stage.server.says(['act', 2, null, { type: 'fine' }]);
      expect(seen).toHaveLength(1);
    });
  }

  it('may carry the same names as values', async () => {
    const stage = await welcomed();
    const { seen } = remember(stage);
    await stage.server.says([
      'act',
      1,
      null,
      { type: 'constructor', payload: ['__proto__', null, { a: 'prototype' }] },
    ]);
    expect(seen).toHaveLength(1);
  });
});

describe('an action for the server', () => {
  it('is shown at once, goes up without its mark, and is confirmed', async () => {
    const { server, store, reported } = await toolkit();
    const answer = store.dispatch(toServer(todos.actions.added('milk')));
    expect(store.getState().todos).toEqual({ texts: ['milk'], pending: { 1: 'milk' } });
    await server.expect(['act', 1, null, { type: 'todos/added', payload: 'milk' }]);
    await server.says(['ret', 1, { id: 7 }]);
    expect(await answer).toEqual({ id: 7 });
    expect(store.getState().todos).toEqual({ texts: ['milk'], pending: {} });
    expect(reported).toEqual([]);
  });

  it('is taken back when the server refuses it', async () => {
    const { server, store } = await toolkit();
    const answer = store.dispatch(toServer(todos.actions.added('milk')));
    await settle();
    await server.says(['err', 1, { code: 'forbidden', message: 'No', data: [1] }]);
    await expect(answer).rejects.toBeInstanceOf(RedstartError);
    expect(await outcome(answer)).toBe('forbidden');
    expect(store.getState().todos).toEqual({ texts: [], pending: {} });
  });

  it('tells the reducers everything about its way', async () => {
    const stage = await welcomed();
    const { store, seen } = remember(stage);
    store.dispatch(toServer({ ...added('milk'), meta: { by: 'me' } }));
    store.dispatch(toServer(added('bread')));
    await stage.server.expect(['act', 1, null, { ...added('milk'), meta: { by: 'me' } }]);
    await stage.server.expect(['act', 2, null, added('bread')]);
    await stage.server.says(['err', 2, { code: 'full', message: 'Full', retry: 5 }], ['ret', 1, 'ok']);
    expect(seen).toEqual([
      { ...added('milk'), meta: { by: 'me', redstart: { up: true, id: 1, status: 'pending' } } },
      { ...added('bread'), meta: { redstart: { up: true, id: 2, status: 'pending' } } },
      {
        type: 'redstart/rejected',
        payload: { id: 2, action: added('bread'), error: { code: 'full', message: 'Full', retry: 5 } },
      },
      { type: 'redstart/confirmed', payload: { id: 1, action: { ...added('milk'), meta: { by: 'me' } } } },
    ]);
  });

  it('whose promise is ignored does not crash the page', async () => {
    const stage = await welcomed();
    const { store } = remember(stage);
    const crashes: unknown[] = [];
    const crash = (error: unknown) => crashes.push(error);
    process.on('unhandledRejection', crash);
    void store.dispatch(toServer(added('milk')));
    await settle();
    await stage.server.says(['err', 1, { code: 'forbidden', message: 'No' }]);
    await settle();
    process.off('unhandledRejection', crash);
    expect(crashes).toEqual([]);
  });

  it('may be chosen by a rule', async () => {
    const stage = await welcomed();
    const { store, seen } = remember(stage, { up: ({ type }) => type.startsWith('todos/') });
    store.dispatch({ type: 'local' });
    store.dispatch(added('milk'));
    await stage.server.expect(['act', 1, null, added('milk')]);
    await stage.server.expectNothing();
    expect(seen).toEqual([
      { type: 'local' },
      { ...added('milk'), meta: { redstart: { up: true, id: 1, status: 'pending' } } },
    ]);
  });

  it('keeps a meta which is none of ours, even an empty one', async () => {
    const stage = await welcomed();
    const { store } = remember(stage, { up: () => true });
    store.dispatch({ type: 'a', meta: {} } as Action);
    store.dispatch({ type: 'b', meta: { by: 'me' } } as Action);
    await stage.server.expect(['act', 1, null, { type: 'a', meta: {} }]);
    await stage.server.expect(['act', 2, null, { type: 'b', meta: { by: 'me' } }]);
  });

  it('is never one of Redstart or Redux, whatever the rule says', async () => {
    const stage = await welcomed();
    const { store, seen } = remember(stage, { up: () => true });
    store.dispatch({ type: 'redstart/mine' });
    store.dispatch(toServer({ type: '@@mine' }));
    await stage.server.expectNothing();
    expect(seen.map(({ type }) => type)).toEqual(['redstart/mine', '@@mine']);
  });

  it('that breaks a reducer is not sent', async () => {
    const stage = await welcomed();
    const store = legacy_createStore(
      (_: undefined, action: Action) => {
        if (action.type === 'todos/added') throw new Error('broken reducer');
        return undefined;
      },
      undefined,
      applyMiddleware(redstartMiddleware(stage.client)),
    );
    expect(() => store.dispatch(toServer(added('milk')))).toThrow('broken reducer');
    await stage.server.expectNothing();
  });

  it('does not change the action it was made from', () => {
    const action = Object.freeze({ type: 'a', meta: Object.freeze({ by: 'me' }) });
    expect(toServer(action)).toEqual({ type: 'a', meta: { by: 'me', redstart: { up: true } } });
    expect(action).toEqual({ type: 'a', meta: { by: 'me' } });
  });

  it('is rejected like any call when the session is gone', async () => {
    const stage = await welcomed();
    const { dispatch, seen } = remember(stage);
    const answer = dispatch(toServer(added('milk')));
    await settle();
    await stage.server.cut();
    await stage.server.clock.advance(500);
    await stage.server.welcomes({ sid: 's2', why: 'expired' });
    expect(await outcome(answer)).toBe('unknown_outcome');
    expect(seen.at(-1)).toMatchObject({
      type: 'redstart/rejected',
      payload: { error: { code: 'unknown_outcome' } },
    });
  });

  it('lets thunks and other middleware pass', async () => {
    const { store } = await toolkit();
    expect(store.dispatch(() => 'from a thunk')).toBe('from a thunk');
  });
});

describe('a fresh session', () => {
  it('is told, then takes back what was shown early, and only then shows its own', async () => {
    const stage = await welcomed();
    const seen: unknown[] = [];
    const store = legacy_createStore(
      (_: undefined, action: Action & { payload?: { why?: string } }) => {
        if (!action.type.startsWith('@@')) seen.push(action.payload?.why ?? action.type);
        return undefined;
      },
      undefined,
      applyMiddleware(redstartMiddleware(stage.client)),
    );
    await settle();
    store.dispatch(toServer(added('milk')));
    await settle();
    await stage.server.cut();
    await stage.server.clock.advance(500);
    seen.length = 0;
    await stage.server.opens();
    await stage.server.says(
      ['welcome', { sid: 's2', key: 'k2', resumed: false, why: 'expired' }],
      ['act', 1, null, { type: 'todos/loaded' }],
    );
    expect(seen).toEqual(['expired', 'redstart/rejected', 'todos/loaded']);
  });
});

describe('what may be used', () => {
  it('is kept in the store if the middleware is told to', async () => {
    const stage = await welcomed();
    const store = configureStore({
      reducer: { permitted: permittedReducer },
      middleware: (defaults) => defaults().prepend(redstartMiddleware(stage.client, { permitted: true })),
    });
    expect(store.getState().permitted).toBeNull();
    await stage.server.expect(['can', 1]);
    const permitted = { calls: ['todos.add'], actions: [], events: [], packets: [] };
    await stage.server.says(['ret', 1, permitted]);
    expect(store.getState().permitted).toEqual(permitted);
    await stage.server.says(['can', { ...permitted, calls: [] }]);
    expect(store.getState().permitted?.calls).toEqual([]);
  });

  it('is known to a store that is younger than the answer', async () => {
    const stage = await welcomed();
    await stage.server.says(['can', { calls: ['clap'], actions: [], events: [] }]);
    const store = configureStore({
      reducer: { permitted: permittedReducer },
      middleware: (defaults) => defaults().prepend(redstartMiddleware(stage.client, { permitted: true })),
    });
    await settle();
    expect(store.getState().permitted?.calls).toEqual(['clap']);
    await stage.server.expectNothing();
  });

  it('is not asked for otherwise', async () => {
    const stage = await welcomed();
    remember(stage);
    await settle();
    await stage.server.expectNothing();
  });
});

describe('the connection slice', () => {
  const nothing = {
    resumed: false,
    why: null,
    attempt: 0,
    retryAt: null,
    code: null,
    reason: null,
    refused: false,
  };

  it('follows the client from before its first connection to the end', async () => {
    const stage = dialling();
    const store = configureStore({
      reducer: { connection: connectionReducer },
      middleware: (defaults) => defaults().prepend(redstartMiddleware(stage.client)),
    });
    const slice = () => store.getState().connection;
    expect(slice()).toEqual({ ...nothing, status: 'connecting' });
    await settle();
    expect(slice()).toEqual({ ...nothing, status: 'connecting', attempt: 1 });
    await stage.server.welcomes();
    expect(slice()).toEqual({ ...nothing, status: 'open' });
    await stage.server.closes(4001, 'going away');
    expect(slice()).toEqual({
      ...nothing,
      status: 'away',
      attempt: 1,
      retryAt: 500,
      code: 4001,
      reason: 'going away',
    });
    await stage.server.clock.advance(500);
    await stage.server.welcomes({ resumed: true });
    expect(slice()).toEqual({ ...nothing, status: 'open', resumed: true });
    await stage.server.cut();
    await stage.server.clock.advance(500);
    await stage.server.welcomes({ sid: 's2', why: 'expired' });
    expect(slice()).toEqual({ ...nothing, status: 'open', why: 'expired' });
    await stage.server.closes(4507, 'banned');
    expect(slice()).toEqual({ ...nothing, status: 'closed', code: 4507, reason: 'banned', refused: true });
  });

  it('knows of a connection which is older than the store', async () => {
    const { store } = await toolkit();
    await settle();
    expect(store.getState().connection).toEqual({ ...nothing, status: 'open' });
  });

  it('ignores every other action', () => {
    const before = connectionReducer(undefined, { type: '@@INIT' });
    expect(connectionReducer(before, { type: 'todos/added' })).toBe(before);
  });
});
