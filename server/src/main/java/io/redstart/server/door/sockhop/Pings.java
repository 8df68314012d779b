package io.redstart.server.door.sockhop;

/** The pings of one line: when the next one is due, and how many in a row were not answered. Any thread. */
final class Pings {
    /** As many in a row, and nobody is there. */
    private static final int MISSED = 4;

    private final long every;
    private long sent;
    private long answered;
    private long nextAt = Long.MAX_VALUE;

    /** What is to be done. */
    enum Due {
        NOTHING,
        PING,
        /** Nobody answers. */
        END
    }

    /** {@code every} so many milliseconds; 0 for never. */
    Pings(long every) {
        this.every = every;
    }

    boolean isOn() {
        return every > 0;
    }

    synchronized void begin(long now, long firstWithin) {
        if (isOn()) {
            nextAt = now + Math.min(every, firstWithin);
        }
    }

    synchronized Due due(long now) {
        if (now < nextAt) {
            return Due.NOTHING;
        }
        nextAt = now + every;
        return sent - answered >= MISSED ? Due.END : Due.PING;
    }

    /** One more is sent; its number. */
    synchronized long next() {
        return ++sent;
    }

    /** False if it is none of ours. */
    synchronized boolean answered(long number) {
        if (number < 1 || number > sent) {
            return false;
        }
        answered = Math.max(answered, number);
        return true;
    }
}
