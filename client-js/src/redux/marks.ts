import type { Action } from '../contract.js';

/**
 * What Redstart notes on an action, in `action.meta.redstart`: DevTools shows where it came from. What does not apply is
 * missing.
 *
 * @example
 * const { status, id }: RedstartMeta = redstartMeta(action);
 */
export interface RedstartMeta {
  /** It is meant for the server. */
  readonly up?: true;
  /** The number under which it will be confirmed or rejected. */
  readonly id?: number;
  /** It was shown already, the server has not answered yet. */
  readonly status?: 'pending';
  /** It came from the server: its number in the session (0 = one that may be lost). */
  readonly seq?: number;
  /** The id of this client's call which caused it. */
  readonly call?: number;
  /** The user who caused it. */
  readonly user?: string;
  /** The channel it is said in. */
  readonly channel?: string;
  /** Its number in its channel. */
  readonly offset?: number;
}

/**
 * An action marked for the server.
 *
 * @example
 * const toggled: Up<Action> = toServer({ type: 'todos/toggled' });
 */
export type Up<A extends Action = Action> = A & {
  readonly meta: { readonly redstart: { readonly up: true } };
};

/**
 * Marks an action for the server. Dispatched, it reaches the reducers at once and then the server.
 *
 * @param options `channel`: it is said to all in this channel, and comes back from there in its place among all others
 * @example
 * await store.dispatch(toServer(todoToggled(7)));
 * await store.dispatch(toServer(said('Hello'), { channel: 'room:1' }));
 */
export function toServer<A extends Action>(action: A, options: { channel?: string } = {}): Up<A> {
  const { channel } = options;
  return marked(action, channel === undefined ? { up: true } : { up: true, channel }) as Up<A>;
}

/** The action with this note instead of any it had. */
export function marked<A extends Action>(action: A, redstart: RedstartMeta): A {
  return { ...action, meta: { ...metaOf(action), redstart } };
}

/** The action as it was before Redstart noted anything. */
export function unmarked<A extends Action>(action: A): A {
  const { redstart, ...meta } = metaOf(action);
  if (redstart === undefined) return action;
  const { meta: _, ...bare } = action as A & { meta?: unknown };
  return (Object.keys(meta).length ? { ...bare, meta } : bare) as A;
}

/**
 * What Redstart noted on an action, if anything.
 *
 * @example
 * const { id, user } = redstartMeta(action);
 */
export function redstartMeta(action: Action): RedstartMeta {
  const { redstart } = metaOf(action);
  return isObject(redstart) ? redstart : {};
}

function metaOf(action: Action): Record<string, unknown> {
  const { meta } = action as { meta?: unknown };
  return isObject(meta) ? meta : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
