package io.redstart.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client stands with the server. Each change is told once: that the session is a fresh one before the calls which
 * it ends fail, and those before the first push of the new session.
 *
 * <pre>{@code
 * client.onState(state -> {
 *     if (state instanceof ConnectionState.Open open && open.why() != null) {
 *         reload();   // a fresh session: pushes were missed
 *     } else if (state instanceof ConnectionState.Closed closed && closed.refused()) {
 *         signIn();
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
     * @param why why not, if it was lost and could not be resumed, a fresh session: load afresh what you show. One of
     *     {@code expired} (it was away for too long), {@code unknown} (the server does not know the session any more),
     *     {@code gap} (what was missed is not kept any more), {@code denied} (it belongs to another user),
     *     {@code node_lost} (the server that had it is gone), or a word of a newer server; null otherwise
     */
    record Open(boolean resumed, @Nullable String why) implements ConnectionState {}

    /**
     * Lost, or not reached. It tries again, for ever.
     *
     * @param retryIn when the next attempt begins; zero when it is under way
     * @param attempt the number of that attempt since it was last open, from 1
     * @param code the close code of the line that was lost, or the HTTP status with which it was refused; 0 if there
     *     was none
     * @param reason what happened, for people
     */
    record Away(Duration retryIn, int attempt, int code, String reason) implements ConnectionState {}

    /**
     * Closed for good, by {@link RedstartClient#close()} or by the server.
     *
     * @param code the close code, or 401 or 403 if the server refused the connection before it was one; 1000 if this
     *     side closed it
     * @param reason for people; {@code token_expired} when the credentials were a text and have expired
     * @param refused whether the server does not want this client: its credentials, its rights, its mistakes
     */
    record Closed(int code, String reason, boolean refused) implements ConnectionState {}
}
