package io.redstart.api;

/**
 * What an application keeps for each session. A public class of a bundle that implements it is made once for each
 * session, and found with {@link Session#data}. Its constructor may take what constructors of per-session {@link Api}
 * classes take. Where a bundle is deployed while there are sessions, those get theirs before anything else of it runs for
 * them; where it is replaced or removed, all of them end.
 *
 * <pre>{@code
 * public class Cart implements SessionData {
 *     private final List<String> items = new CopyOnWriteArrayList<>();
 *
 *     public void start(Session session) { items.addAll(shop.saved(session.handshake().query("cart"))); }
 *
 *     public void end(Session session) { shop.save(items); }
 * }
 *
 * @Call
 * public void add(String item, Session session) { session.data(Cart.class).add(item); }
 * }</pre>
 */
public interface SessionData {
    /**
     * The session is about to begin: it is not among {@link Sessions#all} yet, and its client is welcome when this
     * returns. Called on a thread that may block; the client waits meanwhile. If it throws, the session is refused: a
     * {@link CallException} closes the connection with 4507, anything else with 4001.
     *
     * @param session the session; it may be signed in here, and what it is told comes behind the welcome
     */
    default void start(Session session) {}

    /**
     * The session is over, or this bundle is done with it. Called once if {@link #start} returned, behind
     * {@link OnClose}, on a thread that may block. What it throws is logged.
     *
     * @param session the session; its user and attributes are still there
     */
    default void end(Session session) {}
}
