import { type CallOptions, type ChannelPort, type Position, type PushInfo, RedstartError } from '../index.js';
import { Listeners } from '../listeners.js';
import type { LeftWhy, StateInfo } from './channel.js';

/** A channel this client is in, or has asked to be in. */
interface Membership {
  /** How many joins have no answer yet. */
  asked: number;
  in: boolean;
  position: Position | undefined;
}

/** The server stops, or the client is closed: if there is a later session it asks again. */
const NOT_ASKED = ['unavailable', 'unknown_outcome'];

/** The channels of one client: which it is in, how far it was told, and who wants to be told. */
export class ClientChannels {
  readonly port: ChannelPort;
  /** What is listened to, by the channel's name; that of events and actions of one kind by both names. */
  readonly events: Listeners<[unknown, PushInfo]>;
  readonly actions: Listeners<[unknown, PushInfo]>;
  readonly states: Listeners<[unknown, StateInfo]>;
  readonly presence: Listeners<[string, boolean]>;
  readonly joins: Listeners<[]>;
  readonly lefts: Listeners<[LeftWhy, RedstartError?]>;
  #memberships = new Map<string, Membership>();

  constructor(port: ChannelPort) {
    this.port = port;
    const { report } = port;
    this.events = new Listeners(report);
    this.actions = new Listeners(report);
    this.states = new Listeners(report);
    this.presence = new Listeners(report);
    this.joins = new Listeners(report);
    this.lefts = new Listeners(report);
    port.push = (op, info, what, more) => this.#push(op, info.channel, info, what, more);
    port.fresh = () => this.#again();
  }

  isIn(channel: string): boolean {
    return this.#memberships.get(channel)?.in === true;
  }

  position(channel: string): Position | undefined {
    return this.#memberships.get(channel)?.position;
  }

  async join(
    channel: string,
    since: Position | undefined,
    options: CallOptions | undefined,
  ): Promise<unknown> {
    const membership = this.#memberships.get(channel) ?? { asked: 0, in: false, position: since };
    this.#memberships.set(channel, membership);
    try {
      return await this.#join(channel, membership, since, options);
    } catch (error) {
      this.#drop(channel, membership);
      throw error;
    }
  }

  async #join(
    channel: string,
    membership: Membership,
    since: Position | undefined,
    options: CallOptions | undefined,
  ): Promise<unknown> {
    let answer: unknown;
    membership.asked++;
    try {
      answer = await this.port.ask((id) => ['join', id, channel, { since }], options, true);
    } finally {
      membership.asked--;
    }
    if (this.#memberships.get(channel) === membership) {
      membership.in = true;
      this.joins.tell(channel);
    } // otherwise it was left meanwhile
    return answer;
  }

  #drop(channel: string, membership: Membership): boolean {
    if (membership.in || membership.asked || this.#memberships.get(channel) !== membership) return false;
    return this.#memberships.delete(channel);
  }

  leave(channel: string, options: CallOptions | undefined): Promise<unknown> {
    this.#memberships.delete(channel);
    return this.port.ask((id) => ['leave', id, channel], options, true);
  }

  /** A fresh session is in no channel: it joins each again from where the one before was. */
  #again(): void {
    for (const [channel, membership] of [...this.#memberships]) {
      if (!membership.in) continue; // asked for, and said again
      membership.in = false;
      this.#join(channel, membership, membership.position, { timeout: 0, retry: true }).catch((error) => {
        if (NOT_ASKED.includes(error.code)) membership.in = true;
        else if (this.#drop(channel, membership)) {
          this.port.report(error);
          this.lefts.tell(channel, 'refused', error);
        }
      });
    }
  }

  /** False for a push which was handed over before: joining again may bring what is under way once more. */
  #push(op: string, channel: string | null, info: PushInfo, what: unknown, more: unknown): boolean {
    if (channel === null) return true;
    if (op === 'state') this.#state(channel, info, what, more);
    else if (op === 'who') this.#who(channel, what, more);
    else if (op === 'left') this.#left(channel, what);
    else {
      if (!this.#isNext(channel, info.offset)) return false;
      const [listeners, kind] =
        op === 'act' ? [this.actions, (what as { type: string }).type] : [this.events, more as string];
      listeners.tell(channel, what, info);
      listeners.tell(kindIn(channel, kind), what, info);
    }
    return true;
  }

  /** What has no place in the history is always next. */
  #isNext(channel: string, offset: number | undefined): boolean {
    const membership = this.#memberships.get(channel);
    const { position } = membership ?? {};
    if (!membership || !position || offset === undefined) return true;
    if (offset <= position[1]) return false;
    membership.position = [position[0], offset];
    return true;
  }

  #state(channel: string, { seq }: PushInfo, position: unknown, value: unknown): void {
    if (!isPosition(position)) throw new RedstartError('bad_message', 'A state without a position');
    const membership = this.#memberships.get(channel);
    if (membership) membership.position = position;
    this.states.tell(channel, value, { seq, channel, position });
  }

  #who(channel: string, user: unknown, here: unknown): void {
    if (typeof user !== 'string' || typeof here !== 'boolean')
      throw new RedstartError('bad_message', 'Nobody came or went');
    this.presence.tell(channel, user, here);
  }

  #left(channel: string, why: unknown): void {
    this.#memberships.delete(channel);
    this.lefts.tell(channel, typeof why === 'string' ? why : 'closed');
  }
}

/** The name under which one kind of event or action in a channel is listened to; no channel has a blank in its name. */
export function kindIn(channel: string, kind: string): string {
  return `${channel} ${kind}`;
}

function isPosition(position: unknown): position is Position {
  return Array.isArray(position) && position.length === 2 && Number.isSafeInteger(position[1]);
}
