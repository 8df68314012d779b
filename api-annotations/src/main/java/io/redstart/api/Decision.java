package io.redstart.api;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} says of a client.
 *
 * <pre>{@code
 * return token.equals(secret) ? Decision.accept(new User("joe")) : Decision.refuse("Wrong password");
 * }</pre>
 */
public sealed interface Decision {
    /**
     * Lets the client in.
     *
     * @param user who it is
     * @param until when its credentials end; null for never
     */
    record Accept(User user, @Nullable Instant until) implements Decision {}

    /** Lets the client in as a guest, a session without a user. */
    record Guest() implements Decision {}

    /**
     * Keeps the client out.
     *
     * @param reason told to the client; for people
     */
    record Refuse(String reason) implements Decision {}

    /** Keeps the client out until it brings new credentials: those it showed were right and have ended. */
    record Expired() implements Decision {}

    /** Cannot be said before the client's hello. */
    record Undecided() implements Decision {}

    /**
     * Lets the client in.
     *
     * @param user who it is
     * @return the decision
     */
    static Decision accept(User user) {
        return new Accept(user, null);
    }

    /**
     * Lets the client in until its credentials end. Before that it is asked for new ones; if it brings none, its calls are
     * refused with {@code token_expired} and its connection is closed with 4401. Its session stays, and goes on when it
     * comes back with new credentials.
     *
     * <pre>{@code
     * return Decision.accept(new User("joe"), Instant.now().plus(Duration.ofHours(1)));
     * }</pre>
     *
     * @param user who it is
     * @param until when the credentials end; null for never. If that is past already, this is {@link #expired()}
     * @return the decision
     */
    static Decision accept(User user, @Nullable Instant until) {
        return new Accept(user, until);
    }

    /**
     * Lets the client in as a guest.
     *
     * @return the decision
     */
    static Decision guest() {
        return new Guest();
    }

    /**
     * Keeps the client out.
     *
     * @param reason told to the client; for people
     * @return the decision
     */
    static Decision refuse(String reason) {
        return new Refuse(reason);
    }

    /**
     * Keeps the client out until it brings new credentials. To be said only of credentials that were right once: whoever
     * hears it may come back at once, with close code 4401, where a refusal keeps clients away.
     *
     * @return the decision
     */
    static Decision expired() {
        return new Expired();
    }

    /**
     * Asks to be asked again at the client's hello.
     *
     * @return the decision
     */
    static Decision undecided() {
        return new Undecided();
    }

    /**
     * The decision as an answer that is there already.
     *
     * @return a completed stage
     */
    default CompletionStage<Decision> now() {
        return CompletableFuture.completedFuture(this);
    }
}
