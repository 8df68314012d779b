import type { Permitted } from '../client.js';
import { PERMITTED, type PermittedAction } from './actions.js';

/**
 * Keeps what the server lets this client use, told by a middleware with the option `permitted`; null before.
 *
 * @example
 * const mayRemove = useSelector((state) => state.permitted?.calls.includes('todos.remove') ?? false);
 */
export function permittedReducer(
  state: Permitted | null = null,
  action: { readonly type: string },
): Permitted | null {
  return action.type === PERMITTED ? (action as PermittedAction).payload : state;
}
