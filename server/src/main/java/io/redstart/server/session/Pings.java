package io.redstart.server.session;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The pings of one connection that are not answered yet. Answers have no number: they come in the order of what they
 * answer. Used under the session's lock.
 */
final class Pings {
    private static final int MOST = 64;

    private final ArrayDeque<Sent> sent = new ArrayDeque<>(0);

    /**
     * A ping.
     *
     * @param order what {@link CallLedger#pinged} said
     * @param answer who waits, or null
     * @param at when it was sent, in milliseconds
     */
    record Sent(long order, @Nullable CompletableFuture<Duration> answer, long at) {}

    /** One is about to be sent; why it may not if it may not. */
    @Nullable
    CallException sent(long order, @Nullable CompletableFuture<Duration> answer, long at) {
        if (answer != null && sent.size() >= MOST) {
            return new CallException(ErrorCodes.RATE_LIMITED, MOST + " pings are not answered");
        }
        sent.add(new Sent(order, answer, at));
        return null;
    }

    /** The oldest is answered; null if there is none, and somebody has said something for nothing. */
    @Nullable
    Sent answered() {
        return sent.poll();
    }

    /** Those who have waited since a time or longer need not wait any more; their places stay taken. */
    List<CompletableFuture<Duration>> late(long since) {
        if (sent.isEmpty()) {
            return List.of();
        }
        List<CompletableFuture<Duration>> late = new ArrayList<>(0);
        for (Sent each : sent) {
            if (each.answer() != null && !each.answer().isDone() && each.at() <= since) {
                late.add(each.answer());
            }
        }
        return late;
    }

    /** All that wait: nothing is answered any more. */
    List<CompletableFuture<Duration>> drop() {
        if (sent.isEmpty()) {
            return List.of();
        }
        List<CompletableFuture<Duration>> waiting = new ArrayList<>(0);
        for (Sent each : sent) {
            if (each.answer() != null) {
                waiting.add(each.answer());
            }
        }
        sent.clear();
        return waiting;
    }

    static CallException away() {
        return new CallException(ErrorCodes.UNAVAILABLE, "The client is away");
    }
}
