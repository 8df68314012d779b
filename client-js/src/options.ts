import type { Clock } from './clock.js';
import type { SocketConstructor } from './socket.js';

/** A token, or none. */
export type Token = string | null | undefined;

/**
 * How to connect; everything has a default.
 *
 * @example
 * connect('wss://example.org', { token: () => auth.freshToken(), timeout: 10_000 });
 */
export interface ConnectOptions {
  /**
   * Who is connecting. A function is asked before each attempt, and when the server says that the credentials will
   * expire, so that it can answer with a fresh token; if it fails or takes longer than 30 s, that counts as a failed
   * attempt. A client with a text is closed when that has expired. Default: nobody in particular.
   */
  token?: Token | (() => Token | Promise<Token>);
  /** The hash from the server's generated TypeScript file: tells the server which contract the page knows. */
  contract?: string;
  /** Told the new hash when the server's contract is not (or no longer) the one the page knows. */
  onContractChange?: (hash: string) => void;
  /**
   * Told what went wrong and belongs to nobody: a listener that threw (what it threw), a message that could
   * not be read, a cast that could not be sent (a RedstartError). Default: `console.error`.
   */
  onError?: (error: unknown) => void;
  /** Milliseconds a call may take; 0 = no end. Default 30,000. */
  timeout?: number;
  /** The WebSocket to use. Default: the global one; Node 20 has none, use the package `ws` there. */
  WebSocket?: SocketConstructor;
  /** Default: the system's clock. */
  clock?: Clock;
  /** From 0 up to, not including, 1. Default: `Math.random`. */
  random?: () => number;
  /**
   * Calls `wake` whenever trying again at once makes sense, and returns what stops it. Default: when a browser
   * comes back online or its page becomes visible.
   */
  wake?: (wake: () => void) => () => void;
}

/**
 * How to make one call.
 *
 * @example
 * await client.with({ timeout: 5_000, signal: controller.signal }).api.todos.add('milk');
 */
export interface CallOptions {
  /**
   * Milliseconds until it fails with `timeout`; 0 = no end. Default: the client's. For an iterated call: until
   * its first item, and without end unless given here.
   */
  timeout?: number;
  /** Aborting it ends the call with `cancelled`, and the server is told. */
  signal?: AbortSignal;
  /**
   * An idempotency key, for a method which the server marks as idempotent: under one key it runs once, and whoever
   * repeats the call gets the same answer. So the client repeats it in a new session, until its deadline, where it would
   * otherwise give up with `unknown_outcome`. It does so if it has a `token`, since a key counts for one user: in a new
   * session of a guest the call would run again. For calls alone; a stream ends all the same.
   */
  key?: string;
  /**
   * True: when the server says that the call did not run and may be made again (`rate_limited`, `overloaded` or
   * `unavailable`, with `retry`), the client makes it again after that time, unless its deadline comes before. For calls
   * and joins; actions and what else changes something fail. Default: false, it fails.
   */
  retry?: boolean;
  /** A W3C traceparent to continue. */
  traceparent?: string;
}
