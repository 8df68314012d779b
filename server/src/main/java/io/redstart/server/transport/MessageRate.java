package io.redstart.server.transport;

/**
 * How fast one peer may send: what comes too fast is read later, and a peer that goes on like that is closed. One
 * thread at a time.
 */
final class MessageRate {
    /** For how long a peer may be too fast. */
    static final long PATIENCE_MILLIS = 3_000;

    private final TokenBucket bucket;
    private final int perSecond;
    private long fastSince = -1;

    /**
     * Nothing has come yet.
     *
     * @param perSecond how many messages may come in a second, and twice as many at once
     * @param now the time in milliseconds
     */
    MessageRate(int perSecond, long now) {
        this.perSecond = perSecond;
        this.bucket = new TokenBucket(perSecond, 2 * perSecond, now);
    }

    /**
     * Some messages have come.
     *
     * @param messages how many
     * @param now the time in milliseconds
     * @return false if the peer has been too fast for too long, or owes more time than it may be
     */
    boolean takes(int messages, long now) {
        bucket.take(messages, now);
        if (bucket.left() + messages >= Math.max(2, perSecond / 5)) {
            // more had come back than a pause leaves: it has slowed down
            fastSince = -1;
        }
        if (bucket.debtMillis() == 0) {
            return true;
        }
        if (fastSince < 0) {
            fastSince = now;
        }
        return now - fastSince < PATIENCE_MILLIS && bucket.debtMillis() <= PATIENCE_MILLIS;
    }

    /**
     * A pause is over. However long it took, no more comes back in it than in a tenth of a second.
     *
     * @param now the time in milliseconds
     */
    void resumes(long now) {
        bucket.cap(Math.max(1, perSecond / 10), now);
    }

    /**
     * How long nothing more is to be read.
     *
     * @return milliseconds; 0 to read on
     */
    long pauseMillis() {
        return bucket.debtMillis();
    }
}
