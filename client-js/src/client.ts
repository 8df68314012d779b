import type { AskHandler } from './asks.js';
import type { Action, Args, Call, ContractShape, LooseContract, PushInfo } from './contract.js';
import type { BuiltInCode, RedstartError } from './error.js';
import type { Unsubscribe } from './listeners.js';
import type { CallOptions } from './options.js';
import type { ConnectionState } from './state.js';

/**
 * Ways to call the server.
 *
 * @example
 * const patient = client.with({ timeout: 60_000 });
 * const report = await patient.api.reports.yearly(2026);
 */
export interface Caller<C extends ContractShape = LooseContract> {
  /** The server's methods: `client.api.todos.add('milk')`. Await the result, or iterate a stream. */
  readonly api: C['api'];

  /**
   * Calls a method by name. It is sent when the running code has finished its turn, together with all else
   * said in it; while there is no connection it waits, and its deadline runs.
   *
   * Fails with a {@link RedstartError}: one of the application's codes, or `timeout`, `cancelled`, `too_large`,
   * `unavailable` (closed before it was sent), `overloaded` (1,000 messages wait already) or `unknown_outcome`
   * (it was sent, and nobody can tell any more whether it ran).
   *
   * @param target `api.method`, or a bare name
   * @param args by position, or an object by name
   * @example
   * await client.call('todos.add', { text: 'milk' }, { timeout: 5_000 });
   */
  call<T = unknown>(target: string, args?: Args, options?: CallOptions): Call<T>;

  /**
   * Sends an action up. Resolves when the server accepted it, fails when it is to be rolled back.
   *
   * @param options `channel`: where it belongs; null = nowhere in particular. A `key` has no effect
   * @example
   * await client.dispatch({ type: 'todos/toggled', payload: 7 });
   */
  dispatch<A extends Action>(action: A, options?: CallOptions & { channel?: string | null }): Call<unknown>;
}

/**
 * One client of a Redstart server: it keeps its session over any number of lost connections.
 *
 * @example
 * const client = connect<Contract>('wss://example.org', { contract });
 * client.on('typing', ({ user }) => show(user));
 * const todo = await client.api.todos.add('milk');
 */
export interface Client<C extends ContractShape = LooseContract> extends Caller<C> {
  /** The same client with options for the calls made through what it returns. */
  with(options: CallOptions): Caller<C>;

  /** Calls a method and wants no answer. Throws a TypeError when `args` cannot become JSON. */
  cast(target: string, args?: Args): void;

  /** Sends an event to the server. Throws a TypeError when `data` cannot become JSON. */
  emit(name: string, data?: unknown): void;

  /** Told each event of that name. Returns what ends it. */
  on<K extends keyof C['events'] & string>(
    event: K,
    listener: (data: C['events'][K], info: PushInfo) => unknown,
  ): Unsubscribe;

  /** Told each action, or each of one type, before a call that caused it resolves. */
  onAction(listener: (action: C['action'], info: PushInfo) => unknown): Unsubscribe;
  onAction<T extends C['action']['type']>(
    type: T,
    listener: (action: ActionOf<C, T>, info: PushInfo) => unknown,
  ): Unsubscribe;

  /**
   * Answers what the server asks under that name; the newest handler of a name counts.
   *
   * @example
   * client.handle('confirm', (question: string) => window.confirm(question));
   */
  handle(name: string, handler: AskHandler): Unsubscribe;

  /**
   * Whether the server lets this client use something now. Asked of the server once; from then on it tells what changes
   * (a user signs in, a bundle is deployed), so that later answers come at once. Fails like a call.
   *
   * @param name a method, or with `kind` the type of an action or the name of an event or of a packet
   * @example
   * deleteButton.disabled = !(await client.can('todos.remove'));
   */
  can(name: MethodName<C['api']>, kind?: 'calls'): Promise<boolean>;
  can(name: string, kind: 'actions' | 'events' | 'packets'): Promise<boolean>;

  /** All that `can` knows at the moment; undefined before the server has told. Stays the same object until that changes. */
  readonly permitted: Permitted | undefined;

  /**
   * Told all that this client may use: when the server has said it, and again whenever it changes. A function that needs no
   * `this`: `useSyncExternalStore(client.onPermitted, () => client.permitted)`.
   */
  readonly onPermitted: (listener: (permitted: Permitted) => unknown) => Unsubscribe;

  /**
   * Gives the live session new credentials. If the option `token` is no function, later hellos bring them too; if it is one,
   * the client calls this by itself when the server says that the credentials will expire.
   */
  authenticate(token: string, options?: CallOptions): Call<unknown>;

  /** The id of the user behind the session, as the server said last; null for a guest, and before the first welcome. */
  readonly user: string | null;

