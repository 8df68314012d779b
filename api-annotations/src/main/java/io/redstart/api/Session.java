package io.redstart.api;

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
     * Who is behind it.
     *
     * @return the user, or null for a guest
     */
    @Nullable
    User user();

    /**
     * How the client came in, first time.
     *
     * @return the handshake; its token is not kept
     */
    Handshake handshake();

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
     *     after 30 s, {@code unavailable} when the session ends first
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

    @Override
    Session now();

    @Override
    Session lossy();

    @Override
    Session latest(String key);
}
