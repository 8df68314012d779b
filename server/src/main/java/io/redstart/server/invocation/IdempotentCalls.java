package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import io.redstart.server.observe.Observer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this node that have an idempotency key, so that each has its effect once: those that run, and for a
 * while the answers of those that ended.
 */
final class IdempotentCalls {
    /** After these nobody knows whether the method had its effect. */
    private static final Set<String> UNCERTAIN = Set.of(ErrorCodes.TIMEOUT, ErrorCodes.CANCELLED);

    private final InvocationSettings settings;
    private final LongSupplier clock;
    private final Observer observer;
    private final MessageWriter writer;
    private final Map<KeyedCall.Key, KeyedCall> calls = new HashMap<>(0);
    /** Those that are answered, the oldest first. */
    private final ArrayDeque<KeyedCall> kept = new ArrayDeque<>(0);

    private long keptBytes;

    /** What is known of a key that a client calls with. */
    sealed interface Found {
        /** It is new; whoever got it runs the call. */
        record Fresh(KeyedCall call) implements Found {}

        /** It runs already. */
        record Running(KeyedCall call) implements Found {}

        /** It was answered. */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Kept(byte[] answer) implements Found {}

        /** It was used with other arguments. */
        record Conflict() implements Found {}
    }

    IdempotentCalls(InvocationSettings settings, LongSupplier clock, Observer observer, MessageWriter writer) {
        this.settings = settings;
        this.clock = clock;
        this.observer = observer;
        this.writer = writer;
    }

    synchronized Found find(KeyedCall.Key key, byte[] digest) {
        dropUntil(clock.getAsLong());
        KeyedCall known = calls.get(key);
        if (known == null) {
            KeyedCall fresh = new KeyedCall(this, key, digest);
            calls.put(key, fresh);
            return new Found.Fresh(fresh);
        }
        if (!Arrays.equals(known.digest, digest)) {
            return new Found.Conflict();
        }
        byte[] answer = known.answer;
        return answer == null ? new Found.Running(known) : new Found.Kept(answer);
    }

    synchronized void begins(KeyedCall call, CallRun run) {
        call.begun = true;
        call.run = run;
    }

    /** A call waits for the answer of another; the answer, if that is there already. */
    synchronized byte @Nullable [] join(KeyedCall call, JoinedCall joined) {
        if (call.answer == null && calls.get(call.key) == call) {
            call.joined.add(joined);
            return null;
        }
        byte[] answer = call.answer;
        return answer == null ? didNotRun() : answer;
    }

    synchronized void leave(KeyedCall call, JoinedCall joined) {
        call.joined.remove(joined);
    }

    void forget(KeyedCall call) {
        tell(drop(call), didNotRun());
    }

    private synchronized List<JoinedCall> drop(KeyedCall call) {
        calls.remove(call.key, call);
        return waiting(call);
    }

    private static List<JoinedCall> waiting(KeyedCall call) {
        List<JoinedCall> waiting = call.joined;
        call.joined = List.of();
        call.run = null;
        return waiting;
    }

    void ended(KeyedCall call, byte[] message, @Nullable WireError error) {
        List<JoinedCall> waiting;
        byte[] answer;
        synchronized (this) {
            boolean again = !call.begun || (error != null && error.retry() != null);
            if (again) {
                waiting = drop(call);
                answer = call.begun ? message : didNotRun();
            } else {
                waiting = waiting(call);
                answer = error != null && UNCERTAIN.contains(error.code()) ? unknown() : message;
                keep(call, answer);
            }
        }
        tell(waiting, answer);
    }

    private static void tell(List<JoinedCall> waiting, byte[] answer) {
        waiting.forEach(joined -> joined.answered(answer));
    }

    private void keep(KeyedCall call, byte[] answer) {
        call.answer = answer;
        call.until = clock.getAsLong() + settings.idempotencyKeep().toMillis();
        kept.add(call);
        keptBytes += call.size();
        boolean full = false;
        while (kept.size() > settings.idempotencyAnswers() || keptBytes > settings.idempotencyBytes()) {
            dropOldest();
            full = true;
        }
        if (full) {
            observer.limitHit("idempotency");
        }
    }

    private void dropUntil(long now) {
        while (!kept.isEmpty() && kept.element().until <= now) {
            dropOldest();
        }
    }

    private void dropOldest() {
        KeyedCall oldest = kept.remove();
        keptBytes -= oldest.size();
        calls.remove(oldest.key, oldest);
    }

    /** Time goes by: also for calls whose session is over, which run on for whoever comes back with their key. */
    void tick(long now) {
        List<CallRun> running;
        synchronized (this) {
            dropUntil(now);
            if (calls.size() == kept.size()) {
                return;
            }
            running = calls.values().stream()
                    .map(call -> call.run)
                    .filter(java.util.Objects::nonNull)
                    .toList();
        }
        running.forEach(run -> run.tick(now));
    }

    /** How many keys are known. */
    synchronized int size() {
        return calls.size();
    }

    private byte[] unknown() {
        return failure(new CallException(
                ErrorCodes.UNKNOWN_OUTCOME, "The call with this key was begun and did not come to its end"));
    }

    private byte[] didNotRun() {
        return failure(new CallException(
                ErrorCodes.UNAVAILABLE, "The call with this key did not run", null, Duration.ZERO, List.of()));
    }

    /** An answer to whom it may concern: each caller gets it under its own id. */
    private byte[] failure(CallException why) {
        return writer.write(new Answer.Failure(1, WireError.of(why)));
    }
}
