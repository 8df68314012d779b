import { type Client, connect } from '@redstart/client';
import { toServer } from '@redstart/client/redux';
import { type FakeServer, fakeServer } from '@redstart/client/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contract, Todo } from '../src/api';
import { createStore } from '../src/store';
import { toggled } from '../src/todos';

const milk: Todo = { id: 'm', text: 'Buy milk', done: false };
const bread: Todo = { id: 'b', text: 'Buy bread', done: true };

describe('the store', () => {
  let server: FakeServer;
  let client: Client<Contract>;
  let store: ReturnType<typeof createStore>;
  const list = () => store.getState().todos.list;

  beforeEach(async () => {
    server = fakeServer();
    client = connect<Contract>('ws://test', server.options);
    store = createStore(client);
    await server.welcomes();
    await server.says(['act', 1, null, { type: 'todos/loaded', payload: { todos: [milk] } }]);
  });

  afterEach(() => client.close());

  it('follows the list of the server', async () => {
    expect(list()).toEqual([milk]);
    await server.says(['act', 2, null, { type: 'todos/added', payload: { todo: bread } }]);
    await server.says(['act', 3, null, { type: 'todos/toggled', payload: { id: 'm', done: true } }]);
    expect(list()).toEqual([{ ...milk, done: true }, bread]);
    await server.says(['act', 4, null, { type: 'todos/removed', payload: { ids: ['m', 'x'] } }]);
    expect(list()).toEqual([bread]);
  });

  it('shows a tick at once', async () => {
    const answer = store.dispatch(toServer(toggled({ id: 'm', done: true })));
    expect(list()).toEqual([{ ...milk, done: true }]);
    await server.expect(['act', 1, null, { type: 'todos/toggled', payload: { id: 'm', done: true } }]);
    await server.says(['ret', 1, null]);
    await answer;
    expect(list()).toEqual([{ ...milk, done: true }]);
  });

  it('takes a refused tick back and says why', async () => {
    const answer = store.dispatch(toServer(toggled({ id: 'm', done: true })));
    await server.expect(['act', 1, null, '*']);
    await server.says(['err', 1, { code: 'gone', message: 'Somebody was faster' }]);
    await expect(answer).rejects.toMatchObject({ code: 'gone' });
    expect(store.getState().todos).toEqual({ list: [milk], problem: 'Somebody was faster' });
  });

  it('starts afresh with a server that was started anew', async () => {
    await server.cut();
    expect(store.getState().connection.status).toBe('away');
    await server.clock.advance(1_000);
    await server.welcomes({ sid: 's2', resumed: false, why: 'unknown' });
    await server.says(['act', 1, null, { type: 'todos/loaded', payload: { todos: [bread] } }]);
    expect(list()).toEqual([bread]);
    expect(store.getState().connection).toMatchObject({ status: 'open', why: 'unknown' });
  });
});
