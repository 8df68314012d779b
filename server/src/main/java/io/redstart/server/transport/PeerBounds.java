package io.redstart.server.transport;

import io.redstart.protocol.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * How much one peer may send in how much time: messages, pings, and each message from its beginning to its end. Whoever
 * hears the peer is told what it does not keep. Used by the thread that reads, but for {@link #tick}.
 */
public final class PeerBounds {
    private static final long NEVER = Long.MAX_VALUE;

    private final TransportSettings settings;
    private final Told told;
    private final @Nullable MessageRate rate;
    private final @Nullable TokenBucket pings;
    private volatile long begunAt = NEVER;

    /** Is told which bound the peer does not keep, as {@link Receiver#exceeded} is. */
    public interface Told {
        /**
         * Nothing more is to be heard of the peer.
         *
         * @param limit the bound's name
         * @param code why
         * @param reason for people
         */
        void exceeded(String limit, CloseCode code, String reason);
    }

    /**
     * Nothing has come yet.
     *
     * @param settings the bounds
     * @param told is told each time that one is not kept
     * @param now the time in milliseconds
     */
    public PeerBounds(TransportSettings settings, Told told, long now) {
        this.settings = settings;
        this.told = told;
        this.rate = settings.maxRate() == 0 ? null : new MessageRate(settings.maxRate(), now);
        this.pings =
                settings.maxPings() == 0 ? null : new TokenBucket(settings.maxPings(), 2 * settings.maxPings(), now);
    }

    /** Whether it matters how many messages come. */
    boolean countsMessages() {
        return rate != null;
    }

    /**
     * Some messages have come.
     *
     * @param messages how many
     * @param now the time in milliseconds
     * @return false if that is too many, and was told
     */
    public boolean takes(int messages, long now) {
        if (rate == null || rate.takes(messages, now)) {
            return true;
        }
        told.exceeded(
                "message-rate", CloseCode.TOO_MANY_MESSAGES, "more than " + settings.maxRate() + " messages a second");
        return false;
    }

    /**
     * A ping has come, or a pong.
     *
     * @param now the time in milliseconds
     * @return false if it is one too many, and was told
     */
    boolean takesPing(long now) {
        if (pings == null || pings.takesOne(now)) {
            return true;
        }
        told.exceeded("pings", CloseCode.TOO_MANY_MESSAGES, "more than " + settings.maxPings() + " pings a second");
        return false;
    }

    /**
     * How long nothing more is to be read, since messages come too fast.
     *
     * @return milliseconds; 0 to read on
     */
    public long pauseMillis() {
        return rate == null ? 0 : rate.pauseMillis();
    }

    /**
     * Such a pause is over.
     *
     * @param now the time in milliseconds
     */
    public void resumes(long now) {
        if (rate != null) {
            rate.resumes(now);
        }
    }

    /**
     * A part of a message has come that is not its last.
     *
     * @param now the time in milliseconds
     */
    public void goesOn(long now) {
        if (begunAt == NEVER) {
            begunAt = now;
        }
    }

    /** No message is coming in any more. */
    public void isWhole() {
        if (begunAt != NEVER) { // what most messages find, and reading it costs less than writing it
            begunAt = NEVER;
        }
    }

    /**
     * Time goes by, for a message that takes it. On any thread.
     *
     * @param now the time in milliseconds
     * @return false if one takes too long, and that was told
     */
    public boolean tick(long now) {
        long since = begunAt;
        if (since == NEVER || now - since <= settings.messageWithin().toMillis()) {
            return true;
        }
        told.exceeded("message-time", CloseCode.TOO_SLOW, "a message did not come whole in time");
        return false;
    }
}
