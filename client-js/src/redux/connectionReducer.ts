import type { ConnectionState } from '../state.js';
import { CONNECTION, type ConnectionAction } from './actions.js';

/**
 * The state of the connection as a slice of the store; null = does not apply.
 *
 * @example
 * const offline = useSelector((state) => state.connection.status === 'away');
 */
export interface ConnectionSlice {
  readonly status: ConnectionState['status'];
  /** Whether the open session is the one from before, with nothing missed. */
  readonly resumed: boolean;
  /** Why a session from before could not be resumed: pushes were missed, load afresh what you show. */
  readonly why: string | null;
  /** Attempts since it was last open. */
  readonly attempt: number;
  /** While away: when the next attempt begins or this one began, as `Date.now()` counts. */
  readonly retryAt: number | null;
  /** The close code of the line that was lost. */
  readonly code: number | null;
  readonly reason: string | null;
  /** Closed because the server does not want this client. */
  readonly refused: boolean;
}

const nothing = {
  resumed: false,
  why: null,
  attempt: 0,
  retryAt: null,
  code: null,
  reason: null,
  refused: false,
};
const initial: ConnectionSlice = { status: 'connecting', ...nothing };

/**
 * Keeps the state of the connection, told by the middleware.
 *
 * @example
 * configureStore({ reducer: { connection: connectionReducer, todos } });
 */
export function connectionReducer(
  state: ConnectionSlice = initial,
  action: { readonly type: string },
): ConnectionSlice {
  if (action.type !== CONNECTION) return state;
  const { payload } = action as ConnectionAction;
  return {
    ...nothing,
    status: payload.status,
    ...('resumed' in payload && { resumed: payload.resumed, why: payload.why ?? null }),
    ...('attempt' in payload && { attempt: payload.attempt }),
    ...('retryAt' in payload && { retryAt: payload.retryAt }),
    ...('refused' in payload && { refused: payload.refused }),
    ...('reason' in payload && { code: payload.code ?? null, reason: payload.reason ?? null }),
  };
}
