package io.redstart.server.dispatch;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import io.redstart.server.session.LiveSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the client of a connection shows, and what is decided on it: before its hello, at hello, and later anew. Those
 * that end are asked for again in time.
 */
final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
    /** How many milliseconds two clocks may be apart when they tell the same end. */
    private static final long SAME = 1_000;

    private static final String ENDED = "The credentials have ended";

    private final Dispatcher host;
    private final ConnectionLife life;
    private final Handshake handshake;
    private final CompletionStage<Decision> decided;
    private volatile Term term = Term.NEVER;
    private final AtomicBoolean renewing = new AtomicBoolean();

    /** When they end, and when the client is asked for new ones; milliseconds of the clock that only grows. */
    private record Term(long ends, long reminder) {
        static final Term NEVER = new Term(Long.MAX_VALUE, Long.MAX_VALUE);

        Term reminded() {
            return new Term(ends, Long.MAX_VALUE);
        }
    }

    Credentials(Dispatcher host, ConnectionLife life, Handshake handshake, CompletionStage<Decision> decided) {
        this.host = host;
        this.life = life;
        this.handshake = handshake;
        this.decided = decided;
    }

    Handshake handshake() {
        return handshake;
    }

    CompletionStage<Decision> beforeHello() {
        return decided;
    }

    CompletionStage<Decision> decide(@Nullable String token) {
        return host.authentication().decide(handshake, token);
    }

    /** Takes over when they end; false if they have. */
    synchronized boolean accept(@Nullable Instant until) {
        long now = host.now();
        long ends = host.authentication().endOf(until);
        if (ends <= now) {
            return false;
        }
        if (ends == Long.MAX_VALUE) {
            term = Term.NEVER;
        } else if (Math.abs(ends - term.ends()) > SAME) {
            // who can only get short ones is not asked for others all the time
            long grace = Math.min(host.authentication().settings().grace().toMillis(), (ends - now) / 2);
            term = new Term(ends, ends - grace);
        }
        return true;
    }

    /** Whether the client is to be asked for new ones, which is done once. */
    private synchronized boolean takeReminder(Term of) {
        boolean first = term.equals(of);
        if (first) {
            term = of.reminded();
        }
        return first;
    }

    boolean haveEnded(long now) {
        return now >= term.ends();
    }

    static CallException ended() {
        return new CallException(ErrorCodes.TOKEN_EXPIRED, ENDED, null, Duration.ZERO, List.of());
    }

    /** Closes the connection; whoever comes back with new ones goes on. */
    void end() {
        life.leave(CloseCode.TOKEN_EXPIRED, ENDED, 0L);
    }

    void tick(long now) {
        Term mine = term;
        if (now >= mine.ends()) {
            end();
        } else if (now >= mine.reminder() && life.session() != null && takeReminder(mine)) {
            life.connection().send(host.writer().write(new FromServer.Auth(mine.ends() - now)));
        }
    }

    /** New credentials: of the same user, or nothing changes. They are looked at one after another. */
    void renew(LiveSession open, FromClient.Auth auth) {
        if (!renewing.compareAndSet(false, true)) {
            refuse(
                    auth,
                    new CallException(
                            ErrorCodes.RATE_LIMITED,
                            "Other credentials are being looked at",
                            null,
                            Duration.ofMillis(100),
                            List.of()));
            return;
        }
        decide(auth.token()).whenComplete((decision, thrown) -> {
            renewing.set(false);
            if (open.holds(life.connection())) {
                renewed(open, auth, decision, thrown);
            }
        });
    }

    private void renewed(
            LiveSession open, FromClient.Auth auth, @Nullable Decision decision, @Nullable Throwable thrown) {
        User before = open.shown();
        if (thrown != null) {
            LOG.error("The authenticator failed", thrown);
            refuse(auth, new CallException(ErrorCodes.UNAVAILABLE, "The server failed"));
        } else if (decision instanceof Decision.Accept accepted) {
            if (before == null || !before.id().equals(accepted.user().id())) {
                refuse(auth, new CallException(ErrorCodes.FORBIDDEN, "The credentials are of somebody else"));
            } else if (accept(accepted.until())) {
                open.renew(accepted.user());
                life.connection().send(host.writer().write(new Answer.Result(auth.id(), true)));
                host.invocation().rolesChanged(open);
            } else {
                refuse(auth, ended());
            }
        } else if (decision instanceof Decision.Expired) {
            refuse(auth, ended());
        } else {
            refuse(auth, new CallException(ErrorCodes.UNAUTHENTICATED, "The credentials are not valid"));
        }
    }

    private void refuse(FromClient.Auth auth, CallException refusal) {
        host.refuse(life, auth.id(), refusal);
    }
}
