/**
 * Channels of a Redstart server: their state, what is said in them, and who is there.
 *
 * @packageDocumentation
 */
import type { Call, CallOptions, Client, ContractShape, Position } from '../index.js';
import type { Channel, ChannelOf, ForUser, Here, SetOptions } from './channel.js';
import { ClientChannels, kindIn } from './clientChannels.js';

export type {
  ActionIn,
  Channel,
  ChannelOf,
  ChannelShape,
  ForUser,
  Here,
  LeftWhy,
  LooseChannel,
  SetOptions,
  StateInfo,
} from './channel.js';

const known = new WeakMap<object, ClientChannels>();

/**
 * A channel, as a client sees it. It may be asked for as often as needed: what was joined, and who listens, is the client's.
 *
 * @param name letters and digits of ASCII, `_.:#@/-`; 1 to 255
 * @example
 * const room = channel(client, 'room:1');
 * room.onState((state) => show(state));
 * await room.join();
 */
export function channel<C extends ContractShape, const N extends string>(
  client: Client<C>,
  name: N,
): Channel<ChannelOf<C, N>> {
  let its = known.get(client);
  if (!its) {
    its = new ClientChannels(client.channelPort);
    known.set(client, its);
  }
  return new OneChannel(its, name) as unknown as Channel<ChannelOf<C, N>>;
}

type Listener = (...facts: never[]) => unknown;

class OneChannel {
  readonly name: string;
  #all: ClientChannels;

  constructor(all: ClientChannels, name: string) {
    this.#all = all;
    this.name = name;
  }

  get joined(): boolean {
    return this.#all.isIn(this.name);
  }

  get position(): Position | undefined {
    return this.#all.position(this.name);
  }

  join(options?: CallOptions & { since?: Position }) {
    return this.#all.join(this.name, options?.since, options);
  }

  leave(options?: CallOptions) {
    return this.#all.leave(this.name, options);
  }

  dispatch(action: unknown, options: ForUser = {}) {
    return this.#ask('act', [action, ...said({ user: options.user })], options);
  }

  publish(event: string, data: unknown, options: ForUser = {}) {
    return this.#ask('pub', [event, data ?? null, ...said({ user: options.user })], options);
  }

  set(value: unknown, options: SetOptions = {}) {
    const { user, ttl, quiet } = options;
    return this.#ask('set', [value ?? null, ...said({ user, ttl, quiet })], options);
  }

  get(options: ForUser = {}) {
    return this.#ask('get', said({ user: options.user }), options, true);
  }

  who(options?: CallOptions) {
    return this.#ask<Here>('who', [], options, true);
  }

  grant(user: string, options?: CallOptions) {
    return this.#ask('grant', [user], options);
  }

  revoke(user: string, options?: CallOptions) {
    return this.#ask('revoke', [user], options);
  }

  on(event: string, listener: Listener) {
    return this.#all.events.add(listener as never, kindIn(this.name, event));
  }

  onAction(first: unknown, second?: unknown) {
    return second
      ? this.#all.actions.add(second as never, kindIn(this.name, first as string))
      : this.#all.actions.add(first as never, this.name);
  }

  onState(listener: Listener) {
    return this.#all.states.add(listener as never, this.name);
  }

  onPresence(listener: Listener) {
    return this.#all.presence.add(listener as never, this.name);
  }

  onJoined(listener: Listener) {
    return this.#all.joins.add(listener as never, this.name);
  }

  onLeft(listener: Listener) {
    return this.#all.lefts.add(listener as never, this.name);
  }

  #ask<T>(op: string, parts: unknown[], options?: CallOptions, repeatable?: boolean): Call<T> {
    return this.#all.port.ask((id) => [op, id, this.name, ...parts], options, repeatable);
  }
}

/** The options that go along, if any say something. */
function said(options: object): object[] {
  const some = Object.entries(options).filter(([, value]) => value);
  return some.length ? [Object.fromEntries(some)] : [];
}
