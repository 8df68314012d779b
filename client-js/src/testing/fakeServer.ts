import type { ConnectOptions } from '../options.js';
import type { SocketConstructor } from '../socket.js';
import { FakeSocket } from './fakeSocket.js';
import { type HandClock, handClock } from './handClock.js';
import { matchesMessage } from './matches.js';
import { settle } from './settle.js';

/**
 * The facts told in a `welcome`; those given replace the usual ones.
 *
 * @example
 * await server.welcomes({ resumed: true });
 */
export interface WelcomeFacts {
  readonly sid?: string;
  readonly key?: string;
  readonly resumed?: boolean;
  readonly why?: string;
  /** Milliseconds; 0 = none. */
  readonly heartbeat?: number;
  /** Milliseconds. */
  readonly window?: number;
  readonly limits?: { readonly message?: number };
  readonly api?: string;
  readonly [fact: string]: unknown;
}

/**
 * A server in memory which says what a test tells it to. All its methods wait until the client has done what
 * it can do without time passing; those which expect something throw when it is not there.
 *
 * @example
 * const server = fakeServer();
 * const client = connect('ws://test', server.options);
 * await server.welcomes();
 * const added = client.call('todos.add', ['milk']);
 * await server.expect(['call', 1, 'todos.add', ['milk']]);
 * await server.says(['ret', 1, { id: 7, text: 'milk' }]);
 * console.log(await added);
 */
export interface FakeServer {
  /** For the option of the same name. */
  readonly WebSocket: SocketConstructor;
  readonly clock: HandClock;
  /** What `connect` needs to meet this server: its WebSocket and clock, no chance, and `wake` by hand. */
  readonly options: Required<Pick<ConnectOptions, 'WebSocket' | 'clock' | 'random' | 'wake'>>;
  /** How often a client has dialled. */
  readonly attempts: number;
  /** Whether a client is dialling now. */
  readonly dialling: boolean;
  /** The address and the subprotocol which the client dialled last. */
  readonly dialled: { readonly url: string; readonly protocol: string } | undefined;
  /** The number of the next push of the session, behind those that were said. */
  readonly nextSeq: number;
  /** Takes the connection the client is dialling. */
  opens(): Promise<void>;
  /** Takes it, expects the hello and welcomes the client; returns what the hello said. */
  welcomes(facts?: WelcomeFacts): Promise<Record<string, unknown>>;
  /** Refuses the connection the client is dialling, as a wrong address or an HTTP error would. */
  refuses(): Promise<void>;
  /**
   * Expects this to be the client's next message and returns it. `'*'` stands for anything; a meta object at the
   * end need not be mentioned.
   */
  expect(message: readonly unknown[]): Promise<readonly unknown[]>;
  /** Expects the next frame to hold exactly these messages. */
  expectFrame(messages: readonly (readonly unknown[])[]): Promise<void>;
  /** Expects that the client has said nothing more. */
  expectNothing(): Promise<void>;
  /** Expects that the client has closed the connection with this code. */
  expectClosed(code: number): Promise<void>;
  /** Sends messages, all in one frame. */
  says(...messages: readonly (readonly unknown[])[]): Promise<void>;
  /** Sends a frame as it is, be it nonsense. */
  saysRaw(frame: unknown): Promise<void>;
  /** The line breaks; nobody said goodbye. */
  cut(): Promise<void>;
  /** The server closes the connection. */
  closes(code: number, reason?: string): Promise<void>;
  /** What a browser does when it finds the network again. */
  wakes(): Promise<void>;
}

const USUAL: WelcomeFacts = {
  sid: 's1',
  key: 'k1',
  resumed: false,
  window: 120_000,
  heartbeat: 25_000,
  limits: { message: 65_536 },
};

const PUSHES = new Set<unknown>(['act', 'evt', 'state', 'who', 'left']);