  /**
   * Told when the session has another user: the server signed it in or out, or a fresh session has another one.
   *
   * @example
   * client.onUser((user) => show(user ?? 'not signed in'));
   */
  onUser(listener: (user: string | null, info: UserInfo) => unknown): Unsubscribe;

  /** How the client stands with the server now. */
  readonly state: ConnectionState;

  /** Told each change of the state. */
  onState(listener: (state: ConnectionState) => unknown): Unsubscribe;

  /** `onState` and `state` as functions that need no `this`: `useSyncExternalStore(client.subscribe, client.snapshot)`. */
  readonly subscribe: (listener: () => void) => Unsubscribe;
  readonly snapshot: () => ConnectionState;

  /** Told the new hash when the server's contract is not (or no longer) the one this page knows. */
  onContract(listener: (hash: string) => unknown): Unsubscribe;

  /** What `packets(client)` of `@redstart/client/packets` stands on; nothing for an application. */
  readonly binary: BinaryPort;

  /** What `channel(client, name)` of `@redstart/client/channels` stands on; nothing for an application. */
  readonly channelPort: ChannelPort;

  /** Whether something caught is a failure, with one of these codes if any are given. */
  isError<K extends CodeOf<C> = CodeOf<C>>(error: unknown, ...codes: K[]): error is RedstartError<K>;

  /**
   * Ends the session for good. What was said before still leaves if the connection is open; calls without an
   * answer fail with `unknown_outcome`, those not yet sent with `unavailable`.
   */
  close(): void;
}

/**
 * Where packets come in and leave.
 *
 * @example
 * const ready = client.binary.tables !== undefined;
 */
export interface BinaryPort {
  /** What the server told last of the packets that may travel. */
  tables: unknown;
  /** The server has told it: with a welcome (`anew`), or because something else is deployed. */
  told(anew: boolean): void;
  /** A binary frame has come. */
  frame(frame: unknown): void;
  /** A text or JSON without a name has come: `txt` or `json`. */
  unnamed(op: string, value: unknown): void;
  /** Says something that nobody answers. */
  say(message: unknown[]): void;
  /** Sends a frame behind what was said before; `encode` is asked when it leaves. */
  send(encode: () => Uint8Array<ArrayBuffer> | undefined, refuse: (error: RedstartError) => void): void;
  /** Tells an error that belongs to nobody. */
  report(error: unknown): void;
}

/**
 * Where what is said in channels comes in and leaves.
 *
 * @example
 * const answer = await client.channelPort.ask((id) => ['who', id, 'room:1']);
 */
export interface ChannelPort {
  /** Says something that is answered; `repeatable`: a fresh session may hear it again. */
  ask<T>(head: (id: number) => unknown[], options?: CallOptions, repeatable?: boolean): Call<T>;
  /** A push has come, and what it holds, by its word; false for one that was handed over before. */
  push(op: string, info: PushInfo, what: unknown, more: unknown): boolean;
  /** The client has a fresh session, which is in no channel. */
  fresh(): void;
  /** Tells an error that belongs to nobody. */
  report(error: unknown): void;
}

/**
 * The application's codes and Redstart's own.
 *
 * @example
 * const texts: Partial<Record<CodeOf<Contract>, string>> = { room_full: 'No seats left', timeout: 'Try again' };
 */
export type CodeOf<C extends ContractShape> = C['errorCode'] | BuiltInCode;

/**
 * What the server lets a client use now, each list sorted.
 *
 * @example
 * client.onPermitted(({ calls }) => menu.show(calls.includes('todos.remove')));
 */
export interface Permitted {
  /** Methods. */
  readonly calls: readonly string[];
  /** Types of actions it may dispatch. */
  readonly actions: readonly string[];
  /** Names of events it may emit. */
  readonly events: readonly string[];
  /** Names of packets it may send. */
  readonly packets: readonly string[];
}

/**
 * The names of an API's methods; any text when they are not known.
 *
 * @example
 * const name: MethodName<Contract['api']> = 'todos.add';
 */
export type MethodName<A> = string extends keyof A
  ? string
  : {
      [K in keyof A & string]: A[K] extends (...args: never[]) => unknown ? K : `${K}.${MethodName<A[K]>}`;
    }[keyof A & string];

/**
 * The actions of one type.
 *
 * @example
 * function added(action: ActionOf<Contract, 'todos/added'>) {}
 */
export type ActionOf<C extends ContractShape, T> = string extends C['action']['type']
  ? C['action']
  : Extract<C['action'], { type: T }>;

/** Why the session has another user. */
export interface UserInfo {
  /** `signed_in`, `signed_out`, or `cleared`: signed out with all sessions of the user. Undefined when a welcome told it. */
  readonly why: string | undefined;
  /** No session is left of the user from before; for one of several that are cleared. */
  readonly last: boolean;
}
