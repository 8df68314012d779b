package io.redstart.server.session;

import java.time.InstantSource;

/** Tells what time of day it was at a moment of the clock that only grows, without reading both clocks each time. */
final class TimeOfDay {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final InstantSource wall;
    /** By how much the time of day is ahead, in milliseconds. */
    private volatile long ahead = UNKNOWN;

    TimeOfDay(InstantSource wall) {
        this.wall = wall;
    }

    /** Compares them, since the time of day may be set. */
    void tick(long now) {
        ahead = wall.millis() - now;
    }

    /** The time of day, in milliseconds. */
    long at(long moment) {
        if (ahead == UNKNOWN) {
            tick(moment);
        }
        return moment + ahead;
    }
}
