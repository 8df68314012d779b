import { remoteApi } from './api.js';
import { type AskHandler, Asks, type Tell } from './asks.js';
import { Calls } from './calls.js';
import type {
  ActionOf,
  BinaryPort,
  Caller,
  ChannelPort,
  Client,
  CodeOf,
  Permitted,
  UserInfo,
} from './client.js';
import { browserWake, systemClock } from './clock.js';
import type { Frame, Message } from './connection.js';
import type { Action, Args, Call, ContractShape, PushInfo } from './contract.js';
import { badMessage, RedstartError } from './error.js';
import { Listeners, type Unsubscribe } from './listeners.js';
import type { CallOptions, ConnectOptions } from './options.js';
import { Outbox } from './outbox.js';
import { Permissions } from './permissions.js';
import { Pushes } from './pushes.js';
import { Session, type Welcome } from './session.js';
import { findSocket } from './socket.js';
import type { ConnectionState } from './state.js';
import { socketUrl } from './url.js';

type ActionListener = (action: Action, info: PushInfo) => unknown;

/** Joins the parts, and knows where each message belongs. */
export class RedstartClient<C extends ContractShape> implements Client<C> {
  readonly api: C['api'];
  user: string | null = null;
  #report = (error: unknown) => {
    try {
      (this.#options.onError ?? console.error)(error);
    } catch (worse) {
      console.error(worse);
    }
  };
  #options: ConnectOptions;
  #events = new Listeners<[unknown, PushInfo]>(this.#report);
  #actions = new Listeners<[Action, PushInfo]>(this.#report);
  #states = new Listeners<[ConnectionState]>(this.#report);
  #users = new Listeners<[string | null, UserInfo]>(this.#report);
  #contracts = new Listeners<[string]>(this.#report);
  #outbox = new Outbox();
  #calls: Calls;
  #asks: Asks;
  #pushes: Pushes;
  #permissions: Permissions;
  /** The application looks for new credentials. */
  #renewing = false;
  #session: Session;
  #contract: string | undefined;
  /** Counts sessions: what was meant for one makes no sense in the next. */
  #era = 0;

