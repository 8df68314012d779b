package io.redstart.client.sockhop;

import java.time.Duration;

/**
 * How a client stands with its server. Each change is told once.
 *
 * <pre>{@code
 * client.onState(state -> {
 *     if (state instanceof SockhopState.Away away) {
 *         show("Trying again in " + away.retryIn().toSeconds() + " s");
 *     }
 * });
 * }</pre>
 */
public sealed interface SockhopState {
    /** It was never open yet; the first attempt is under way. */
    record Connecting() implements SockhopState {}

    /** What is sent goes out. */
    record Open() implements SockhopState {}

    /**
     * Lost, or not reached. It tries again, for ever.
     *
     * @param retryIn when the next attempt begins
     * @param attempt the number of that attempt since it was last open, from 1
     * @param reason what happened, for people
     */
    record Away(Duration retryIn, int attempt, String reason) implements SockhopState {}

    /** Closed for good by {@link SockhopClient#close()}. */
    record Closed() implements SockhopState {}
}
