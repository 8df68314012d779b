package io.redstart.testkit;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What has arrived at a client and was not heard yet. */
final class Inbox {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<JsonNode> messages = new ArrayDeque<>();
    private @Nullable Ending ending;

    /** How the line ended. */
    record Ending(int code, String reason) {
        @Override
        public String toString() {
            return "the line was closed with " + code + " '" + reason + "'";
        }
    }

    void add(JsonNode message) {
        change(() -> messages.add(message));
    }

    void ended(int code, String reason) {
        change(() -> {
            if (ending == null) {
                ending = new Ending(code, reason);
            }
        });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first message that there is, or null if none comes any more. */
    @Nullable
    JsonNode next() {
        return first(message -> true);
    }

    /** Takes the first message of a kind, and leaves those before it. */
    @Nullable
    JsonNode first(Predicate<JsonNode> kind) {
        return waitFor(() -> take(kind));
    }

    private @Nullable JsonNode take(Predicate<JsonNode> kind) {
        for (Iterator<JsonNode> each = messages.iterator(); each.hasNext(); ) {
            JsonNode message = each.next();
            if (kind.test(message)) {
                each.remove();
                return message;
            }
        }
        return null;
    }

    /** Waits for the end of the line; null if it does not come. */
    @Nullable
    Ending ending() {
        return waitFor(() -> ending);
    }

    private <T> @Nullable T waitFor(Supplier<@Nullable T> look) {
        lock.lock();
        try {
            long left = PATIENCE_NANOS;
            T found = look.get();
            while (found == null && ending == null && left > 0) {
                left = changed.awaitNanos(left);
                found = look.get();
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a message", e);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    JsonNode peek() {
        lock.lock();
        try {
            return messages.peek();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            return messages + (ending == null ? "" : ", then " + ending);
        } finally {
            lock.unlock();
        }
    }
}
