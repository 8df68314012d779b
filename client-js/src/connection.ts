import type { Clock } from './clock.js';
import { badMessage } from './error.js';
import type { Report } from './listeners.js';
import type { SocketConstructor, SocketLike } from './socket.js';

export type Message = readonly unknown[];
/** Messages, one a line, or packets. */
export type Frame = string | Uint8Array<ArrayBuffer>;

interface Events {
  opened(): void;
  /** Returns true when what it has brought about has to be told before the next message is taken. */
  message(message: Message): boolean;
  binary(frame: unknown): void;
  /** Time has jumped: the computer slept, or the page was frozen. */
  woke(): void;
  /** Told exactly once; never after an `end` of ours. */
  lost(code?: number, reason?: string): void;
  report: Report;
}

/** How long the server may be late: for its welcome, and for a ping after the heartbeat. */
const PATIENCE = 10_000;
/** How late a ping may be when lines are known to have had a hard time. */
const LITTLE_PATIENCE = 2_000;

/** One open line to the server, watched for silence. It dies; the session goes on with the next one. */
export class Connection {
  #socket: SocketLike;
  #clock: Clock;
  #events: Events;
  #over = false;
  #heard: number;
  /** Milliseconds; undefined before the welcome. */
  #heartbeat: number | undefined;
  #timer: unknown;
  /** What has come and waits for its turn. */
  #lines: unknown[] = [];
  #at = 0;
  #busy = false;

  constructor(WebSocket: SocketConstructor, url: string, clock: Clock, events: Events) {
    this.#clock = clock;
    this.#events = events;
    this.#heard = clock.now();
    this.#socket = new WebSocket(url, 'redstart.v1');
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => {
      if (this.#over) return;
      this.#heard = clock.now();
      events.opened();
    };
    this.#socket.onmessage = (event: { data: unknown }) => this.#read(event.data);
    this.#socket.onclose = (event: { code: number; reason: string }) => {
      if (this.#finish()) events.lost(event.code, event.reason);
    };
    this.#socket.onerror = () => {}; // a close follows, and tells all there is to know
    this.#watch();
  }

  send(frame: Frame): void {
    this.#socket.send(frame);
  }

  /** The server has said how often it will be heard (milliseconds; 0 = it does not promise anything). */
  expect(heartbeat: number): void {
    this.#heartbeat = heartbeat || Number.POSITIVE_INFINITY;
    this.#clock.clearTimeout(this.#timer);
    this.#watch();
  }

  /** Gives the line up when it has been silent for too long. */
  check(patience = PATIENCE): void {
    if (this.#left(patience) <= 0) this.fail(4000, 'silence');
  }

  /** Lines often do not survive what has happened: this one has to have been heard of lately. */
  doubt(): void {
    this.check(this.#heartbeat ? LITTLE_PATIENCE : PATIENCE);
  }

  /** Closes the line and tells that it is lost. */
  fail(code: number, reason: string): void {
    if (this.#over) return;
    this.end(code, reason);
    this.#events.lost(code, reason);
  }

  end(code: number, reason?: string): void {
    if (this.#finish()) this.#socket.close(code, reason);
  }

  #finish(): boolean {
    if (this.#over) return false;
    this.#clock.clearTimeout(this.#timer);
    this.#over = true;
    return true;
  }

  #left(patience: number): number {
    return this.#heard + (this.#heartbeat ?? 0) + patience - this.#clock.now();
  }

  #watch(): void {
    const wait = Math.min(this.#left(PATIENCE), PATIENCE);
    const due = this.#clock.now() + wait;
    if (this.#heartbeat === Number.POSITIVE_INFINITY) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.check();
      if (this.#over) return;
      this.#watch();
      if (this.#clock.now() > due + PATIENCE / 2) this.#events.woke();
    }, wait);
  }

  #read(frame: unknown): void {
    if (this.#over) return;
    this.#heard = this.#clock.now();
    const lines = typeof frame === 'string' ? frame.split('\n') : [frame];
    this.#lines = [...this.#lines.slice(this.#at), ...lines];
    this.#at = 0;
    if (!this.#busy) this.#take();
  }

  #take(): void {
    this.#busy = true;
    while (this.#at < this.#lines.length && !this.#over) {
      const line = this.#lines[this.#at++];
      if (!line) continue;
      if (typeof line !== 'string') {
        this.#events.binary(line);
        continue;
      }
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {}
      if (!Array.isArray(message)) this.#events.report(badMessage(`Not a message: ${line.slice(0, 100)}`));
      else if (this.#events.message(message)) {
        queueMicrotask(() => this.#take());
        return;
      }
    }
    this.#busy = false;
    this.#lines = [];
  }
}
