package io.redstart.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that stands still until it is moved. */
final class HandClock implements Clock {
    private final List<Entry> timers = new ArrayList<>();
    private long now = 1_000_000;

    /** Two that are due at the same time are still two. */
    private static final class Entry {
        private final long at;
        private final Runnable task;

        private Entry(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        private long at() {
            return at;
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Timer after(long millis, Runnable task) {
        var entry = new Entry(now + millis, task);
        timers.add(entry);
        return () -> timers.remove(entry);
    }

    /** Moves the time and runs what becomes due, in order, each at its own time. */
    void advance(long millis) {
        long until = now + millis;
        Optional<Entry> due = firstUntil(until);
        while (due.isPresent()) {
            Entry entry = due.get();
            timers.remove(entry);
            now = entry.at;
            entry.task.run();
            due = firstUntil(until);
        }
        now = until;
    }

    private Optional<Entry> firstUntil(long until) {
        return timers.stream().filter(entry -> entry.at <= until).min(Comparator.comparingLong(Entry::at));
    }

    /** How many timers wait. */
    int waiting() {
        return timers.size();
    }
}
