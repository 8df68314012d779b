import type { Clock } from '../clock.js';
import { settle } from './settle.js';

/**
 * A clock moved by hand.
 *
 * @example
 * const clock = handClock();
 * const client = connect('ws://test', { clock, WebSocket: server.WebSocket });
 * await clock.advance(30_000);
 */
export interface HandClock extends Clock {
  /** Moves the time by `ms` milliseconds and runs what becomes due, in order, each at its own time. */
  advance(ms: number): Promise<void>;
  /** How many timers wait. */
  readonly waiting: number;
}

/** Makes a clock which stands still until it is moved. */
export function handClock(): HandClock {
  let now = 0;
  let last = 0;
  const timers = new Map<unknown, { at: number; task: () => void }>();
  const nextDue = (until: number) => {
    let due: { timer: unknown; at: number; task: () => void } | undefined;
    for (const [timer, { at, task }] of timers) {
      if (at <= until && (!due || at < due.at)) due = { timer, at, task };
    }
    return due;
  };
  return {
    now: () => now,
    setTimeout(task, ms) {
      timers.set(++last, { at: now + Math.max(0, ms), task });
      return last;
    },
    clearTimeout(timer) {
      timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let due = nextDue(until); due; due = nextDue(until)) {
        timers.delete(due.timer);
        now = due.at;
        due.task();
        await settle();
      }
      now = until;
    },
    get waiting() {
      return timers.size;
    },
  };
}
