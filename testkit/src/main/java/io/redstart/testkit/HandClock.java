package io.redstart.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until it is moved. */
final class HandClock implements LongSupplier {
    /** Not zero: nothing may take the beginning of time for "never". */
    private final AtomicLong now = new AtomicLong(1_000_000);

    @Override
    public long getAsLong() {
        return now.get();
    }

    void move(Duration by) {
        now.addAndGet(by.toMillis());
    }
}
