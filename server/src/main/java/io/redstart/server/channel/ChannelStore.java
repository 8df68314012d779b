package io.redstart.server.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where states and grants outlive the server. What is stored is told under a channel's lock, and must not wait. */
public interface ChannelStore {
    /** Keeps nothing. */
    ChannelStore NONE = new ChannelStore() {};

    /**
     * A state was set or has ended.
     *
     * @param channel the channel's name
     * @param user whose, or null for that of all
     * @param json the value, or null for none; not changed by anybody
     * @param lastsMillis how long it lasts from now on; {@link Long#MAX_VALUE} for ever
     */
    default void state(String channel, @Nullable String user, byte @Nullable [] json, long lastsMillis) {}

    /**
     * A user was granted a private channel, or is not any more.
     *
     * @param channel the channel's name
     * @param user who
     * @param granted whether they may join
     */
    default void grant(String channel, String user, boolean granted) {}

    /**
     * Says when everything stored so far would survive the end of the process.
     *
     * @return completed if it does already; fails if it could not be kept
     */
    default CompletionStage<Void> durable() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Tells all that was kept, once, before anything is stored.
     *
     * @param into takes it
     */
    default void load(Loading into) {}

    /** Takes what was kept. */
    interface Loading {
        /**
         * A state.
         *
         * @param channel the channel's name
         * @param user whose, or null for that of all
         * @param json the value
         * @param lastsMillis how long it still lasts; {@link Long#MAX_VALUE} for ever
         */
        void state(String channel, @Nullable String user, byte[] json, long lastsMillis);

        /**
         * A user may join a private channel.
         *
         * @param channel the channel's name
         * @param user who
         */
        void grant(String channel, String user);
    }
}
