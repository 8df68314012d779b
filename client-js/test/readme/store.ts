import { connect } from '@redstart/client';
import { connectionReducer, type RejectedAction, redstartMiddleware, toServer } from '@redstart/client/redux';
import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';

const todos = createSlice({
  name: 'todos',
  initialState: [] as string[],
  reducers: {
    added: (state, { payload }: PayloadAction<string>) => {
      state.push(payload);
    },
  },
  extraReducers: (builder) =>
    builder.addCase('redstart/rejected', (state, { payload }: RejectedAction) => {
      const { type, payload: text } = payload.action as PayloadAction<string>;
      return type === 'todos/added' ? state.filter((known) => known !== text) : state;
    }),
});

const client = connect('wss://example.org');
export const store = configureStore({
  reducer: { todos: todos.reducer, connection: connectionReducer },
  middleware: (defaults) => defaults().prepend(redstartMiddleware(client)),
});

store.dispatch(todos.actions.added('a note of my own')); // stays here
await store.dispatch(toServer(todos.actions.added('milk'))); // shown at once, then confirmed or rejected
