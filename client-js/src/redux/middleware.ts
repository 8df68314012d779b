import type { Middleware } from 'redux';
import type { Client } from '../client.js';
import type { Action, ContractShape } from '../contract.js';
import { RedstartError } from '../error.js';
import { CONFIRMED, CONNECTION, PERMITTED, REJECTED } from './actions.js';
import { marked, redstartMeta, type Up, unmarked } from './marks.js';
import { hostileKey, refusal } from './refusal.js';

/**
 * Which actions the middleware sends up.
 *
 * @example
 * redstartMiddleware(client, { up: ({ type }) => type.startsWith('todos/') });
 */
export interface RedstartMiddlewareOptions {
  /** Whether this action of the application goes to the server, besides those marked with `toServer`. */
  up?: (action: Action) => boolean;
  /**
   * Whether the store is told, with `redstart/permitted`, what the server lets this client use, now and whenever it
   * changes: for `permittedReducer`. Default: false.
   */
  permitted?: boolean;
}

/**
 * What `store.dispatch` additionally takes: a marked action, answered by the server. Redux Toolkit knows it when
 * the middleware is prepended; elsewhere say `store.dispatch as UpDispatch`.
 */
export type UpDispatch = <A extends Action>(action: Up<A>) => Promise<unknown>;

/**
 * Joins a store to a server: the server's actions enter the store, marked actions go up, and the state of the
 * connection is told with `redstart/connection`.
 *
 * An action for the server reaches the reducers at once, with `meta.redstart = {up, id, status: 'pending'}`; its
 * answer follows as `redstart/confirmed` or `redstart/rejected`. `dispatch` returns a promise of the answer,
 * which may be ignored.
 *
 * What the server sends is refused, and reported to the client's `onError`, when its type is reserved (`@@…`,
 * `redstart/…`) or a key in it could change prototypes. For the same reason the `data` of a failure may be missing in
 * `redstart/rejected`.
 *
 * @example
 * const store = configureStore({
 *   reducer: { connection: connectionReducer, todos },
 *   middleware: (defaults) => defaults().prepend(redstartMiddleware(client)),
 * });
 */
export function redstartMiddleware<C extends ContractShape>(
  client: Client<C>,
  options: RedstartMiddlewareOptions = {},
): Middleware<UpDispatch> {
  return (store) => {
    const dispatch = store.dispatch as (action: Action) => unknown;
    let ids = 0;

    const tellState = () => dispatch({ type: CONNECTION, payload: client.state } as Action);
    client.onState(tellState);
    // Nothing may be dispatched while the store is still being made.
    queueMicrotask(tellState);

    if (options.permitted) {
      const tell = () => {
        const payload = client.permitted;
        if (payload) dispatch({ type: PERMITTED, payload } as Action);
      };
      client.onPermitted(tell);
      queueMicrotask(tell); // it may be known already
    }

    client.onAction((action, { seq, call, user, channel, offset }) => {
      const why = refusal(action);
      if (why) throw new RedstartError('bad_message', `An action was refused: ${why}`);
      dispatch(marked(action, defined({ call, user, seq, channel: channel ?? undefined, offset })));
    });

    const goesUp = (action: unknown): action is Action => {
      if (typeof (action as Action | null)?.type !== 'string') return false;
      const known = action as Action;
      if (/^(@@|redstart\/)/.test(known.type)) return false;
      const mark = redstartMeta(known);
      return mark.seq === undefined && (mark.up === true || options.up?.(known) === true);
    };

    const send = (id: number, action: Action, channel: string | undefined) =>
      client.dispatch(action, { channel }).then(
        (answer) => {
          dispatch({ type: CONFIRMED, payload: { id, action } } as Action);
          return answer;
        },
        (failure) => {
          const { data, ...error } =
            failure instanceof RedstartError
              ? failure.toJSON()
              : { code: 'internal', message: String(failure), data: undefined };
          if (data !== undefined && !hostileKey(data)) Object.assign(error, { data });
          dispatch({ type: REJECTED, payload: { id, action, error } } as Action);
          throw failure;
        },
      );

    return (next) => (action) => {
      if (!goesUp(action)) return next(action);
      const id = ++ids;
      const sent = unmarked(action);
      const { channel } = redstartMeta(action);
      next(marked(sent, defined({ up: true as const, id, status: 'pending' as const, channel })));
      const answer = send(id, sent, channel);
      answer.catch(() => {}); // the store is told as well: ignoring the promise is fine
      return answer;
    };
  };
}

function defined<T extends object>(all: T): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}
