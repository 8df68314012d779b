/**
 * How the client stands with the server.
 *
 * - `connecting`: never been open yet, the first attempt is under way.
 * - `open`: calls go out. `resumed` true: it was lost meanwhile, and nothing was missed. `why` is present
 *   when it was lost and could not be resumed: pushes were missed, so load afresh what you show.
 * - `away`: lost, or not reached; tries again, for ever. `attempt` counts the attempts since it was last
 *   open; it starts in `retryInMs` milliseconds, 0 when it is under way.
 * - `closed`: for good, by `close()` or by the server. `code` is the close code, if there was one.
 *
 * @example
 * client.onState((state) => {
 *   if (state.status === 'open' && state.why) void reload();
 * });
 */
export type ConnectionState =
  | { readonly status: 'connecting'; readonly attempt: number }
  | { readonly status: 'open'; readonly resumed: boolean; readonly why?: string }
  | {
      readonly status: 'away';
      readonly attempt: number;
      readonly retryInMs: number;
      readonly code?: number;
      readonly reason?: string;
    }
  | { readonly status: 'closed'; readonly code?: number; readonly reason: string };
