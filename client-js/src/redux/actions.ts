import type { Permitted } from '../client.js';
import type { Action } from '../contract.js';
import type { ErrorDetails } from '../error.js';
import type { ConnectionState } from '../state.js';

/**
 * The server has accepted an action: what was shown early is true now.
 *
 * @example
 * builder.addCase('redstart/confirmed', (state, { payload }: ConfirmedAction) => settle(state, payload.id));
 */
export interface ConfirmedAction<A extends Action = Action> {
  readonly type: 'redstart/confirmed';
  /** `id` is the one in `meta.redstart` of the pending action. */
  readonly payload: { readonly id: number; readonly action: A };
}

/**
 * The server has refused an action, or nobody knows: take back what was shown early.
 *
 * @example
 * builder.addCase('redstart/rejected', (state, { payload }: RejectedAction) => undo(state, payload.id));
 */
export interface RejectedAction<A extends Action = Action> {
  readonly type: 'redstart/rejected';
  readonly payload: {
    readonly id: number;
    readonly action: A;
    readonly error: { readonly code: string; readonly message: string } & ErrorDetails;
  };
}

/** How the client stands with the server has changed. */
export interface ConnectionAction {
  readonly type: 'redstart/connection';
  readonly payload: ConnectionState;
}

/** What the server lets this client use has been told, or has changed. */
export interface PermittedAction {
  readonly type: 'redstart/permitted';
  readonly payload: Permitted;
}

/** The type of {@link ConfirmedAction}. */
export const CONFIRMED = 'redstart/confirmed';
/** The type of {@link RejectedAction}. */
export const REJECTED = 'redstart/rejected';
/** The type of {@link ConnectionAction}. */
export const CONNECTION = 'redstart/connection';
/** The type of {@link PermittedAction}. */
export const PERMITTED = 'redstart/permitted';
