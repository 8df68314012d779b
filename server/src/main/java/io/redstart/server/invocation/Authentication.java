package io.redstart.server.invocation;

import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.identity.NamespaceKey;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks who a client is: first whether it shows the namespace's key, then the authenticator of the settings, or the one
 * that is deployed. In a namespace whose users have tokens of its key, those are looked at where no authenticator has
 * decided.
 */
public final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
    /** What ends later than this never ends. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Catalogue catalogue;
    private final @Nullable Authenticator own;
    private final @Nullable NamespaceKey key;
    private final boolean believesTokens;
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
        this(catalogue, own, null, false, settings, patience, workers, clock, wall);
    }

    /**
     * Asks what is set or deployed in a namespace with a key.
     *
     * @param catalogue knows the authenticator that is deployed
     * @param own the authenticator of the settings, or null for the one that is deployed
     * @param key whoever shows it is in control; null for nobody
     * @param believesTokens whether tokens that the key has signed are believed where no authenticator decides
     * @param settings how long credentials hold
     * @param patience how long an authenticator may take
     * @param workers run it, since it may wait
     * @param clock tells the time in milliseconds; only grows
     * @param wall tells the time of day, in which credentials end
     */
    public Authentication(
            Catalogue catalogue,
            @Nullable Authenticator own,
            @Nullable NamespaceKey key,
            boolean believesTokens,
            AuthSettings settings,
            Duration patience,
            Executor workers,
            LongSupplier clock,
            InstantSource wall) {
        this.catalogue = catalogue;
        this.own = own;
        this.key = key;
        this.believesTokens = believesTokens;
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
        if (key != null && key.isShown(handshake)) {
            return NamespaceKey.control().now();
        }
        Authenticator set = own;
        if (set != null) {
            return checked(ask(() -> set, handshake), handshake);
        }
        BundleUse use = catalogue.enterAuthenticator();
        if (use == null) {
            return checked(unasked(handshake).now(), handshake);
        }
        CompletableFuture<Decision> answer = ask(() -> Catalogue.authenticator(use), handshake);
        answer.whenComplete((decision, thrown) -> use.exit());
        return checked(answer, handshake);
    }

    /**
     * Decides about a client that has said hello, or has nothing more to say.
     *
     * @param handshake how it came in
     * @param token its credentials, or null
     * @return as {@link #decide(Handshake)}
     */
    public CompletionStage<Decision> decide(Handshake handshake, @Nullable String token) {
        return decide(new Handshake(
                handshake.path(),
                handshake.query(),
                handshake.headers(),
                handshake.address(),
                token,
                Handshake.Stage.HELLO));
    }

    /**
     * Decides about a client that has no more to say than its request: by that alone, and if it is not enough, by the token
     * in it.
     *
     * @param handshake how it comes in
     * @param token its credentials, or null
     * @return as {@link #decide(Handshake)}
     */
    public CompletionStage<Decision> decideAtOnce(Handshake handshake, @Nullable String token) {
        return decide(handshake)
                .thenCompose(
                        decision -> decision instanceof Decision.Undecided ? decide(handshake, token) : decision.now());
    }

    private Decision unasked(Handshake handshake) {
        if (catalogue.hadAuthenticator() || (!believesTokens && !catalogue.admitsGuests())) {
            return Decision.refuse("Nobody can be let in now");
        }
        if (key == null) {
            return Decision.guest();
        }
        if (handshake.stage() == Handshake.Stage.UPGRADE) {
            return Decision.undecided(); // the key, or a token of it, may come with hello
        }
        return believesTokens ? key.decide(handshake.token()) : Decision.guest();
    }

    /** Looks at a token where nobody has decided, and takes for nobody who calls themselves as only the server may. */
    private CompletionStage<Decision> checked(CompletionStage<Decision> answer, Handshake handshake) {
        CompletableFuture<Decision> known = new CompletableFuture<>();
        answer.whenComplete((decision, thrown) -> {
            if (thrown == null) {
                known.complete(checked(decision, handshake));
            } else {
                known.completeExceptionally(thrown); // as it is: why is told in its words
            }
        });
        return known;
    }

    private Decision checked(Decision decision, Handshake handshake) {
        Decision known =
                decision instanceof Decision.Undecided && key != null && believesTokens && handshake.token() != null
                        ? key.decide(handshake.token())
                        : decision;
        if (known instanceof Decision.Accept accepted && isReserved(accepted.user())) {
            LOG.warn("A user was refused whose id or role begins with $ (expected: only the server's own do)");
            return Decision.refuse("Nobody may be called so");
        }
        return known;
    }

    private static boolean isReserved(User user) {
        return user.id().startsWith("$") || user.roles().stream().anyMatch(role -> role.startsWith("$"));
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
