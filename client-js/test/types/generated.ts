// What a server generates: one file without imports.
export interface Todo {
  id: number;
  text: string;
  done: boolean;
}
export interface Added {
  todo: Todo;
}
export interface Typing {
  user: string;
}

export interface Api {
  todos: {
    /** Adds a todo. */
    add(text: string): Promise<Todo>;
    feed(since?: string | null): AsyncIterable<Todo>;
  };
  clap(numberOfHands: number): Promise<string>;
}

export type Action = { type: 'todos/added'; payload: Added } | { type: 'todos/cleared' };

export interface Events {
  typing: Typing;
}

export interface Packets {
  up: {
    move: { x: number; at: bigint };
    stop: Record<string, never>;
  };
  down: {
    hero: { name: string; raw: Uint8Array };
  };
}

export interface RoomState {
  lines: string[];
}

export interface Channels {
  'room:*': {
    state: RoomState;
    actions: { type: 'chat/said'; payload: { line: string } } | { type: 'chat/cleared' };
    events: { writing: { on: boolean } };
  };
  news: {
    state: string;
    actions: never;
    events: Record<never, never>;
  };
}

export type ErrorCode = 'room_full' | 'too_loud';

export interface Contract {
  api: Api;
  action: Action;
  events: Events;
  errorCode: ErrorCode;
  packets: Packets;
  channels: Channels;
}

export const contract = '3f2a';
