package io.redstart.server.dispatch;

import io.redstart.api.Decision;
import io.redstart.api.User;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromClient;
import io.redstart.server.invocation.Refusal;
import io.redstart.server.session.LiveSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers hello: with a welcome to a new session or to the old one, or with a bye. */
final class Greeting {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private static final int LONGEST_SDK = 256;

    private final Dispatcher host;
    private final ConnectionLife life;
    private final Credentials credentials;

    Greeting(Dispatcher host, ConnectionLife life, Credentials credentials) {
        this.host = host;
        this.life = life;
        this.credentials = credentials;
    }

    /** A client that is kept out already need not say hello. */
    void begin() {
        credentials.beforeHello().whenComplete((decision, thrown) -> {
            if (thrown != null) {
                fail(thrown);
            } else if (decision instanceof Decision.Refuse || decision instanceof Decision.Expired) {
                greet(FromClient.Hello.EMPTY, decision);
            }
        });
    }

    void answer(FromClient.Hello hello) {
        if (hello.version() != 1) {
            life.leave(CloseCode.BAD_PROTOCOL, "v is " + hello.version() + " (expected: 1)", null);
            return;
        }
        credentials.beforeHello().thenAccept(decision -> {
            if (decision instanceof Decision.Undecided) {
                decideAtHello(hello);
            } else {
                greet(hello, decision);
            }
        });
    }

    private void decideAtHello(FromClient.Hello hello) {
        credentials.decide(hello.token()).whenComplete((decision, thrown) -> {
            if (thrown != null) {
                fail(thrown);
            } else {
                greet(hello, decision);
            }
        });
    }

    private void fail(Throwable thrown) {
        LOG.error("The authenticator failed", thrown);
        life.leave(CloseCode.GOING_AWAY, "The server failed", 1_000L);
    }

    private void greet(FromClient.Hello hello, Decision decision) {
        if (decision instanceof Decision.Accept accepted) {
            if (credentials.accept(accepted.until())) {
                welcome(hello, accepted.user());
            } else {
                credentials.end();
            }
        } else if (decision instanceof Decision.Guest) {
            welcome(hello, null);
        } else if (decision instanceof Decision.Expired) {
            credentials.end();
        } else {
            String reason = decision instanceof Decision.Refuse refused ? refused.reason() : "Not authenticated";
            life.leave(CloseCode.NOT_AUTHENTICATED, reason, null);
        }
    }

    private void welcome(FromClient.Hello hello, @Nullable User user) {
        life.welcomes();
        FromClient.Resume resume = hello.resume();
        if (resume == null) {
            begin(hello, user, null);
            return;
        }
        LiveSession old = host.registry().find(resume.sid());
        if (old == null) {
            resumed(hello, null, user, host.registry().whyGone(resume));
            return;
        }
        if (isOf(user, old) && !host.users().enter(old, user)) {
            tooManyConnections();
            return;
        }
        old.resume(
                life.connection(),
                resume,
                user,
                host.now(),
                key -> host.welcome(old, key, true, null, life.tellsPackets(hello.packets())),
                why -> resumed(hello, old, user, why));
    }

    private void resumed(FromClient.Hello hello, @Nullable LiveSession old, @Nullable User user, @Nullable String why) {
        host.observer().resumed(why);
        if (old != null && why == null) {
            host.users().stay(old, user);
            host.invocation().resumed(old);
            life.open(old);
            return;
        }
        if (old != null) {
            host.users().leave(old);
        }
        begin(hello, user, why);
    }

    /** A new session; {@code why} the old one does not go on, if there was one. */
    private void begin(FromClient.Hello hello, @Nullable User user, @Nullable String why) {
        LiveSession fresh = host.registry().create(credentials.handshake(), user, shortened(hello.sdk()));
        if (!host.users().enter(fresh, user)) {
            tooManyConnections();
            return;
        }
        host.invocation().prepare(fresh, refusal -> prepared(hello, fresh, why, refusal));
    }

    private static @Nullable String shortened(@Nullable String sdk) {
        return sdk == null || sdk.length() <= LONGEST_SDK ? sdk : sdk.substring(0, LONGEST_SDK);
    }

    /** What the application keeps for the session is there, or it does not want the session. */
    private void prepared(FromClient.Hello hello, LiveSession fresh, @Nullable String why, @Nullable Refusal refusal) {
        if (refusal != null) {
            giveUp(fresh);
            life.leave(refusal.code(), refusal.reason(), refusal.retry());
            return;
        }
        if (!host.registry().admit(fresh)) {
            giveUp(fresh);
            tooManySessions();
            return;
        }
        if (!fresh.attach(
                life.connection(), key -> host.welcome(fresh, key, false, why, life.tellsPackets(hello.packets())))) {
            giveUp(fresh); // others of its user came meanwhile
            tooManySessions();
            return;
        }
        host.registry().add(fresh);
        life.connection().ready();
        life.open(fresh);
    }

    private void giveUp(LiveSession fresh) {
        fresh.end();
        host.invocation().unprepare(fresh);
        host.users().leave(fresh);
    }

    private void tooManySessions() {
        int max = host.registry().settings().maxPerUser();
        life.leave(CloseCode.TOO_MANY_CONNECTIONS, "more than " + max + " sessions of one user", null);
    }

    private void tooManyConnections() {
        int max = host.authentication().settings().maxConnections();
        host.observer().limitHit("user-connections");
        life.leave(CloseCode.TOO_MANY_CONNECTIONS, "more than " + max + " connections of one user", null);
    }

    private static boolean isOf(@Nullable User user, LiveSession old) {
        User before = old.shown();
        return before == null ? user == null : user != null && before.id().equals(user.id());
    }
}
