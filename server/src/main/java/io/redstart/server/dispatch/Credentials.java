package io.redstart.server.dispatch;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.Answer;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.server.session.LiveSession;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client of a connection shows, and what is decided on it: before its hello, at hello, and later anew. */
final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    private final Dispatcher host;
    private final ConnectionLife life;
    private final Handshake handshake;
    private final CompletionStage<Decision> decided;

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
        return host.authentication()
                .decide(new Handshake(
                        handshake.path(),
                        handshake.query(),
                        handshake.headers(),
                        handshake.address(),
                        token,
                        Handshake.Stage.HELLO));
    }

    /** New credentials: of the same user, or nothing changes. */
    void renew(LiveSession open, FromClient.Auth auth) {
        decide(auth.token()).whenComplete((decision, thrown) -> {
            User before = open.user();
            if (decision instanceof Decision.Accept accepted
                    && before != null
                    && before.id().equals(accepted.user().id())) {
                open.renew(accepted.user());
                life.connection().send(host.writer().write(new Answer.Result(auth.id(), true)));
                host.invocation().rolesChanged(open);
            } else if (thrown != null) {
                LOG.error("The authenticator failed", thrown);
                host.refuse(life, auth.id(), new CallException(ErrorCodes.UNAVAILABLE, "The server failed"));
            } else if (decision instanceof Decision.Accept) {
                host.refuse(
                        life,
                        auth.id(),
                        new CallException(ErrorCodes.FORBIDDEN, "The credentials are of somebody else"));
            } else {
                host.refuse(
                        life,
                        auth.id(),
                        new CallException(ErrorCodes.UNAUTHENTICATED, "The credentials are not valid"));
            }
        });
    }
}
