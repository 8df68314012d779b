import { Connection, type Message } from './connection.js';
import { badMessage } from './error.js';
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
}

interface Events {
  welcomed(welcome: Welcome, send: (frame: string) => void): void;
  message(op: unknown, message: Message): void;
  lost(): void;
  closed(reason: string): void;
  state(state: ConnectionState): void;
  seen(): number;
  report: Report;
}

type Config = ConnectOptions & Required<Pick<ConnectOptions, 'clock' | 'random' | 'wake'>>;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 20_000;
/** No two attempts follow each other faster. */
const FLOOR = 100;

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
  #token: ConnectOptions['token'];
  #timer: unknown;
  #notBefore = 0;
  #askedToWait = 0;
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

  /** Pushes were lost on the way: only a resume can bring them. */
  gap(): void {
    this.#connection?.fail(4410, 'gap');
  }

  bye({ code, reason, retry }: { code?: unknown; reason?: unknown; retry?: unknown }): void {
    if (retry === false) this.close(typeof code === 'number' ? code : undefined, String(reason ?? 'bye'));
    else if (typeof retry === 'number') this.#askedToWait = retry;
  }

  close(code: number | undefined, reason: string): void {
    if (this.state.status === 'closed') return;
    this.#sleep();
    this.#config.clock.clearTimeout(this.#timer);
    this.#connection?.end(1000, reason.slice(0, 30));
    this.#connection = undefined;
    this.#events.closed(reason);
    this.#enter({ status: 'closed', code, reason });
  }

  #enter(state: ConnectionState): void {
    this.state = state;
    this.#events.state(state);
  }

  #dial(): void {
    this.#timer = undefined;
    this.#attempt++;
    if (this.state.status === 'away') this.#enter({ ...this.state, attempt: this.#attempt, retryInMs: 0 });
    const token = this.#token;
    if (typeof token !== 'function') this.#open(token);
    else {
      new Promise<Token>((resolve) => resolve(token())).then(
        (fresh) => this.#open(fresh),
        (error) => {
          this.#events.report(error);
          this.#lost(undefined, 'no token');
        },
      );
    }
  }

  #open(token: Token): void {
    if (this.state.status === 'closed') return;
    this.#welcomed = false;
    try {
      this.#connection = new Connection(this.#WebSocket, this.#url, this.#config.clock, {
        opened: () => this.#hello(token),
        message: (message) => this.#read(message),
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
    const hello = { v: 1, token: token ?? undefined, resume, api: this.#config.contract, sdk: 'js/0.1.0' };
    this.#connection?.send(JSON.stringify(['hello', hello]));
  }

  #read(message: Message): void {
    const [op, facts] = message;
    if (op === 'bye') this.bye(facts && typeof facts === 'object' ? facts : {});
    else if (this.#welcomed) this.#events.message(op, message);
    else if (op === 'welcome') this.#welcome(facts);
    else this.#events.report(badMessage(`"${op}" before the welcome`));
  }

  #welcome(facts: unknown): void {
    const { sid, key, resumed, why, heartbeat, limits, api } = (facts ?? {}) as Record<string, unknown>;
    const connection = this.#connection;
    if (typeof sid !== 'string' || !connection) {
      this.#events.report(badMessage('A welcome without a session'));
      return;
    }
    const before = this.#sid !== undefined;
    const welcome: Welcome = { resumed: before && resumed === true, limit: 65_536, api };
    if (before && !welcome.resumed) welcome.why = typeof why === 'string' ? why : 'unknown';
    const { message } = (limits ?? {}) as Record<string, unknown>;
    if (typeof message === 'number' && message > 0) welcome.limit = message;
    this.#welcomed = true;
    this.#sid = sid;
    this.#key = typeof key === 'string' ? key : '';
    this.#attempt = this.#askedToWait = 0;
    connection.expect(typeof heartbeat === 'number' ? heartbeat : 0);
    this.#events.welcomed(welcome, (frame) => connection.send(frame));
    this.#enter({ status: 'open', resumed: welcome.resumed, ...(welcome.why && { why: welcome.why }) });
  }

  #lost(code?: number, reason?: string): void {
    if (this.state.status === 'closed') return;
    this.#connection = undefined;
    this.#events.lost();
    if (code && code >= 4500 && code < 5000) {
      this.close(code, reason || 'refused');
      return;
    }
    const { clock, random } = this.#config;
    const floor = Math.max(FLOOR, this.#askedToWait);
    const wait = Math.max(floor, random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempt));
    this.#notBefore = clock.now() + floor;
    this.#timer = clock.setTimeout(() => this.#dial(), wait);
    this.#enter({ status: 'away', attempt: this.#attempt + 1, retryInMs: wait, code, reason });
  }

  /** Something says that trying now makes sense. */
  #wake(): void {
    this.#connection?.check();
    if (this.#timer === undefined) return;
    const { clock } = this.#config;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#dial(), Math.max(0, this.#notBefore - clock.now()));
  }
}
