import type { Action, Position } from '../contract.js';
import type { FakeServer } from './fakeServer.js';

/**
 * A channel of a {@link FakeServer}. It counts what is said in it, so that a test need not.
 *
 * @example
 * const room = fakeChannel(server, 'room:1');
 * await room.joins({ lines: [] });
 * await room.acts({ type: 'chat/said', payload: 'Hello' }, 'ann');
 * await server.cut();
 */
export interface FakeChannel {
  readonly name: string;
  /** How far its history goes. */
  readonly position: Position;
  /**
   * Expects that the client joins, and lets it in: tells it the state whole, unless it is left out.
   *
   * @returns the options it joins with: `since`
   */
  joins(...state: [state?: unknown]): Promise<{ readonly since?: Position }>;
  /** Expects that the client joins, and does not let it in. */
  refuses(code?: string, message?: string): Promise<void>;
  /** Expects that the client leaves. */
  leaves(): Promise<void>;
  /** An action is told in it, by a user if one is given. */
  acts(action: Action & { readonly [key: string]: unknown }, user?: string): Promise<void>;
  /** An event is told in it, by a user if one is given. */
  emits(name: string, data?: unknown, user?: string): Promise<void>;
  /** Its state is set. */
  sets(state: unknown): Promise<void>;
  /** A user comes, or goes. */
  tells(user: string, here: boolean): Promise<void>;
  /** The client is taken out. */
  takesOut(why?: string): Promise<void>;
  /** Something is said in it that this client does not hear: it is away. */
  missed(): void;
  /** Its history is lost: from now on it has another one, with another epoch. */
  beginsAnew(): void;
}

/** A channel of a server in memory. */
export function fakeChannel(server: FakeServer, name: string): FakeChannel {
  let life = 1;
  let offset = 0;
  const position = (): Position => [`e${life}`, offset];
  const by = (user: string | undefined) => (user === undefined ? { o: ++offset } : { o: ++offset, u: user });
  return {
    name,
    get position() {
      return position();
    },
    async joins(...state) {
      const [, id, , options] = await server.expect(['join', '*', name, '*']);
      const told = state.length ? [['state', server.nextSeq, name, position(), state[0]]] : [];
      await server.says(...told, ['ret', id, null]);
      return options as { since?: Position };
    },
    async refuses(code = 'forbidden', message = 'This is not for this user') {
      const [, id] = await server.expect(['join', '*', name, '*']);
      await server.says(['err', id, { code, message }]);
    },
    async leaves() {
      const [, id] = await server.expect(['leave', '*', name]);
      await server.says(['ret', id, null]);
    },
    acts: (action, user) => server.says(['act', server.nextSeq, name, action, by(user)]),
    emits: (event, data = null, user) => server.says(['evt', server.nextSeq, name, event, data, by(user)]),
    sets(state) {
      offset++;
      return server.says(['state', server.nextSeq, name, position(), state]);
    },
    tells: (user, here) => server.says(['who', server.nextSeq, name, user, here]),
    takesOut: (why = 'revoked') => server.says(['left', server.nextSeq, name, why]),
    missed() {
      offset++;
    },
    beginsAnew() {
      life++;
      offset = 0;
    },
  };
}