  constructor(url: string, options: ConnectOptions) {
    const { clock = systemClock, random = Math.random, wake = browserWake, timeout = 30_000 } = options;
    this.#options = options;
    this.#contract = options.contract;
    if (options.onContractChange) this.onContract(options.onContractChange);
    this.#calls = new Calls(this.#outbox, clock, timeout, this.#tell);
    this.#asks = new Asks(this.#tell, this.#report);
    this.#permissions = new Permissions(this.#calls, this.#report);
    this.#pushes = new Pushes(
      clock,
      () => this.#acknowledge('ack'),
      () => this.#session.gap(),
    );
    this.api = this.with({}).api;
    const config = { ...options, clock, random, wake };
    this.#session = new Session(findSocket(options.WebSocket), socketUrl(url), config, {
      welcomed: (welcome, send) => this.#welcomed(welcome, send),
      message: (op, message) => this.#read(() => this.#take(op, message)),
      binary: (frame) => this.#read(() => this.binary.frame(frame)),
      probe: () => this.#acknowledge('ack'),
      lost: () => this.#lost(),
      closed: (reason) => this.#closed(reason),
      state: (state) => this.#states.tell(undefined, state),
      seen: () => this.#pushes.seen,
      packets: () => text(hashOf(this.binary.tables)),
      report: this.#report,
    });
  }

  readonly binary: BinaryPort = {
    tables: undefined,
    told() {},
    frame() {
      throw badMessage('A binary frame');
    },
    unnamed() {},
    say: (message) => this.#say(message),
    send: (encode, refuse) => this.#outbox.put({ encode, refuse }),
    report: this.#report,
  };

  readonly channelPort: ChannelPort = {
    ask: (head, options, repeatable) => this.#calls.start(head, options, { repeatable }),
    push: () => true,
    fresh() {},
    report: this.#report,
  };

  with(options: CallOptions): Caller<C> {
    const call = <T>(target: string, args?: Args, more?: CallOptions) =>
      this.call<T>(target, args, { ...options, ...more });
    return {
      api: remoteApi(call) as C['api'],
      call,
      dispatch: (action, more) => this.dispatch(action, { ...options, ...more }),
    };
  }

  call<T = unknown>(target: string, args: Args = [], options?: CallOptions): Call<T> {
    return this.#calls.start((id) => ['call', id, target, args], options, { meta: true });
  }

  dispatch<A extends Action>(action: A, options?: CallOptions & { channel?: string | null }): Call<unknown> {
    return this.#calls.start((id) => ['act', id, options?.channel ?? null, action], options);
  }

  cast(target: string, args: Args = []): void {
    this.#say(['cast', target, args]);
  }

  emit(name: string, data: unknown = null): void {
    this.#say(['evt', name, data]);
  }

  on<K extends keyof C['events'] & string>(
    event: K,
    listener: (data: C['events'][K], info: PushInfo) => unknown,
  ): Unsubscribe {
    return this.#events.add(listener as (data: unknown, info: PushInfo) => unknown, event);
  }

  onAction(listener: (action: C['action'], info: PushInfo) => unknown): Unsubscribe;
  onAction<T extends C['action']['type']>(
    type: T,
    listener: (action: ActionOf<C, T>, info: PushInfo) => unknown,
  ): Unsubscribe;
  onAction(first: unknown, second?: unknown): Unsubscribe {
    return second
      ? this.#actions.add(second as ActionListener, first as string)
      : this.#actions.add(first as ActionListener);
  }

  handle(name: string, handler: AskHandler): Unsubscribe {
    return this.#asks.handle(name, handler);
  }

  authenticate(token: string, options?: CallOptions): Call<unknown> {
    const call = this.#calls.start((id) => ['auth', id, token], options, { repeatable: true });
    call.then(
      () => this.#session.renew(token),
      () => {},
    );
    return call;
  }

  can(name: string, kind?: keyof Permitted): Promise<boolean> {
    return this.#permissions.can(name, kind);
  }

  get permitted(): Permitted | undefined {
    return this.#permissions.told;
  }

  readonly onPermitted = (listener: (permitted: Permitted) => unknown): Unsubscribe =>
    this.#permissions.add(listener);

  get state(): ConnectionState {
    return this.#session.state;
  }

  onState(listener: (state: ConnectionState) => unknown): Unsubscribe {
    return this.#states.add(listener);
  }

  readonly subscribe = (listener: () => void): Unsubscribe => this.#states.add(listener);
  readonly snapshot = (): ConnectionState => this.#session.state;

  onUser(listener: (user: string | null, info: UserInfo) => unknown): Unsubscribe {
    return this.#users.add(listener);
  }

  onContract(listener: (hash: string) => unknown): Unsubscribe {
    return this.#contracts.add(listener);
  }

  isError<K extends CodeOf<C>>(error: unknown, ...codes: K[]): error is RedstartError<K> {
    return error instanceof RedstartError && (!codes.length || codes.includes(error.code as K));
  }

  close(): void {
    this.#outbox.flush();
    this.#session.close(undefined, 'closed by the client');
  }

  /** Says something that nobody answers; if it cannot leave, that is reported. */
  #say(message: unknown[]): void {
    const text = JSON.stringify(message);
    this.#outbox.put({ encode: () => text, refuse: this.#report });
  }

  /** Says something which belongs to the present session, or never. */
  #tell: Tell = (message, refused = () => {}) => {
    const era = this.#era;
    this.#outbox.put({
      encode: () => {
        const said = era === this.#era ? message() : undefined;
        return typeof said === 'string' ? said : JSON.stringify(said);
      },
      refuse: refused,
    });
  };

  #acknowledge(op: 'ack' | 'pong'): void {
    this.#pushes.acked();
    if (this.#pushes.open) this.#tell(() => [op, this.#pushes.seen]);
  }

  #welcomed({ resumed, why, limit, api, packets, user }: Welcome, send: (frame: Frame) => void): void {
    if (!resumed) {
      this.#era++;
      this.#pushes.seen = 0;
      this.#asks.forget();
    }
    this.#tables(packets, true);
    this.#userIs(user);
    this.#pushes.open = true;
    this.#renewing = false; // an application that never answered is asked again
    this.#outbox.open(send, limit, this.#calls.again(resumed, this.user !== null));
    if (why) {
      this.channelPort.fresh();
      this.#permissions.again();
    }
    this.#contractIs(api);
  }

  /** Who the server says is behind this session. */
  #userIs(user: unknown, meta?: unknown): void {
    const id = text(user) ?? null;
    if (id === this.user) return;
    this.user = id;
    this.#calls.unkey();
    const { why, last } = (meta ?? {}) as Record<string, unknown>;
    this.#users.tell(undefined, id, { why: text(why), last: last === true });
  }

  /** The packets that may travel from now on. */
  #tables(tables: unknown, anew: boolean): void {
    const hash = hashOf(tables);
    // of what is known no more is told than its hash
    if (hash === undefined || hash !== hashOf(this.binary.tables)) this.binary.tables = tables ?? undefined;
    this.#read(() => this.binary.told(anew));
  }

  #lost(): void {
    this.#outbox.shut();
    this.#pushes.open = false;
    this.#pushes.acked();
  }

  #closed(reason: string): void {
    this.#lost();
    this.#calls.abandon(reason);
    this.#outbox.close(reason);
  }

  /** The credentials will expire: a function has better ones. */
  async #renew(): Promise<void> {
    if (this.#renewing) return;
    this.#renewing = true;
    try {
      const token = await this.#session.freshToken();
      if (typeof token === 'string') await this.authenticate(token);
    } catch (error) {
      this.#report(error);
    } finally {
      this.#renewing = false;
    }
  }

  #contractIs(hash: unknown): void {
    if (typeof hash !== 'string' || hash === this.#contract) return;
    const known = this.#contract;
    this.#contract = hash;
    if (known !== undefined) this.#contracts.tell(undefined, hash);
  }

  #read(take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#report(error);
    }
  }

  #take(op: unknown, [, id, channel, third, fourth, fifth]: Message): void {
    switch (op) {
      case 'ret':
      case 'err':
      case 'item':
      case 'end':
        this.#calls.answer(op, id, channel, third);
        break;
      case 'act':
        this.#pushes.take(id, () => {
          const action = third as Action | null;
          if (typeof action?.type !== 'string') throw badMessage('An action without a type');
          const info = pushInfo(id, channel, fourth);
          if (this.channelPort.push(op, info, action, null)) this.#actions.tell(action.type, action, info);
        });
        break;
      case 'evt':
        this.#pushes.take(id, () => {
          if (typeof third !== 'string') throw badMessage('An event without a name');
          const info = pushInfo(id, channel, fifth);
          if (this.channelPort.push(op, info, fourth, third)) this.#events.tell(third, fourth, info);
        });
        break;
      case 'txt':
      case 'json':
        this.#pushes.take(id, () => this.binary.unnamed(op, channel));
        break;
      case 'state':
      case 'who':
      case 'left':
        this.#pushes.take(id, () => {
          if (typeof channel !== 'string') throw badMessage(`"${op}" of no channel`);
          this.channelPort.push(op, pushInfo(id, channel, null), third, fourth);
        });
        break;
      case 'auth':
        this.#renew();
        break;
      case 'user':
        this.#userIs(id, channel);
        break;
      case 'can':
        this.#permissions.take(id);
        break;
      case 'packets':
        this.#tables(id, false);
        break;
      case 'ask':
        this.#asks.ask(id, channel, third);
        break;
      case 'ping':
        this.#acknowledge('pong');
        break;
      case 'api':
        this.#contractIs(id);
        break;
      default:
        throw badMessage(`Unknown: "${op}"`);
    }
  }
}

function pushInfo(seq: unknown, channel: unknown, meta: unknown): PushInfo {
  const { c, u, o } = (meta ?? {}) as Record<string, unknown>;
  // What has another type than it should have is missing.
  return {
    seq: seq as number,
    channel: text(channel) ?? null,
    call: number(c),
    user: text(u),
    offset: number(o),
  };
}

function hashOf(tables: unknown): unknown {
  return (tables as { hash?: unknown } | null | undefined)?.hash;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
