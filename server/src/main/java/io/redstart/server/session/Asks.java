package io.redstart.server.session;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.WireError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the server asked the client and waits for. */
final class Asks {
    /** How many may wait for their answers. Clients keep twice as many answers, in case they are asked again. */
    static final int MOST = 1_000;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Open(CompletableFuture<@Nullable Object> answer, byte[] message, long until) {}

    private final Map<Long, Open> open = new HashMap<>(0);
    private long last;
    private boolean over;

    /** The next id. */
    synchronized long next() {
        return ++last;
    }

    /** Waits for an answer. Returns null, or why it does not. */
    synchronized @Nullable CallException register(
            long id, CompletableFuture<@Nullable Object> answer, byte[] message, long until) {
        if (over) {
            return new CallException(ErrorCodes.UNAVAILABLE, "The session is over");
        }
        if (open.size() >= MOST) {
            return new CallException(ErrorCodes.OVERLOADED, MOST + " asks wait for answers of this client");
        }
        open.put(id, new Open(answer, message, until));
        return null;
    }

    void answered(Answer answer) {
        Open asked;
        synchronized (this) {
            asked = open.remove(answer.id());
        }
        if (asked == null) {
            return;
        }
        if (answer instanceof Answer.Result result) {
            asked.answer().complete(result.value());
        } else {
            asked.answer().completeExceptionally(exception(((Answer.Failure) answer).error()));
        }
    }

    private static CallException exception(WireError error) {
        try {
            return error.toException();
        } catch (IllegalArgumentException noCode) {
            return new CallException(ErrorCodes.INVALID, "The client's error has no code of the protocol's form");
        }
    }

    /** What the client may not have had: it is asked again on its new connection. */
    synchronized List<byte[]> unanswered() {
        return open.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().message())
                .toList();
    }

    void tick(long now) {
        List<Open> late = new ArrayList<>();
        synchronized (this) {
            if (open.isEmpty()) {
                return;
            }
            open.values().removeIf(asked -> {
                if (asked.until() > now) {
                    return false;
                }
                late.add(asked);
                return true;
            });
        }
        late.forEach(asked -> asked.answer()
                .completeExceptionally(new CallException(ErrorCodes.TIMEOUT, "The client did not answer in time")));
    }

    void over() {
        List<Open> left;
        synchronized (this) {
            over = true;
            left = List.copyOf(open.values());
            open.clear();
        }
        left.forEach(asked ->
                asked.answer().completeExceptionally(new CallException(ErrorCodes.UNAVAILABLE, "The session is over")));
    }
}
