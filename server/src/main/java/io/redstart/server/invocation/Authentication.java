package io.redstart.server.invocation;

import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.identity.AuthSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks who a client is: the authenticator of the settings, or the one that is deployed. */
public final class Authentication {
    /** What ends later than this never ends. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Catalogue catalogue;
    private final @Nullable Authenticator own;
    private final AuthSettings settings;
    private final Executor workers;
    private final long patience;
    private final LongSupplier clock;
    private final InstantSource wall;
    private final Set<Asking> asked = ConcurrentHashMap.newKeySet();

    /**
     * Asks what is set or deployed.
     *
     * @param catalogue knows the authenticator that is deployed
     * @param own the authenticator of the settings, or null for the one that is deployed
     * @param settings how long credentials hold
     * @param patience how long an authenticator may take
     * @param workers run it, since it may wait
     * @param clock tells the time in milliseconds; only grows
     * @param wall tells the time of day, in which credentials end
     */
    public Authentication(
            Catalogue catalogue,
            @Nullable Authenticator own,
            AuthSettings settings,
            Duration patience,
            Executor workers,
            LongSupplier clock,
            InstantSource wall) {
        this.catalogue = catalogue;
        this.own = own;
        this.settings = settings;
        this.patience = patience.toMillis();
        this.workers = workers;
        this.clock = clock;
        this.wall = wall;
    }

    /**
     * Decides about a client. Without an authenticator everybody is a guest, unless there was one before: then nobody
     * is let in until it is back.
     *
     * @param handshake what is known of the client
     * @return completes with the decision, on any thread; fails if the authenticator does, or takes too long
     */
    public CompletionStage<Decision> decide(Handshake handshake) {
        Authenticator set = own;
        if (set != null) {
            return ask(() -> set, handshake);
        }
        BundleUse use = catalogue.enterAuthenticator();
        if (use == null) {
            return (catalogue.admitsGuests() ? Decision.guest() : Decision.refuse("Nobody can be let in now")).now();
        }
        CompletableFuture<Decision> answer = ask(() -> Catalogue.authenticator(use), handshake);
        answer.whenComplete((decision, thrown) -> use.exit());
        return answer;
    }

    private CompletableFuture<Decision> ask(Supplier<Authenticator> authenticator, Handshake handshake) {
        Asking asking = new Asking(authenticator, handshake, clock.getAsLong());
        asked.add(asking);
        asking.answer().whenComplete((decision, thrown) -> asked.remove(asking));
        try {
            workers.execute(asking);
        } catch (RejectedExecutionException stopping) {
            asking.answer().completeExceptionally(stopping);
        }
        return asking.answer();
    }

    /**
     * Time goes by: who takes too long to decide is not waited for.
     *
     * @param now the time, in milliseconds
     */
    public void tick(long now) {
        asked.forEach(asking -> asking.giveUp(now, patience));
    }

    /**
     * When credentials end, by the clock that only grows. To be asked when they are accepted: the time of day may be
     * set later.
     *
     * @param until the time of day, or null for never
     * @return milliseconds; {@link Long#MAX_VALUE} for never
     */
    public long endOf(@Nullable Instant until) {
        if (until == null) {
            return Long.MAX_VALUE;
        }
        Duration left = Duration.between(wall.instant(), until);
        if (left.isNegative()) {
            return clock.getAsLong();
        }
        return left.compareTo(FOR_EVER) > 0 ? Long.MAX_VALUE : clock.getAsLong() + left.toMillis();
    }

    /**
     * How many clients are being decided about.
     *
     * @return 0 or more
     */
    public int undecided() {
        return asked.size();
    }

    /**
     * How long credentials hold, and how many connections a user may have.
     *
     * @return the settings
     */
    public AuthSettings settings() {
        return settings;
    }
}
