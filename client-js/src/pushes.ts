import type { Clock } from './clock.js';
import { badMessage } from './error.js';

const ACK_COUNT = 64;
const ACK_TIME = 5_000;

/** Sees to it that each push reaches the application once and in order, and that the server knows it did. */
export class Pushes {
  /** The number of the last push the application was handed. */
  seen = 0;
  /** There is a line to acknowledge on. */
  open = false;
  #unacked = 0;
  #timer: unknown;
  #clock: Clock;
  #ack: () => void;
  #gap: () => void;

  constructor(clock: Clock, ack: () => void, gap: () => void) {
    this.#clock = clock;
    this.#ack = ack;
    this.#gap = gap;
  }

  take(seq: unknown, hand: () => void): void {
    if (!Number.isSafeInteger(seq) || (seq as number) < 0) throw badMessage(`A push numbered ${seq}`);
    if (seq === 0) hand();
    else if (seq === this.seen + 1) {
      try {
        hand();
      } finally {
        this.seen = seq;
        if (this.open) this.#count();
      }
    } else if ((seq as number) > this.seen) this.#gap();
  }

  /** All that was seen has just been acknowledged, or will be by the next hello. */
  acked(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#unacked = 0;
  }

  #count(): void {
    if (++this.#unacked === 1) this.#timer = this.#clock.setTimeout(() => this.#ack(), ACK_TIME);
    if (this.#unacked >= ACK_COUNT) this.#ack();
  }
}
