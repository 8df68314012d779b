package io.redstart.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a channel: one value for all, or one for each user. Who joins is told it; who is in is told when it
 * changes. A user who has a state of their own does not see that of all. Any thread may use it.
 *
 * <pre>{@code
 * channel.state().set(new Room("Tea", 4));
 * channel.state().of("ann").lasting(Duration.ofMinutes(5)).set(new Draft(text));
 * Room room = channel.state().get(Room.class);
 * }</pre>
 */
public interface ChannelState {
    /**
     * The state of one user.
     *
     * @param user the user's id
     * @return a view of it
     */
    ChannelState of(String user);

    /**
     * The same state; what is set through it ends by itself, and is told to have ended within a second.
     *
     * @param time above 0
     * @return a view of it
     * @throws IllegalArgumentException if the time is not above 0
     */
    ChannelState lasting(Duration time);

    /**
     * The same state; nobody is told what is set through it.
     *
     * @return a view of it
     */
    ChannelState quietly();

    /**
     * Sets it. In a running call that waits for the call's success; then it is kept before the call is answered, where
     * states outlive the server.
     *
     * @param value anything that converts to JSON; null takes the state away
     * @throws IllegalArgumentException if it does not convert to JSON, or if it is that of all in a channel of which each
     *     user has their own
     * @throws CallException {@code too_large} if it is larger than {@code channels.max-state}; when it is done, which may
     *     be at the end of the running call, {@code overloaded} if there are too many
     */
    void set(@Nullable Object value);

    /** Takes it away, as {@link #set} with null does. */
    void delete();

    /**
     * Reads it: what is there, not what the running call is about to set.
     *
     * @param <T> the type of the value
     * @param type its class
     * @return the value: of a user's view their own, else that of all; null if there is none
     * @throws CallException {@code invalid} if it does not convert
     */
    <T> @Nullable T get(Class<T> type);
}
