/**
 * How the client stands with the server.
 *
 * - `connecting`: never been open yet, the first attempt is under way.
 * - `open`: calls go out. `resumed` true: it was lost meanwhile, and nothing was missed. `why` is present
 *   when it was lost and could not be resumed, a fresh session: pushes were missed, so load afresh what you
 *   show. It is one of `expired` (it was away for too long), `unknown` (the server does not know the session any
 *   more), `gap` (what was missed is not kept any more), `denied` (it belongs to another user), `node_lost` (the
 *   server which had it is gone), or a word of a newer server.
 * - `away`: lost, or not reached; tries again, for ever. `attempt` counts the attempts since it was last
 *   open; it starts in `retryInMs` milliseconds, at the time `retryAt`. `retryInMs` is 0 when it is under way.
 * - `closed`: for good, by `close()` or by the server. `code` is the close code, if there was one; `refused` tells
 *   whether the server does not want this client: its credentials (then `reason` is `token_expired` when they were a
 *   text and have expired), its rights, its mistakes.
 *
 * Each change is told once: that the session is a fresh one before the calls which it ends fail, and those before the
 * first push of the new session.
 *
 * @example
 * client.onState((state) => {
 *   if (state.status === 'open' && state.why) void reload();
 *   if (state.status === 'closed' && state.refused) signIn();
 * });
 */
export type ConnectionState =
  | { readonly status: 'connecting'; readonly attempt: number }
  | { readonly status: 'open'; readonly resumed: boolean; readonly why?: string }
  | {
      readonly status: 'away';
      readonly attempt: number;
      readonly retryInMs: number;
      readonly retryAt: number;
      readonly code?: number;
      readonly reason?: string;
    }
  | {
      readonly status: 'closed';
      readonly code?: number;
      readonly reason: string;
      readonly refused: boolean;
    };
