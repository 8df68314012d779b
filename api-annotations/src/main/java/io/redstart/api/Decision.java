package io.redstart.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
     */
    record Accept(User user) implements Decision {}

    /** Lets the client in as a guest, a session without a user. */
    record Guest() implements Decision {}

    /**
     * Keeps the client out.
     *
     * @param reason told to the client; for people
     */
    record Refuse(String reason) implements Decision {}

    /** Cannot be said before the client's hello. */
    record Undecided() implements Decision {}

    /**
     * Lets the client in.
     *
     * @param user who it is
     * @return the decision
     */
    static Decision accept(User user) {
        return new Accept(user);
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
