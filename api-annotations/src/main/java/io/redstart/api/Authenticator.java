package io.redstart.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Says who a client is, or refuses it. A bundle brings one by holding one class that implements this; the server has
 * at most one. Without any, every client is a guest.
 *
 * <p>It is asked before the connection is upgraded ({@link Handshake.Stage#UPGRADE}). If url, headers or address decide
 * it, it accepts or refuses at once: a refusal is HTTP status 401, or close code 4501 where a container opens the
 * WebSockets. If it needs the token, it answers
 * {@link Decision#undecided()} and is asked again when the client said hello ({@link Handshake.Stage#HELLO}): a refusal
 * is then a {@code bye} with the reason and close code 4501, after which clients stay away; undecided counts as
 * refused.
 *
 * <p>It is called on a thread that may block, and may answer later, but not later than
 * {@code protocol.hello-timeout} (5 s): then the client is sent away for now, and the answer is not looked at any more.
 *
 * <pre>{@code
 * public class Tickets implements Authenticator {
 *     public CompletionStage<Decision> authenticate(Handshake handshake) {
 *         if (handshake.token() == null) return Decision.undecided().now();
 *         return users.byTicket(handshake.token()).thenApply(id -> Decision.accept(new User(id)));
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Decides about one client.
     *
     * @param handshake what is known of it
     * @return completes with the decision; a failure is logged and refuses the client for now (HTTP status 500, or close
     *     code 4001)
     */
    CompletionStage<Decision> authenticate(Handshake handshake);

    /**
     * Makes an authenticator from a function that answers at once or blocks.
     *
     * @param decide called on a thread that may block
     * @return the authenticator
     */
    static Authenticator of(Function<? super Handshake, Decision> decide) {
        return handshake -> CompletableFuture.completedFuture(decide.apply(handshake));
    }
}
