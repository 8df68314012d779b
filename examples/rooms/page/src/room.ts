import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Room, Said } from './api';

const KEPT = 50;

/** What a room makes of what is said in it: the same as `Rooms.java`. */
const slice = createSlice({
  name: 'room',
  initialState: { lines: [] } as Room,
  reducers: {
    said: ({ lines }, { payload }: PayloadAction<Said>) => {
      lines.push(payload.line);
      lines.splice(0, lines.length - KEPT);
    },
  },
});

export const { said } = slice.actions;
export const room = slice.reducer;
