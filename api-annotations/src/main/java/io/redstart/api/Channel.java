package io.redstart.api;

import java.util.stream.Stream;

/**
 * A channel: a name that sessions join. What is dispatched and emitted through it reaches all its members in one order,
 * and those who come back catch up with it. Any thread may use it; nothing here waits for the network.
 *
 * <p>In a running call what is done through it waits for the call's success, in order. If one thing then fails (a reducer
 * refuses, there are too many channels), those after it are dropped and the call fails with it. {@link #now()} does it at
 * once. What is read is what is there already.
 *
 * <p>An action for which a bundle has a {@code @Reducer} changes the state in the step in which it is told. What may be
 * lost ({@link #lossy()}, {@link #latest(String)}, records marked so with {@link Push}, and packets) has no place in the
 * channel's order: it changes no state, and nobody catches up with it.
 *
 * <p>Everything may throw {@link CallException} {@code conflict} if a channel is in use whose name differs from this one
 * only in upper and lower case, and {@code overloaded} if there are too many channels.
 */
public interface Channel extends Recipient {
    /**
     * Its name.
     *
     * @return as it was asked for
     */
    String name();

    /**
     * Those of its members that are sessions of one user. An action with a reducer then changes that user's state.
     *
     * @param user the user's id
     * @return who is told; looked up at each push
     */
    Recipient of(String user);

    /**
     * Its state.
     *
     * @return that of all its members; see {@link ChannelState#of}
     */
    ChannelState state();

    /**
     * Lets a user join.
     *
     * @param user the user's id
     * @throws CallException {@code invalid} if the channel is not private, {@code overloaded} if there are too many grants
     */
    void grant(String user);

    /**
     * Takes the right to join from a user. Their sessions are taken out and told so.
     *
     * @param user the user's id
     * @throws CallException {@code invalid} if the channel is not private
     */
    void revoke(String user);

    /**
     * Whether a user was let in.
     *
     * @param user the user's id
     * @return true after {@link #grant}
     */
    boolean isGranted(String user);

    /**
     * Puts a session in, whatever the rules are. It is told the state.
     *
     * @param session the session
     * @throws CallException {@code rate_limited} if it is in too many channels
     */
    void join(Session session);

    /**
     * Takes a session out; it is told so.
     *
     * @param session the session
     */
    void leave(Session session);

    /**
     * The sessions in it.
     *
     * @return a stream over a snapshot
     */
    Stream<Session> members();

    /**
     * Who is in it.
     *
     * @return a snapshot
     */
    ChannelInfo info();

    /**
     * The same channel, in which everything is done at once: it does not wait for the end of the running call and is not
     * dropped when the call fails.
     *
     * @return a view that acts immediately
     */
    @Override
    Channel now();
}
