import { Connection, type Frame, type Message } from './connection.js';
import { badMessage, LONGEST_ASKED, RedstartError } from './error.js';
import type { Report } from './listeners.js';
import type { ConnectOptions, Token } from './options.js';
import type { SocketConstructor } from './socket.js';
import type { ConnectionState } from './state.js';

/** The facts of a `welcome` which the client uses. */
export interface Welcome {
  /** This is the session from before, nothing was missed. */
  resumed: boolean;
  /** There was a session before, and it could not be resumed: why. */
  why?: string;
  /** The most bytes a message may have. */
  limit: number;
  api: unknown;
  packets: unknown;
  user: unknown;
}

interface Events {
  welcomed(welcome: Welcome, send: (frame: Frame) => void): void;
  message(op: unknown, message: Message): void;
  binary(frame: unknown): void;
  /** A word to the server now shows whether the line lives. */
  probe(): void;
  lost(): void;
  closed(reason: string): void;
  state(state: ConnectionState): void;
  seen(): number;
  /** The hash of the packets that were told last. */
  packets(): string | undefined;
  report: Report;
}

type Config = ConnectOptions & Required<Pick<ConnectOptions, 'clock' | 'random' | 'wake'>>;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 20_000;
/** No two attempts follow each other faster. */
const FLOOR = 100;
/** How long the application may take to find a token. */
const TOKEN_WAIT = 30_000;
/** A server that closes a line sooner after its welcome would do so again: it counts as a failed attempt. */
const SOON = 10_000;
/** Reasons are for people. */
const LONGEST_REASON = 200;

/** The life of a client: dials, says hello, waits and dials again, for as long as it may come back. */
export class Session {
  state: ConnectionState = { status: 'connecting', attempt: 1 };
  #WebSocket: SocketConstructor;
  #url: string;
  #config: Config;
  #events: Events;
  #connection: Connection | undefined;
  #welcomed = false;
  #sid: string | undefined;
  #key: string | undefined;
  #attempt = 0;
  /** Attempts that failed one after the other: each doubles the wait. */
  #failures = 0;
  #welcomedAt = 0;
  #token: ConnectOptions['token'];
  /** Runs while the application looks for a token. */
  #asking: unknown;
  #timer: unknown;
  #notBefore = 0;
  #askedToWait = 0;
  /** What the server has said the line will be closed with. */
  #bye: { code?: number; reason?: string } = {};
  #sleep: () => void;

  constructor(WebSocket: SocketConstructor, url: string, config: Config, events: Events) {
    this.#WebSocket = WebSocket;
    this.#url = url;
    this.#config = config;
    this.#events = events;
    this.#token = config.token;
    this.#sleep = config.wake(() => this.#wake());
    this.#dial();
  }

  /** Also the next hello brings this token, unless a function is asked for it. */
  renew(token: string): void {
    if (typeof this.#token !== 'function') this.#token = token;
  }

  /** A token as fresh as the application has it; none if it cannot be asked. */
  async freshToken(): Promise<Token> {
    return typeof this.#token === 'function' ? this.#token() : undefined;
  }

  /** Pushes were lost on the way: only a resume can bring them. */
  gap(): void {
    this.#connection?.fail(4410, 'gap');
  }

  close(code: number | undefined, reason: string): void {
    if (this.state.status === 'closed') return;
    const { clock } = this.#config;
    this.#sleep();
    clock.clearTimeout(this.#timer);
    clock.clearTimeout(this.#asking);
    this.#connection?.end(1000, reason.slice(0, 30));
    this.#connection = undefined;
    this.#events.closed(reason);
    this.#enter({ status: 'closed', code, reason, refused: !!code && code >= 4400 });
  }

  #sayBye({ code, reason, retry }: { code?: unknown; reason?: unknown; retry?: unknown }): void {
    const bye: { code?: number; reason?: string } = {};
    this.#bye = bye;
    if (typeof code === 'number') bye.code = code;
    if (typeof reason === 'string') bye.reason = reason.slice(0, LONGEST_REASON);
    if (retry === false) this.close(bye.code, bye.reason ?? 'bye');
    else if (retry !== undefined && retry !== null)
      this.#askedToWait = this.#bounded('bye: retry', retry, LONGEST_ASKED);
  }

  /** A number from the server between 0 and the largest that makes sense; any other is reported. */
  #bounded(what: string, value: unknown, largest: number): number {
    if (typeof value === 'number' && value >= 0 && value <= largest) return value;
    this.#events.report(badMessage(`${what} is ${value} (expected: a number from 0 to ${largest})`));
    return typeof value === 'number' && value > 0 ? largest : 0;
  }

  #enter(state: ConnectionState): void {
    this.state = state;
    this.#events.state(state);
  }

