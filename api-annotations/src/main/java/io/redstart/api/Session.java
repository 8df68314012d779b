package io.redstart.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client for as long as it may come back: it outlives a cut connection by the resume window. Any thread may use it.
 *
 * <p>It is given to a constructor of a per-session {@link Api} class or to a method's parameter. After the session is
 * over, pushing to it does nothing.
 *
 * <pre>{@code
 * @Call
 * public void rename(String name, Session session) {
 *     session.attribute("name", name);
 *     session.dispatch(new Renamed(name));
 * }
 * }</pre>
 */
public interface Session extends Recipient {
    /**
     * The public id of the session: safe to show and to log, gives no right to anything.
     *
     * @return 22 characters
     */
    String id();

    /**
     * Who is behind it: as the {@link Authenticator} said, unless the session was signed in or out.
     *
     * @return the user, or null for a guest
     */
    @Nullable
    User user();

    /**
     * Signs a guest's session in as a user without roles.
     *
     * @param user the user's id, 1 to 255 characters, not beginning with {@code $}
     * @return how many sessions the user has now, with this one
     * @throws CallException as {@link #signIn(User)}
     * @throws IllegalArgumentException if the id has another form
     */
    int signIn(String user);

    /**
     * Signs a guest's session in. That counts at once, whatever becomes of the running call: for roles and rate limits of
     * what comes next, for {@link Sessions#of}, and for what the client is told of who it is. It lasts until the session
     * is signed out or over, also when the client comes back after a cut connection; a fresh session knows nothing of it.
     *
     * <pre>{@code
     * @Call
     * public int login(String name, String password, Session session) {
     *     return session.signIn(users.check(name, password));
     * }
     * }</pre>
     *
     * @param user who is behind it from now on; neither its id nor a role begins with {@code $}
     * @return how many sessions the user has now, with this one
     * @throws CallException {@code conflict} if the session has a user; {@code too_many_sessions} if the user has as many
     *     as {@code sessions.max-per-user} says and none is closed for it, with {@code max} and {@code count} as data;
     *     {@code unavailable} if it is over
     * @throws IllegalArgumentException if the id or a role begins with {@code $}
     */
    int signIn(User user);

    /**
     * Signs the session out: it is a guest's from now on, also if the user was the authenticator's. That counts at once,
     * whatever becomes of the running call.
     *
     * @return whether this was the user's last session; false if it is a guest's, or over
     */
    boolean signOut();

    /**
     * How the client came in, first time.
     *
     * @return the handshake; its token is not kept
     */
    Handshake handshake();

    /**
     * Where the client was when it came in.
     *
     * @return the address as text, such as {@code 192.0.2.7}; a name where only that is known
     */
    default String remoteAddress() {
        InetAddress known = handshake().address().getAddress();
        return known == null ? handshake().address().getHostString() : known.getHostAddress();
    }

    /**
     * The port the client came in from.
     *
     * @return 0 to 65535
     */
    default int remotePort() {
        return handshake().address().getPort();
    }

    /**
     * What kind of address the client came in from.
     *
     * @return {@code IPv4} or {@code IPv6}
     */
    default String remoteFamily() {
        return handshake().address().getAddress() instanceof Inet6Address ? "IPv6" : "IPv4";
    }

    /**
     * What the client says it is.
     *
     * @return name and version of its library, such as {@code js/0.1.0}, at most 256 characters; null if it did not say
     */
    @Nullable
    String client();

    /**
     * When the session began.
     *
     * @return the time of day
     */
    Instant opened();

    /**
     * When the client last asked for something: a call, a cast, an action, an event, a packet.
     *
     * @return the time of day in milliseconds; at first when the session began
     */
    Instant lastRequest();

    /**
     * What a class of the application keeps for this session.
     *
     * @param <T> the class
     * @param type a class of a deployed bundle that implements {@link SessionData}
     * @return the session's own object
     * @throws IllegalStateException if there is none: the class is of no deployed bundle, or the session is over
     */
    <T extends SessionData> T data(Class<T> type);

    /**
     * Reads something the application keeps with the session.
     *
     * @param name any text
     * @return the value, or null if there is none
     */
    @Nullable
    Object attribute(String name);

    /**
     * Keeps something with the session, for as long as the session lives.
     *
     * @param name any text
     * @param value the value; null removes it
     * @return what was there before, or null
     */
    @Nullable
    Object attribute(String name, @Nullable Object value);

    /**
     * Calls a handler in the client.
     *
     * @param name the handler's name, 1 to 128 characters
     * @param args what it is called with; each converts to JSON
     * @return completes with the answer as Java's own types (texts, numbers, booleans, lists, maps, null); fails with
     *     {@link CallException}: the client's own code, {@code not_found} if it has no such handler, {@code timeout}
     *     after 30 s, {@code unavailable} when the session ends first, {@code overloaded} at once while 1,000 asks wait for
     *     answers of this client
     */
    CompletionStage<@Nullable Object> ask(String name, @Nullable Object... args);

    /**
     * Calls a handler in the client and converts its answer.
     *
     * @param <T> the type of the answer
     * @param type the class to convert the answer to
     * @param name the handler's name, 1 to 128 characters
     * @param args what it is called with; each converts to JSON
     * @return completes with the answer, which may be null; fails as {@link #ask(String, Object...)} does, and with
     *     {@code invalid} if the answer does not convert
     */
    <T> CompletionStage<T> ask(Class<T> type, String name, @Nullable Object... args);

    /**
     * Passes over the packets of this client from now on, unread, or takes them again. What else it sends, also texts
     * and JSON without a name, and bytes in frames of their own, is taken as before.
     *
     * @param drop whether to pass over
     */
    void dropPackets(boolean drop);

    /**
     * Pings the client.
     *
     * @return completes with how long its answer took, in whole milliseconds; fails with {@link CallException}:
     *     {@code unavailable} if the client is away or goes before it answers, {@code timeout} after 30 s
     *     ({@code sessions.ask-timeout}), {@code rate_limited} if 64 pings are not answered
     */
    CompletionStage<Duration> ping();

    /** How a session stands. */
    enum ReadyState {
        /** Its client is connected. */
        OPEN,
        /** Its client is not connected and may come back. */
        AWAY,
        /** It has ended for good. */
        OVER
    }

    /**
     * How the session stands right now.
     *
     * @return the state
     */
    ReadyState readyState();

    /**
     * Whether the session is not over yet. It may be true while the client is away and can still come back.
     *
     * @return false once it is over
     */
    boolean isOpen();

    /**
     * Ends the session: the client is told and does not come back by itself.
     *
     * @param reason for people, at most 123 bytes are sent
     */
    void close(String reason);

    /**
     * Closes the client's connection with a code. After 1000 and after 4500 to 4999 the session is over, and the client
     * does not come back by itself; after another it may come back to it. Codes that the protocol gives a meaning have
     * that meaning for the client.
     *
     * @param code 1000, or 4000 to 4999
     * @param reason for people, at most 123 bytes are sent
     * @throws IllegalArgumentException if the code is another
     */
    void disconnect(int code, String reason);

    /** Cuts the client's connection without a word. The session waits, and the client may come back to it. */
    void terminate();

    /** Ends the session at once and cuts the client's connection without a word. */
    void kill();

    @Override
    Session now();

    @Override
    Session lossy();

    @Override
    Session latest(String key);
}
