import type { Action } from '../contract.js';
import {
  CHANNEL_JOINED,
  CHANNEL_LEFT,
  CHANNEL_PRESENCE,
  CHANNEL_STATE,
  CHANNEL_USERS,
  type ChannelAction,
  JOIN_CHANNEL,
  LEAVE_CHANNEL,
} from './channelActions.js';
import { redstartMeta } from './marks.js';

/**
 * A channel in the store.
 *
 * @example
 * const { state, joined, users }: ChannelSlice<Room> = getState().channels['room:1'];
 */
export interface ChannelSlice<S = unknown> {
  /** Null = it has none, or it is not known yet. */
  readonly state: S | null;
  /** Whether this client is in it; while it is away for a while too. */
  readonly joined: boolean;
  /** Why it is not, if it was taken out or not let in: `revoked`, `refused`, … */
  readonly left?: string;
  /** The users who are in it, sorted; missing unless it was joined with `users`. */
  readonly users?: readonly string[];
  /** How many of those in it have no user, when the users were told last; missing with `users`. */
  readonly guests?: number;
}

/**
 * Reducers by a channel's name, or by a beginning with `*` behind it.
 *
 * @example
 * const reducers: ChannelReducers = { 'room:*': rooms.reducer, news: news.reducer };
 */
export interface ChannelReducers {
  // a reducer may take any action and is given those of its channels
  // biome-ignore lint/suspicious/noExplicitAny: as in Redux's own types
  readonly [pattern: string]: (state: any, action: any) => unknown;
}

/**
 * The channels this client has asked to join, by name.
 *
 * @example
 * type Channels = ChannelsSlice<{ 'room:*': typeof roomReducer }>;
 */
export type ChannelsSlice<R extends ChannelReducers = ChannelReducers> = {
  readonly [P in keyof R & string as P extends `${infer Begin}*` ? `${Begin}${string}` : P]:
    | ChannelSlice<NonNullable<ReturnType<R[P]>>>
    | undefined;
};

/**
 * Keeps the state of channels, told by {@link channelsMiddleware}. The server's state replaces what was kept; each action
 * the server tells in a channel goes through the reducer of the longest pattern that fits its name, once, in the channel's
 * order. An action this client says itself goes through it when it comes back.
 *
 * @param reducers as Redux has them: `undefined` is the state of a channel that has none yet
 * @example
 * const channels = channelsReducer({ 'room:*': rooms.reducer });
 * configureStore({
 *   reducer: { channels },
 *   middleware: (defaults) => defaults().prepend(redstartMiddleware(client), channelsMiddleware(client)),
 * });
 */
export function channelsReducer<R extends ChannelReducers>(
  reducers: R,
): (state: ChannelsSlice<R> | undefined, action: { readonly type: string }) => ChannelsSlice<R> {
  const byLength = Object.keys(reducers).sort((a, b) => b.length - a.length);
  const reducerOf = (channel: string) => {
    const found = Object.hasOwn(reducers, channel)
      ? channel
      : byLength.find((pattern) => pattern.endsWith('*') && channel.startsWith(pattern.slice(0, -1)));
    return found === undefined ? undefined : reducers[found];
  };
  const reduce = (all: Slices, action: Action): Slices => {
    const { channel, seq } = redstartMeta(action);
    if (channel === undefined || seq === undefined) return all;
    const reducer = reducerOf(channel);
    return reducer
      ? changed(all, channel, (slice) => ({
          ...slice,
          state: reducer(slice.state ?? undefined, action) ?? null,
        }))
      : all;
  };
  return (state = {} as ChannelsSlice<R>, action) => {
    const all = state as Slices;
    const next = action.type.startsWith('redstart/')
      ? told(all, action as ChannelAction)
      : reduce(all, action);
    return next as ChannelsSlice<R>;
  };
}

type Slices = { readonly [channel: string]: ChannelSlice };

function told(all: Slices, action: ChannelAction): Slices {
  switch (action.type) {
    case JOIN_CHANNEL: {
      const { channel } = action.payload;
      return Object.hasOwn(all, channel) ? all : { ...all, [channel]: { state: null, joined: false } };
    }
    case LEAVE_CHANNEL: {
      const { [action.payload.channel]: _, ...others } = all;
      return others;
    }
    case CHANNEL_JOINED:
      return changed(all, action.payload.channel, ({ left: _, ...slice }) => ({ ...slice, joined: true }));
    case CHANNEL_LEFT: {
      const { channel, why } = action.payload;
      return changed(all, channel, ({ state }) => ({ state, joined: false, left: why }));
    }
    case CHANNEL_STATE: {
      const { channel, state } = action.payload;
      return changed(all, channel, (slice) => ({ ...slice, state }));
    }
    case CHANNEL_USERS: {
      const { channel, users, guests } = action.payload;
      return changed(all, channel, (slice) => ({ ...slice, users, guests }));
    }
    case CHANNEL_PRESENCE: {
      const { channel, user, here } = action.payload;
      return changed(all, channel, (slice) =>
        slice.users ? { ...slice, users: present(slice.users, user, here) } : slice,
      );
    }
    default:
      return all;
  }
}

/** Only of channels that were asked for: `__proto__` is a name as good as any. */
function changed(all: Slices, channel: string, change: (slice: ChannelSlice) => ChannelSlice): Slices {
  if (!Object.hasOwn(all, channel)) return all;
  const slice = all[channel] as ChannelSlice;
  const next = change(slice);
  return next === slice ? all : { ...all, [channel]: next };
}

/** The same users, with one more or less. */
export function present(users: readonly string[], user: string, here: boolean): readonly string[] {
  const others = users.filter((other) => other !== user);
  return here ? [...others, user].sort() : others;
}
