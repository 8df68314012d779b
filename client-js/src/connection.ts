import type { Clock } from './clock.js';
import { badMessage } from './error.js';
import type { Report } from './listeners.js';
import type { SocketConstructor, SocketLike } from './socket.js';

export type Message = readonly unknown[];

interface Events {
  opened(): void;
  message(message: Message): void;
  /** Told exactly once; never after an `end` of ours. */
  lost(code?: number, reason?: string): void;
  report: Report;
}

/** How long the server may be late: for its welcome, and for a ping after the heartbeat. */
const PATIENCE = 10_000;

/** One open line to the server, watched for silence. It dies; the session goes on with the next one. */
export class Connection {
  #socket: SocketLike;
  #clock: Clock;
  #events: Events;
  #over = false;
  #heard: number;
  #silence = PATIENCE;
  #timer: unknown;

  constructor(WebSocket: SocketConstructor, url: string, clock: Clock, events: Events) {
    this.#clock = clock;
    this.#events = events;
    this.#heard = clock.now();
    this.#socket = new WebSocket(url, 'redstart.v1');
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

  send(frame: string): void {
    this.#socket.send(frame);
  }

  /** The server has said how often it will be heard (milliseconds; 0 = it does not promise anything). */
  expect(heartbeat: number): void {
    this.#silence = heartbeat > 0 ? heartbeat + PATIENCE : Number.POSITIVE_INFINITY;
    this.#clock.clearTimeout(this.#timer);
    this.#watch();
  }

  /** Gives the line up when it has been silent for too long. */
  check(): void {
    const silent = this.#clock.now() - this.#heard;
    if (silent >= this.#silence) this.fail(4000, 'silence');
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

  #watch(): void {
    const left = this.#heard + this.#silence - this.#clock.now();
    this.#timer = this.#clock.setTimeout(() => {
      this.check();
      if (!this.#over) this.#watch();
    }, left);
  }

  #read(frame: unknown): void {
    if (this.#over) return;
    this.#heard = this.#clock.now();
    if (typeof frame !== 'string') {
      this.#events.report(badMessage('A binary frame'));
      return;
    }
    for (const line of frame.split('\n')) {
      if (this.#over) return;
      if (!line) continue;
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {}
      if (Array.isArray(message)) this.#events.message(message);
      else this.#events.report(badMessage(`Not a message: ${line.slice(0, 100)}`));
    }
  }
}
