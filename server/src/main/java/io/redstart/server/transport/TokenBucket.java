package io.redstart.server.transport;

/**
 * What may still be done: it grows with time up to a burst, and each thing done takes of it. It may be overdrawn, and
 * is then a debt. Not safe for several threads.
 */
final class TokenBucket {
    private static final long MILLI = 1_000;

    private final long perSecond;
    private final long burst;
    private long thousandths;
    private long filledAt;

    /** A full one. */
    TokenBucket(int perSecond, int burst, long now) {
        this.perSecond = perSecond;
        this.burst = burst * MILLI;
        this.thousandths = this.burst;
        this.filledAt = now;
    }

    private void fill(long now) {
        long passed = now - filledAt;
        filledAt = now;
        // what fills it from any debt that is told of; more would only overflow
        thousandths = passed > Integer.MAX_VALUE ? burst : Math.min(burst, thousandths + passed * perSecond);
    }

    /** Takes some, even if there are not so many. */
    void take(int count, long now) {
        fill(now);
        thousandths -= count * MILLI;
    }

    /** Takes one if there is one. */
    boolean takesOne(long now) {
        fill(now);
        if (thousandths < MILLI) {
            return false;
        }
        thousandths -= MILLI;
        return true;
    }

    /** Takes what is above so many. */
    void cap(int most, long now) {
        fill(now);
        thousandths = Math.min(thousandths, most * MILLI);
    }

    /** How many there are; below zero a debt. */
    long left() {
        return Math.floorDiv(thousandths, MILLI);
    }

    /** How long it takes until nothing is owed any more. */
    long debtMillis() {
        return thousandths >= 0 ? 0 : (-thousandths + perSecond - 1) / perSecond;
    }

    boolean isFull(long now) {
        fill(now);
        return thousandths == burst;
    }
}
