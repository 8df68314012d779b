package io.redstart.server.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much a node keeps for its clients: what waits in outboxes, and what is kept until it is acknowledged. Each of
 * those who keep something has a {@link Part}, and tells changes in steps, so that small amounts which come and go touch
 * nothing that is shared.
 */
public final class Backlog {
    /** By how much a part may be out. */
    private static final long STEP = 4 * 1024;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private volatile Runnable whenTooMuch = () -> {};

    /**
     * Nothing is kept yet.
     *
     * @param most as much as may be kept, in bytes
     */
    public Backlog(long most) {
        this.most = most;
    }

    /**
     * What is to be done when more is kept than may be.
     *
     * @param action called whenever there is more and still too much; must neither wait nor throw
     */
    public void whenTooMuch(Runnable action) {
        whenTooMuch = action;
    }

    /**
     * How much is kept.
     *
     * @return bytes, exact when no more is being sent or written
     */
    public long bytes() {
        return bytes.get();
    }

    /**
     * Whether more is kept than may be.
     *
     * @return true if something has to go
     */
    public boolean isTooMuch() {
        return bytes.get() > most;
    }

    /**
     * Somebody begins to keep something.
     *
     * @return counts for one, who guards it
     */
    public Part part() {
        return new Part();
    }

    /** What one keeps. Not safe for several threads. */
    public final class Part {
        private long told;

        private Part() {}

        /**
         * Tells how much it is, unless that has hardly changed.
         *
         * @param now bytes; 0 is always told
         */
        public void is(long now) {
            long more = now - told;
            if (now == 0 ? more == 0 : Math.abs(more) < STEP) {
                return;
            }
            told = now;
            if (bytes.addAndGet(more) > most && more > 0) {
                whenTooMuch.run();
            }
        }
    }
}
