package io.redstart.server.invocation;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/** Asks the deployed authenticator who a client is. It has as long as a call. */
public final class Authentication {
    private final Catalogue catalogue;
    private final Executor workers;
    private final Set<Asked> asked = ConcurrentHashMap.newKeySet();

    /** What the authenticator has not decided yet. */
    private record Asked(CompletableFuture<Decision> decision, long until) {}

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
     * @return completes with the decision, on any thread; fails if the authenticator does, or takes too long
     */
    public CompletionStage<Decision> decide(Handshake handshake) {
        BundleUse use = catalogue.enterAuthenticator();
        if (use == null) {
            return CompletableFuture.completedFuture(
                    catalogue.admitsGuests() ? Decision.guest() : Decision.refuse("Nobody can be let in now"));
        }
        CompletableFuture<Decision> decision = CompletableFuture.supplyAsync(
                        () -> Catalogue.authenticator(use).authenticate(handshake), workers)
                .thenCompose(decided -> decided)
                .whenComplete((decided, thrown) -> use.exit());
        Asked waiting = new Asked(decision.copy(), catalogue.now() + catalogue.timeout());
        asked.add(waiting);
        return waiting.decision().whenComplete((decided, thrown) -> asked.remove(waiting));
    }

    /**
     * Time goes by.
     *
     * @param now the time, in milliseconds
     */
    public void tick(long now) {
        for (Asked waiting : asked) {
            if (now >= waiting.until()) {
                waiting.decision()
                        .completeExceptionally(new TimeoutException(
                                "no decision within " + catalogue.timeout() + " ms (expected: one in time)"));
            }
        }
    }

    /**
     * How many clients the authenticator has not decided about yet.
     *
     * @return 0 or more
     */
    public int undecided() {
        return asked.size();
    }
}
