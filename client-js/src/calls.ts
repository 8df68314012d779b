import type { Tell } from './asks.js';
import type { Clock } from './clock.js';
import type { Call } from './contract.js';
import { badMessage, RedstartError, readError } from './error.js';
import { type CallHouse, type CallKind, OpenCall } from './openCall.js';
import type { CallOptions } from './options.js';
import { closed, type Outbox, type Outgoing } from './outbox.js';

/** All calls which wait for their answer, by id. */
export class Calls {
  #open = new Map<unknown, OpenCall<unknown>>();
  #last = 0;
  #outbox: Outbox;
  #house: CallHouse;

  constructor(outbox: Outbox, clock: Clock, timeout: number, tell: Tell) {
    this.#outbox = outbox;
    this.#house = {
      clock,
      timeout,
      tell,
      ended: (id) => this.#open.delete(id),
      renew: (call) => {
        this.#open.delete(call.id);
        call.id = ++this.#last; // ids grow in the order in which calls leave
        this.#put(call);
      },
    };
  }

  /** @param head makes the message, given its id, up to its meta */
  start<T>(head: (id: number) => unknown[], options: CallOptions = {}, kind: CallKind = {}): Call<T> {
    const id = ++this.#last;
    const call = new OpenCall<T>(this.#house, id, head(id), options, kind);
    if (!call.over) this.#put(call as OpenCall<unknown>);
    return call.promise;
  }

  #put(call: OpenCall<unknown>): void {
    this.#open.set(call.id, call);
    this.#outbox.put(call);
  }

  /** Takes what the server says about a call; about one that was cancelled it says things too late. */
  answer(op: 'ret' | 'err' | 'item' | 'end', id: unknown, value: unknown, item: unknown): void {
    const call = this.#open.get(id);
    if (!call) {
      if (!(Number.isInteger(id) && (id as number) <= this.#last)) throw badMessage(`"${op}" for no call`);
    } else if (op === 'ret') call.answer(value);
    else if (op === 'err') call.refused(readError(value));
    else if (op === 'item') call.item(value, item);
    else if (value) call.fail(readError(value));
    else call.end();
  }

  /**
   * What has to be said again on a new line; what may not be repeated ends. In another session a key counts only for a
   * user: what it means to a guest is another call.
   */
  again(resumed: boolean, isUser: boolean): Outgoing[] {
    const again: Outgoing[] = [];
    for (const call of [...this.#open.values()]) {
      if (!call.sent) continue;
      if (resumed || call.repeatable || (isUser && call.keyed && !call.stream)) again.push(call);
      else call.fail(unknownOutcome('The session is gone: the server may have run this, or not'));
    }
    return again;
  }

  /** The user is another one: the key of a call that has left may be of the one before. */
  unkey(): void {
    for (const call of this.#open.values()) if (call.sent) call.keyed = false;
  }

  /** No answer will ever come, and nothing leaves any more. */
  abandon(why: string): void {
    for (const call of [...this.#open.values()]) {
      if (call.sent) call.fail(unknownOutcome(why));
      else call.fail(closed(why));
    }
  }
}

function unknownOutcome(message: string): RedstartError {
  return new RedstartError('unknown_outcome', message);
}
