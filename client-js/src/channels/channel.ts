import type {
  Action,
  CallOptions,
  ContractShape,
  Position,
  PushInfo,
  RedstartError,
  Unsubscribe,
} from '../index.js';

/**
 * What is known of a channel: its state, the actions and the events told in it.
 *
 * @example
 * interface Chat extends ChannelShape {
 *   state: { lines: string[] };
 *   actions: { type: 'chat/said'; payload: { line: string } };
 *   events: { typing: { on: boolean } };
 * }
 */
export interface ChannelShape {
  state: unknown;
  /** The union of the actions. */
  actions: Action;
  /** The type of the data of an event by its name. */
  events: object;
}

/** Nothing is known of a channel but the form. */
export interface LooseChannel extends ChannelShape {
  actions: Action & { readonly [key: string]: unknown };
  events: Record<string, unknown>;
}

/**
 * What a contract says of a channel, by its name or by a pattern that fits it.
 *
 * @example
 * type Room = ChannelOf<Contract, `room:${string}`>;
 */
export type ChannelOf<C extends ContractShape, N extends string> =
  NonNullable<C['channels']> extends infer All
    ? [Fitting<N, keyof All & string>] extends [never]
      ? LooseChannel
      : Told<All[Fitting<N, keyof All & string> & keyof All]>
    : never;

/** Parts a contract says nothing of are not there. */
interface Told<S> {
  state: S extends { state: infer T } ? T : unknown;
  actions: S extends { actions: infer A extends Action } ? A : never;
  events: S extends { events: infer E extends object } ? E : Record<never, never>;
}

type Fitting<N extends string, P extends string> = P extends `${infer Begin}*`
  ? N extends `${Begin}${string}`
    ? P
    : never
  : N extends P
    ? P
    : never;

/** Options of what may be said to one user alone, in each of their sessions, by who may `manage` the channel. */
export interface ForUser extends CallOptions {
  /** The one user who is told, or whose state it is. Default: all; of a state that is read, what this client sees. */
  user?: string;
}

/**
 * How a state is set.
 *
 * @example
 * await room.set({ open: true }, { ttl: 60_000 });
 */
export interface SetOptions extends ForUser {
  /** Milliseconds until the state ends by itself. Default: 0, never. */
  ttl?: number;
  /** True: nobody is told. */
  quiet?: boolean;
}

/**
 * Who is in a channel.
 *
 * @example
 * const { users, guests }: Here = await room.who();
 */
export interface Here {
  /** The ids of the users, sorted, each once. */
  readonly users: readonly string[];
  /** How many sessions have no user. */
  readonly guests: number;
  readonly sessions: number;
}

/** Whose state it is and how far it goes. */
export interface StateInfo {
  /** The number of the push in this session. */
  readonly seq: number;
  readonly channel: string;
  readonly position: Position;
}

/**
 * Why this client is not in a channel any more: the server took it out (`revoked`: the user may not be in it; `closed`: the
 * channel is; `user`: the session has another user now), or would not let it in again in a fresh session (`refused`); or a
 * word of a newer server.
 */
export type LeftWhy = 'revoked' | 'closed' | 'user' | 'refused' | (string & {});

/**
 * A channel as this client sees it. What is asked of the server fails like a call.
 *
 * @example
 * const room = channel(client, 'room:1');
 * room.onState((state) => show(state));
 * room.onAction('chat/said', ({ payload }) => add(payload.line));
 * await room.join();
 * await room.dispatch({ type: 'chat/said', payload: { line: 'Hello' } });
 */
export interface Channel<S extends ChannelShape = LooseChannel> {
  readonly name: string;

  /** Whether this client is in it: it has joined and was not taken out. Being away for a while changes nothing. */
  readonly joined: boolean;

  /** How far in the channel's history this client has been told; undefined while it is not in it. */
  readonly position: Position | undefined;

  /**
   * Joins. Before it resolves, listeners are told the state whole, or what was missed since a position. A fresh session joins
   * again by itself, and catches up from the position where it was.
   *
   * @param options `since`: a position that is known from before
   */
  join(options?: CallOptions & { since?: Position }): Promise<void>;

  /** Leaves. */
  leave(options?: CallOptions): Promise<void>;

  /** Says an action to all who are in it. It comes back to this client too, in its place among all others. */
  dispatch(action: S['actions'], options?: ForUser): Promise<unknown>;

  /** Says an event to all who are in it, this client too. */
  publish<K extends keyof S['events'] & string>(
    event: K,
    data: S['events'][K],
    options?: ForUser,
  ): Promise<void>;

  /** Sets the state; null takes it away. */
  set(value: S['state'] | null, options?: SetOptions): Promise<void>;

  /** The state as it is now; null = there is none. */
  get(options?: ForUser): Promise<S['state'] | null>;

  /** Who is in it now. */
  who(options?: CallOptions): Promise<Here>;

  /** Lets a user join a channel whose name begins with `#`. */
  grant(user: string, options?: CallOptions): Promise<void>;

  /** Does not let the user join any more, and takes them out. */
  revoke(user: string, options?: CallOptions): Promise<void>;

  /** Told each event of that name in this channel. Returns what ends it. */
  on<K extends keyof S['events'] & string>(
    event: K,
    listener: (data: S['events'][K], info: PushInfo) => unknown,
  ): Unsubscribe;

  /** Told each action in this channel, or each of one type: each once, in the channel's order. */
  onAction(listener: (action: S['actions'], info: PushInfo) => unknown): Unsubscribe;
  onAction<T extends S['actions']['type']>(
    type: T,
    listener: (action: ActionIn<S, T>, info: PushInfo) => unknown,
  ): Unsubscribe;

  /** Told the state, whole: when this client joins, and when it is set. Null = there is none. */
  onState(listener: (value: S['state'] | null, info: StateInfo) => unknown): Unsubscribe;

  /** Told each user who comes (`here`) with their first session, and goes with their last. */
  onPresence(listener: (user: string, here: boolean) => unknown): Unsubscribe;

  /** Told when the server has let this client in, also each time a fresh session has joined again. */
  onJoined(listener: () => unknown): Unsubscribe;

  /** Told when this client is not in it any more, though it did not leave; `error` tells why it was `refused`. */
  onLeft(listener: (why: LeftWhy, error?: RedstartError) => unknown): Unsubscribe;
}

/** The actions of one type in a channel. */
export type ActionIn<S extends ChannelShape, T> = string extends S['actions']['type']
  ? S['actions']
  : Extract<S['actions'], { type: T }>;
