package io.redstart.client.sockhop;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits for an answer. Whoever waits goes on elsewhere, and does not hold up who reads. */
interface Waiting {
    /** A part of the answer has come, null for an end that says nothing. */
    void part(@Nullable SockhopMessage part, boolean last);

    /** How many parts have come. */
    int heard();

    /** None will come any more. */
    void fails(String code, String message);

    /** Waits for one. */
    record OfOne(CompletableFuture<SockhopMessage> answer) implements Waiting {
        @Override
        public void part(@Nullable SockhopMessage part, boolean last) {
            SockhopMessage told = Objects.requireNonNull(part);
            answer.completeAsync(() -> told);
        }

        @Override
        public int heard() {
            return 0;
        }

        @Override
        public void fails(String code, String message) {
            Threads.fail(answer, code, message);
        }
    }

    /** Waits for any number, and their end. */
    record OfParts(
            CompletableFuture<Void> ended, Consumer<SockhopMessage> listener, Executor telling, AtomicInteger count)
            implements Waiting {
        OfParts(CompletableFuture<Void> ended, Consumer<SockhopMessage> listener, Executor telling) {
            this(ended, listener, telling, new AtomicInteger());
        }

        @Override
        public void part(@Nullable SockhopMessage part, boolean last) {
            count.incrementAndGet();
            telling.execute(() -> {
                try {
                    if (part != null) {
                        listener.accept(part);
                    }
                } finally {
                    if (last) {
                        ended.completeAsync(() -> null);
                    }
                }
            });
        }

        @Override
        public int heard() {
            return count.get();
        }

        @Override
        public void fails(String code, String message) {
            Threads.fail(ended, code, message);
        }
    }
}
