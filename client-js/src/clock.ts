/**
 * Where the client takes its time from: the system's, or one moved by hand in tests.
 *
 * @example
 * connect('ws://test', { clock: handClock() });
 */
export interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Runs `task` once, after `ms` milliseconds; what it returns is for `clearTimeout`. */
  setTimeout(task: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** A timer cannot wait longer; one asked to would not wait at all. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  // The wall clock, since it goes on while a computer sleeps: a line that died meanwhile is noticed.
  now: () => Date.now(),
  setTimeout: (task, ms) => setTimeout(task, Math.min(ms, LONGEST)),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/**
 * Calls `wake` when a browser finds the network again, shows the page again, thaws it or takes it out of its
 * back/forward cache; elsewhere never. Returns what stops it.
 */
export function browserWake(wake: () => void): () => void {
  const page = globalThis.document;
  const shown = () => page?.visibilityState === 'visible' && wake();
  const each = (add: 'addEventListener' | 'removeEventListener') => {
    for (const event of ['online', 'pageshow']) globalThis[add]?.(event, wake);
    page?.[add]('visibilitychange', shown);
    page?.[add]('resume', wake);
  };
  each('addEventListener');
  return () => each('removeEventListener');
}
