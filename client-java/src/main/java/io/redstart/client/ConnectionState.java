package io.redstart.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client stands with the server.
 *
 * <pre>{@code
 * client.onState(state -> {
 *     if (state instanceof ConnectionState.Open open && open.why() != null) {
 *         reload();   // pushes were missed
 *     }
 * });
 * }</pre>
 */
public sealed interface ConnectionState {
    /** It was never open yet; the first attempt is under way. */
    record Connecting() implements ConnectionState {}

    /**
     * Calls go out.
     *
     * @param resumed true if it was lost meanwhile and nothing was missed
     * @param why why not, if it was lost and could not be resumed: load afresh what you show; null otherwise
     */
    record Open(boolean resumed, @Nullable String why) implements ConnectionState {}

    /**
     * Lost, or not reached. It tries again, for ever.
     *
     * @param retryIn when the next attempt begins; zero when it is under way
     * @param attempt the number of that attempt since it was last open, from 1
     * @param reason what happened, for people
     */
    record Away(Duration retryIn, int attempt, String reason) implements ConnectionState {}

    /**
     * Closed for good, by {@link RedstartClient#close()} or by the server.
     *
     * @param code the close code; 1000 if this side closed it
     * @param reason for people
     */
    record Closed(int code, String reason) implements ConnectionState {}
}