  #dial(): void {
    this.#timer = undefined;
    this.#attempt++;
    const { clock } = this.#config;
    if (this.state.status === 'away') {
      this.#enter({ ...this.state, attempt: this.#attempt, retryInMs: 0, retryAt: clock.now() });
    }
    const token = this.#token;
    if (typeof token !== 'function') {
      this.#open(token);
      return;
    }
    const done = (next: () => void) => {
      if (this.#asking !== timer || this.state.status === 'closed') return;
      clock.clearTimeout(timer);
      this.#asking = undefined;
      next();
    };
    const failed = (error: unknown) =>
      done(() => {
        this.#events.report(error);
        this.#lost(undefined, 'no token');
      });
    const timer = clock.setTimeout(
      () => failed(new RedstartError('timeout', `No token within ${TOKEN_WAIT} ms`)),
      TOKEN_WAIT,
    );
    this.#asking = timer;
    this.freshToken().then((fresh) => done(() => this.#open(fresh)), failed);
  }

  #open(token: Token): void {
    this.#bye = {};
    try {
      this.#connection = new Connection(this.#WebSocket, this.#url, this.#config.clock, {
        opened: () => this.#hello(token),
        message: (message) => this.#read(message),
        binary: (frame) => this.#events.binary(frame),
        woke: () => this.#wake(),
        lost: (code, reason) => this.#lost(code, reason),
        report: this.#events.report,
      });
    } catch (error) {
      this.#events.report(error);
      this.#lost(undefined, String(error));
    }
  }

  #hello(token: Token): void {
    const resume = this.#sid && { sid: this.#sid, key: this.#key, seen: this.#events.seen() };
    const api = this.#config.contract;
    const packets = this.#events.packets();
    const hello = { v: 1, token: token ?? undefined, resume, api, sdk: 'js/0.1.0', packets };
    this.#connection?.send(JSON.stringify(['hello', hello]));
  }

  #read(message: Message): boolean {
    const [op, facts] = message;
    if (op === 'bye') this.#sayBye(facts && typeof facts === 'object' ? facts : {});
    else if (this.#welcomed) this.#events.message(op, message);
    else if (op === 'welcome') {
      this.#welcome(facts);
      return true; // whoever made a call that ended now learns it before the first push
    } else this.#events.report(badMessage(`"${op}" before the welcome`));
    return false;
  }

  #welcome(facts: unknown): void {
    const { sid, key, resumed, why, heartbeat, limits, api, packets, user } = (facts ?? {}) as Record<
      string,
      unknown
    >;
    const connection = this.#connection;
    if (typeof sid !== 'string' || !connection) {
      this.#events.report(badMessage('A welcome without a session'));
      return;
    }
    const before = this.#sid !== undefined;
    const welcome: Welcome = { resumed: before && resumed === true, limit: 65_536, api, packets, user };
    if (before && !welcome.resumed) {
      welcome.why = typeof why === 'string' ? why.slice(0, LONGEST_REASON) : 'unknown';
    }
    const { message } = (limits ?? {}) as Record<string, unknown>;
    if (typeof message === 'number' && message > 0) welcome.limit = message;
    this.#welcomed = true;
    this.#sid = sid;
    this.#key = typeof key === 'string' ? key : '';
    this.#attempt = this.#askedToWait = 0;
    this.#welcomedAt = this.#config.clock.now();
    connection.expect(this.#bounded('welcome: heartbeat', heartbeat ?? 0, LONGEST_ASKED));
    this.#events.welcomed(welcome, (frame) => connection.send(frame));
    this.#enter({ status: 'open', resumed: welcome.resumed, ...(welcome.why && { why: welcome.why }) });
  }

  #lost(closeCode?: number, closeReason?: string): void {
    if (this.state.status === 'closed') return;
    const { code = closeCode ?? 0, reason = closeReason } = this.#bye;
    const expired = code === 4401;
    const { clock, random } = this.#config;
    const now = clock.now();
    const broke = code === 0 || code === 1006; // nobody closed it
    const good = this.#welcomed && (broke || now - this.#welcomedAt >= SOON);
    this.#connection = undefined;
    this.#welcomed = false;
    this.#events.lost();
    if (code >= 4500 && code < 5000) this.close(code, reason || 'refused');
    else if (expired && typeof this.#token === 'string') this.close(code, 'token_expired');
    else {
      this.#failures = good ? 0 : this.#failures + 1;
      // A function may have a better token already, but if it had not, it will take a while.
      const atOnce = expired && this.#failures < 2;
      const floor = Math.max(atOnce ? 0 : FLOOR, this.#askedToWait);
      const most = atOnce ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures);
      this.#notBefore = now + floor;
      this.#wait(Math.max(floor, random() * most), { code: code || undefined, reason });
    }
  }

  #wait(ms: number, why: { code?: number; reason?: string }): void {
    const { clock } = this.#config;
    this.#timer = clock.setTimeout(() => this.#dial(), ms);
    const { code, reason } = why;
    const retryAt = clock.now() + ms;
    this.#enter({ status: 'away', attempt: this.#attempt + 1, retryInMs: ms, retryAt, code, reason });
  }

  /** Something says that trying now makes sense, and that a line that seems open may be dead. */
  #wake(): void {
    this.#connection?.doubt();
    if (this.#welcomed) this.#events.probe();
    const { state } = this;
    if (this.#timer === undefined || state.status !== 'away') return;
    const { clock } = this.#config;
    clock.clearTimeout(this.#timer);
    this.#wait(Math.max(0, this.#notBefore - clock.now()), state);
  }
}
