package io.redstart.server.channel;

import org.jspecify.annotations.Nullable;

/** Where states and grants outlive the server. Called under a channel's lock; must not wait. */
interface ChannelStore {
    /** Keeps nothing. */
    ChannelStore NONE = new ChannelStore() {};

    /**
     * A state was set or has ended.
     *
     * @param channel the channel's name
     * @param user whose, or null for that of all
     * @param json the value, or null for none
     * @param lastsMillis how long it lasts from now on; {@link Long#MAX_VALUE} for ever
     */
    default void state(String channel, @Nullable String user, byte @Nullable [] json, long lastsMillis) {}

    /** A user was granted a private channel, or is not any more. */
    default void grant(String channel, String user, boolean granted) {}
}
