package io.redstart.server.invocation;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Asks the deployed authenticator who a client is. */
public final class Authentication {
    private final Catalogue catalogue;
    private final Executor workers;

    /**
     * Asks what is deployed.
     *
     * @param catalogue knows the authenticator
     * @param workers run it, since it may wait
     */
    public Authentication(Catalogue catalogue, Executor workers) {
        this.catalogue = catalogue;
        this.workers = workers;
    }

    /**
     * Decides about a client. Without an authenticator everybody is a guest, unless there was one before: then nobody
     * is let in until it is back.
     *
     * @param handshake what is known of the client
     * @return completes with the decision, on any thread; fails if the authenticator does
     */
    public CompletionStage<Decision> decide(Handshake handshake) {
        BundleUse use = catalogue.enterAuthenticator();
        if (use == null) {
            return CompletableFuture.completedFuture(
                    catalogue.admitsGuests() ? Decision.guest() : Decision.refuse("Nobody can be let in now"));
        }
        return CompletableFuture.supplyAsync(() -> Catalogue.authenticator(use).authenticate(handshake), workers)
                .thenCompose(decision -> decision)
                .whenComplete((decision, thrown) -> use.exit());
    }
}
