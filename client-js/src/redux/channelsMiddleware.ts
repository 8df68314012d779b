import type { Middleware } from 'redux';
import { channel } from '../channels/index.js';
import type { Client } from '../client.js';
import type { Action, ContractShape } from '../contract.js';
import { RedstartError } from '../error.js';
import type { Unsubscribe } from '../listeners.js';
import {
  CHANNEL_JOINED,
  CHANNEL_LEFT,
  CHANNEL_PRESENCE,
  CHANNEL_STATE,
  CHANNEL_USERS,
  type ChannelAction,
  JOIN_CHANNEL,
  type JoinChannelAction,
  LEAVE_CHANNEL,
  type LeaveChannelAction,
} from './channelActions.js';
import { present } from './channelsReducer.js';
import { hostileKey } from './refusal.js';

/** What `store.dispatch` additionally takes: asking to join and to leave channels, answered by the server. */
export type ChannelDispatch = (action: JoinChannelAction | LeaveChannelAction) => Promise<void>;

/**
 * Joins the channels a store asks for with `joinChannel`, and tells the store of them, for `channelsReducer`. The actions that
 * are told in channels enter the store through `redstartMiddleware`, which is needed too.
 *
 * What `dispatch` returns fails as a call does, and may be ignored: the store is told with `redstart/channelLeft`.
 *
 * @example
 * const channels = channelsReducer({ 'room:*': rooms.reducer });
 * const store = configureStore({
 *   reducer: { channels },
 *   middleware: (defaults) => defaults().prepend(redstartMiddleware(client), channelsMiddleware(client)),
 * });
 * await store.dispatch(joinChannel('room:1', { users: true }));
 */
export function channelsMiddleware<C extends ContractShape>(client: Client<C>): Middleware<ChannelDispatch> {
  return (store) => {
    const tell = store.dispatch as (action: ChannelAction) => unknown;
    const open = new Map<string, Listening>();

    const join = async ({ channel: name, users }: JoinChannelAction['payload']) => {
      let its = open.get(name);
      if (!its) {
        its = listen(client, name, tell);
        open.set(name, its);
      }
      its.users ||= users;
      its.asked++;
      try {
        await its.join();
      } catch (error) {
        if (open.get(name) === its && !its.joined && its.asked === 1) {
          its.end();
          open.delete(name);
          tell(left(name, 'refused', error));
        }
        throw error;
      } finally {
        its.asked--;
      }
    };

    const leave = async ({ channel: name }: LeaveChannelAction['payload']) => {
      open.get(name)?.end();
      open.delete(name);
      await channel(client, name).leave();
    };

    return (next) => (action) => {
      const { type, payload } = action as JoinChannelAction | LeaveChannelAction;
      if (type !== JOIN_CHANNEL && type !== LEAVE_CHANNEL) return next(action);
      next(action);
      const answer = type === JOIN_CHANNEL ? join(payload as JoinChannelAction['payload']) : leave(payload);
      answer.catch(() => {}); // the store is told as well: ignoring the promise is fine
      return answer;
    };
  };
}

/** A channel the store is told of. */
interface Listening {
  /** Who is in it is wanted. */
  users: boolean;
  /** How many joins have no answer yet. */
  asked: number;
  readonly joined: boolean;
  join(): Promise<void>;
  end(): void;
}

function listen<C extends ContractShape>(
  client: Client<C>,
  name: string,
  tell: (action: ChannelAction) => unknown,
): Listening {
  const its = channel(client, name);
  /** Who came and went since it was asked who is here; asked again, it begins anew. */
  let news: [string, boolean][] | undefined;

  /** What was told meanwhile may be in the answer already, which does no harm. */
  const ask = async () => {
    const since: [string, boolean][] = [];
    news = since;
    try {
      const { users, guests } = await its.who({ timeout: 0, retry: true });
      if (news !== since) return;
      const now = since.reduce((all: readonly string[], [user, here]) => present(all, user, here), users);
      tell({ type: CHANNEL_USERS, payload: { channel: name, users: now, guests } });
    } catch (error) {
      if (client.state.status !== 'closed') throw error;
    } finally {
      if (news === since) news = undefined;
    }
  };

  const subscriptions: Unsubscribe[] = [
    its.onState((state) => {
      const key = hostileKey(state);
      if (key) throw new RedstartError('bad_message', `A state was refused: it has a key "${key}"`);
      tell({ type: CHANNEL_STATE, payload: { channel: name, state } });
    }),
    its.onPresence((user, here) => {
      news?.push([user, here]);
      tell({ type: CHANNEL_PRESENCE, payload: { channel: name, user, here } });
    }),
    its.onJoined(() => {
      tell({ type: CHANNEL_JOINED, payload: { channel: name } });
      return listening.users ? ask() : undefined;
    }),
    its.onLeft((why, error) => {
      news = undefined;
      tell(left(name, why, error));
    }),
  ];

  const listening: Listening = {
    users: false,
    asked: 0,
    get joined() {
      return its.joined;
    },
    join: () => its.join(),
    end() {
      news = undefined;
      for (const end of subscriptions) end();
    },
  };
  return listening;
}

function left(channel: string, why: string, failure?: unknown): ChannelAction {
  const { data, ...error } = failure instanceof RedstartError ? failure.toJSON() : ({} as { data?: unknown });
  const told = data === undefined || hostileKey(data) ? error : { ...error, data };
  return {
    type: CHANNEL_LEFT,
    payload: { channel, why, ...('code' in told && { error: told }) },
  } as ChannelAction & Action;
}
