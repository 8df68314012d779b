/** What is on the wall of a room. */
export interface Room {
  /** the last ones, oldest first */
  lines: Line[];
}

/** Something that was said. */
export interface Line {
  by: string;
  text: string;
}

/** Somebody says something. */
export interface Said {
  line: Line;
}

export interface Contract {
  api: object;
  action: never;
  events: object;
  errorCode: string;
  channels: {
    'room:*': {
      state: Room;
      actions: { type: 'room/said'; payload: Said };
      events: { writing: { by: string } };
    };
  };
}

export const contract = '0';
