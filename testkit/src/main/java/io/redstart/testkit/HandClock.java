package io.redstart.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until it is moved, and so does the time of day. */
final class HandClock implements LongSupplier, InstantSource {
    /** A whole second, so that what tells only seconds tells all. */
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** Not zero: nothing may take the beginning of time for "never". */
    private static final long BEGINNING = 1_000_000;

    private final AtomicLong now = new AtomicLong(BEGINNING);

    @Override
    public long getAsLong() {
        return now.get();
    }

    @Override
    public Instant instant() {
        return start.plusMillis(now.get() - BEGINNING);
    }

    void move(Duration by) {
        now.addAndGet(by.toMillis());
    }
}
