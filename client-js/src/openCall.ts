import type { Tell } from './asks.js';
import type { Clock } from './clock.js';
import type { Call } from './contract.js';
import { badMessage, RedstartError } from './error.js';
import type { CallOptions } from './options.js';
import type { Outgoing } from './outbox.js';
import { Stream } from './stream.js';

/** What a call needs from the client around it. */
export interface CallHouse {
  readonly clock: Clock;
  readonly tell: Tell;
  ended(id: number): void;
  /** Says the call again as another one, with a new id. */
  renew(call: OpenCall<unknown>): void;
  /** Milliseconds a call may take when it does not say. */
  readonly timeout: number;
}

/** What is not the same for a call, an action, a join and so on. */
export interface CallKind {
  /** The message ends with a meta object. */
  meta?: boolean;
  /** The server may be told twice without harm. */
  repeatable?: boolean;
}

/** What the server says when it has not run a call. */
const NOT_RUN = ['rate_limited', 'overloaded', 'unavailable'];
/** No call is made again sooner, whatever the server says. */
const SHORTEST_WAIT = 100;

/** One call until its one answer: what it says, whether that has left, who waits for the answer. */
export class OpenCall<T> implements Outgoing {
  id: number;
  readonly promise: Call<T>;
  readonly repeatable: boolean;
  /** The server runs it once under its key. */
  keyed: boolean;
  /** The server may have seen it. */
  sent = false;
  over = false;
  stream: Stream<T> | undefined;
  #house: CallHouse;
  #head = '';
  #meta: boolean | undefined;
  #options: CallOptions;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;
  #error: RedstartError | undefined;
  #ungranted = 0;
  #deadline = 0;
  #timer: unknown;
  #retry: unknown;
  #renewed = false;
  #aborted = () => {
    this.stop(new RedstartError('cancelled', 'Cancelled', { cause: this.#options.signal?.reason }));
  };

  /** @param head the message up to its meta */
  constructor(house: CallHouse, id: number, head: unknown[], options: CallOptions, kind: CallKind) {
    this.id = id;
    this.#house = house;
    this.#options = options;
    this.#meta = kind.meta;
    this.repeatable = kind.repeatable === true;
    this.keyed = kind.meta === true && options.key !== undefined;
    const promise = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise = Object.assign(promise, { [Symbol.asyncIterator]: () => this.#iterate() });
    try {
      this.#head = JSON.stringify(head).slice(0, -1);
    } catch (error) {
      this.fail(new RedstartError('invalid', String(error), { cause: error }));
    }
    this.#begin();
  }

  encode(): string | undefined {
    if (this.over) return undefined;
    this.sent = true;
    this.#ungranted = 0;
    const { key, traceparent: tp } = this.#options;
    const ttl = this.#deadline ? Math.max(1, Math.ceil(this.#deadline - this.#house.clock.now())) : undefined;
    const meta = JSON.stringify({
      ttl,
      key,
      tp,
      n: this.stream?.granted,
      seen: this.stream?.seen || undefined,
    });
    // The first number is the id: no word of the protocol has one.
    const head = this.#head.replace(/\d+/, `${this.id}`);
    return `${head}${this.#meta && meta !== '{}' ? `,${meta}` : ''}]`;
  }

  /** The server says no. */
  refused(error: RedstartError): void {
    const { retry } = this.#options;
    const { clock } = this.#house;
    const lost = error.code === 'unknown_outcome' && this.keyed && !this.#renewed;
    const wait = lost ? 0 : retry && NOT_RUN.includes(error.code) ? error.retry : undefined;
    const until = clock.now() + Math.max(SHORTEST_WAIT, wait ?? 0);
    if (wait === undefined || !(this.#meta || this.repeatable) || this.stream || this.over) this.fail(error);
    else if (this.#deadline && until >= this.#deadline) this.fail(error);
    else {
      this.#renewed ||= lost;
      this.sent = false;
      this.#retry = clock.setTimeout(() => this.#house.renew(this as OpenCall<unknown>), until - clock.now());
    }
  }

  refuse(error: RedstartError): void {
    this.fail(error);
  }

  answer(value: T): void {
    if (!this.#finish()) return;
    this.#resolve(value);
    this.stream?.end(notAStream());
  }

  item(n: unknown, value: T): void {
    if (!this.stream || !Number.isSafeInteger(n)) throw badMessage('An item that was not granted');
    this.#untimed();
    this.stream.item(n as number, value);
  }

  end(): void {
    if (!this.#finish()) return;
    this.#resolve(undefined as T);
    this.stream?.end();
  }

  /** @param now items that wait to be taken are thrown away */
  fail(error: RedstartError, now = false): void {
    if (!this.#finish()) return;
    this.#error = error;
    this.#reject(error);
    this.stream?.end(error, now);
  }

  /** Ends it from this side: the server is told, whatever it answers does not matter any more. */
  stop(error?: RedstartError, now = true): void {
    if (this.over) return;
    if (this.sent) this.#house.tell(() => ['cancel', this.id]);
    if (error) this.fail(error, now);
    else this.end();
  }

  #begin(): void {
    const { signal, timeout = this.#house.timeout } = this.#options;
    if (signal?.aborted) this.#aborted();
    if (this.over) return;
    signal?.addEventListener('abort', this.#aborted);
    if (!(timeout > 0 && timeout < Number.POSITIVE_INFINITY)) return;
    const { clock } = this.#house;
    this.#deadline = clock.now() + timeout;
    this.#timer = clock.setTimeout(
      () => this.stop(new RedstartError('timeout', `No answer within ${timeout} ms`)),
      timeout,
    );
  }

  #iterate(): AsyncIterator<T> {
    if (this.stream) return this.stream;
    this.promise.catch(() => {}); // whoever iterates learns of a failure there
    if (this.#options.timeout === undefined) this.#untimed();
    this.stream = new Stream(
      (n) => this.#grant(n),
      (error) => this.stop(error, false),
    );
    if (this.over) this.stream.end(this.#error ?? notAStream());
    else if (this.sent) this.#grant(this.stream.granted);
    return this.stream;
  }

  #grant(n: number): void {
    this.#ungranted += n;
    this.#house.tell(() => {
      const more = this.#ungranted;
      this.#ungranted = 0;
      return more && !this.over ? ['more', this.id, more] : undefined;
    });
  }

  #untimed(): void {
    this.#house.clock.clearTimeout(this.#timer);
    this.#deadline = 0;
  }

  #finish(): boolean {
    if (this.over) return false;
    this.over = true;
    this.#untimed();
    this.#house.clock.clearTimeout(this.#retry);
    this.#options.signal?.removeEventListener('abort', this.#aborted);
    this.#house.ended(this.id);
    return true;
  }
}

function notAStream(): RedstartError {
  return new RedstartError('invalid', 'The method answers with one value: await it instead of iterating');
}
