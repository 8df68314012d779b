package io.redstart.server.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the states and grants of a namespace outlive the server. What is told under a channel's lock must not wait. */
public interface ChannelStore {
    /** Keeps nothing. */
    ChannelStore NONE = new ChannelStore() {
        @Override
        public void state(String channel, @Nullable String user, byte @Nullable [] json, long lastsMillis) {}

        @Override
        public void grant(String channel, String user, boolean granted) {}

        @Override
        public CompletionStage<Void> durable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void load(Loading into) {}
    };

    /** Is given what was kept. */
    interface Loading {
        /**
         * A state that has not ended.
         *
         * @param channel the channel's name
         * @param user whose, or null for that of all
         * @param json the value, UTF-8 on one line
         * @param lastsMillis how long it still lasts, more than 0; {@link Long#MAX_VALUE} for ever
         */
        void state(String channel, @Nullable String user, byte[] json, long lastsMillis);

        /**
         * A user may join a private channel.
         *
         * @param channel the channel's name
         * @param user the user's id
         */
        void grant(String channel, String user);
    }

    /**
     * A state was set or has ended. Called under the channel's lock; does not wait.
     *
     * @param channel the channel's name
     * @param user whose, or null for that of all
     * @param json the value, or null for none; not changed any more
     * @param lastsMillis how long it lasts from now on; {@link Long#MAX_VALUE} for ever
     */
    void state(String channel, @Nullable String user, byte @Nullable [] json, long lastsMillis);

    /**
     * A user was granted a private channel, or is not any more. Called under the channel's lock; does not wait.
     *
     * @param channel the channel's name
     * @param user the user's id
     * @param granted whether the user may join from now on
     */
    void grant(String channel, String user, boolean granted);

    /**
     * To be asked after something was told that is to be acknowledged.
     *
     * @return completes when all that was told before is on disk, on any thread; fails if it cannot be written
     */
    CompletionStage<Void> durable();

    /**
     * Tells all that was kept. To be called once, before anything else.
     *
     * @param into is told
     */
    void load(Loading into);
}
