import type { RejectedAction } from '@redstart/client/redux';
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Added, Loaded, Removed, Todo, Toggled } from './api';
import { explain } from './explain';

export interface Todos {
  /** Null until the server has told it. */
  readonly list: readonly Todo[] | null;
  /** What went wrong with something that was shown already. */
  readonly problem: string | null;
}

const initialState: Todos = { list: null, problem: null };

/** The list as the server tells it: the names of these actions are those of the records in Todos.java. */
const slice = createSlice({
  name: 'todos',
  initialState,
  reducers: {
    loaded: (state, { payload }: PayloadAction<Loaded>) => {
      state.list = payload.todos;
    },
    added: (state, { payload }: PayloadAction<Added>) => {
      state.list?.push(payload.todo);
    },
    // also sent by this page, which shows it before the server has answered
    toggled: (state, { payload }: PayloadAction<Toggled>) => {
      set(state.list, payload.id, payload.done);
    },
    removed: (state, { payload }: PayloadAction<Removed>) => {
      state.list = state.list?.filter(({ id }) => !payload.ids.includes(id)) ?? null;
    },
    failed: (state, { payload }: PayloadAction<string>) => {
      state.problem = payload;
    },
    understood: (state) => {
      state.problem = null;
    },
  },
  extraReducers: (builder) =>
    builder.addCase('redstart/rejected', (state, { payload }: RejectedAction) => {
      if (!slice.actions.toggled.match(payload.action)) return;
      const { id, done } = payload.action.payload;
      set(state.list, id, !done);
      state.problem = explain(payload.error);
    }),
});

function set(list: Todo[] | null, id: string, done: boolean): void {
  const todo = list?.find((one) => one.id === id);
  if (todo) todo.done = done;
}

export const { toggled, failed, understood } = slice.actions;
export const todos = slice.reducer;