/** Makes a server in memory. */
export function fakeServer(): FakeServer {
  const clock = handClock();
  const sockets: FakeSocket[] = [];
  const wakers = new Set<() => void>();
  let unread: string[] = [];
  let seq = 0;

  class WebSocket extends FakeSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      sockets.push(this);
      unread = [];
    }
  }

  const latest = () => sockets.at(-1);
  const takeDialling = async () => {
    const socket = await soon(() => (latest()?.isDialling ? latest() : undefined));
    if (!socket) throw new Error('The client is not dialling');
    return socket;
  };
  const open = () => {
    const socket = latest();
    if (!socket?.isOpen) throw new Error('No connection is open');
    return socket;
  };
  const nextFrame = () => latest()?.frames.shift();
  const nextLine = () => {
    if (!unread.length) unread = nextFrame()?.split('\n') ?? [];
    return unread.shift();
  };

  const server: FakeServer = {
    WebSocket,
    clock,
    options: {
      WebSocket,
      clock,
      random: () => 0.5,
      wake(wake) {
        wakers.add(wake);
        return () => wakers.delete(wake);
      },
    },
    get attempts() {
      return sockets.length;
    },
    get dialling() {
      return latest()?.isDialling ?? false;
    },
    get dialled() {
      return latest();
    },
    get nextSeq() {
      return seq + 1;
    },
    async opens() {
      (await takeDialling()).open();
      await settle();
    },
    async welcomes(facts = {}) {
      await server.opens();
      const [, hello] = await server.expect(['hello', '*']);
      await server.says(['welcome', { ...USUAL, ...facts }]);
      return hello as Record<string, unknown>;
    },
    async refuses() {
      (await takeDialling()).lose(1006);
      await settle();
    },
    async expect(message) {
      const line = await soon(nextLine);
      const actual: unknown = line === undefined ? undefined : JSON.parse(line);
      if (!matchesMessage(actual, message)) {
        throw new Error(`Expected ${JSON.stringify(message)}\nbut the client said ${line ?? 'nothing'}`);
      }
      return actual as readonly unknown[];
    },
    async expectFrame(messages) {
      const frame = await soon(nextFrame);
      const lines = frame?.split('\n') ?? [];
      const same =
        lines.length === messages.length &&
        messages.every((message, at) => matchesMessage(JSON.parse(lines[at] as string), message));
      if (!same) {
        const expected = messages.map((message) => JSON.stringify(message)).join('\n');
        throw new Error(`Expected one frame with\n${expected}\nbut the client sent ${frame ?? 'nothing'}`);
      }
    },
    async expectNothing() {
      await settle();
      const line = nextLine();
      if (line !== undefined) throw new Error(`Expected nothing\nbut the client said ${line}`);
    },
    async expectClosed(code) {
      await settle();
      const closed = sockets.filter((socket) => socket.closedWith !== undefined).at(-1)?.closedWith;
      if (closed !== code) throw new Error(`Expected a close with ${code}, but it was ${closed}`);
    },
    async says(...messages) {
      for (const [op, facts] of messages) {
        if (op === 'welcome' && !(facts as WelcomeFacts).resumed) seq = 0;
        if (PUSHES.has(op)) seq = Math.max(seq, facts as number);
      }
      await server.saysRaw(messages.map((message) => JSON.stringify(message)).join('\n'));
    },
    async saysRaw(frame) {
      open().receive(frame);
      await settle();
    },
    async cut() {
      open().lose(1006);
      await settle();
    },
    async closes(code, reason) {
      open().lose(code, reason);
      await settle();
    },
    async wakes() {
      for (const wake of wakers) wake();
      await settle();
    },
  };
  return server;
}

/** Gives what takes a few turns of the event loop to come about the chance to do so. */
async function soon<T>(look: () => T | undefined): Promise<T | undefined> {
  let found: T | undefined;
  for (let turn = 0; turn < 5 && found === undefined; turn++) {
    await settle();
    found = look();
  }
  return found;
}
