package io.redstart.server.door.seneca;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.Upgrades;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.transport.TransportSettings;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes acts by HTTP: each {@code POST} is one, and is answered. Who its peer is, is decided before its body is read: by its
 * address, or by {@code Authorization: Bearer}.
 */
public final class SenecaDoor extends Handler.Wrapper {
    /** What the server's numbers call it. */
    static final String NAME = "seneca";

    private static final Logger LOG = LoggerFactory.getLogger(SenecaDoor.class);
    private static final String BEARER = "Bearer ";

    private final SenecaSettings settings;
    private final TransportSettings transport;
    private final Upgrades upgrades;
    private final ActEntrance entrance;
    private final LongSupplier clock;

    /**
     * A door.
     *
     * @param settings where it is
     * @param transport bounds of its connections
     * @param upgrades knows which pages may come
     * @param namespaces where it leads to
     * @param clock tells the time in milliseconds; only grows
     */
    public SenecaDoor(
            SenecaSettings settings,
            TransportSettings transport,
            Upgrades upgrades,
            Entrance.Finder namespaces,
            LongSupplier clock) {
        this.settings = settings;
        this.transport = transport;
        this.upgrades = upgrades;
        this.entrance = new ActEntrance(settings, namespaces);
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!settings.path().equals(Request.getPathInContext(request)) || !"POST".equals(request.getMethod())) {
            return super.handle(request, response, callback);
        }
        HttpAct act = new HttpAct(request, response, callback);
        Handshake handshake = upgrades.arrive(request, response, callback);
        if (handshake == null) {
            return true;
        }
        ActEntrance.Inside inside = entrance.find();
        if (inside == null) {
            act.refuse(ErrorCodes.NOT_FOUND, "There is nothing here");
        } else if (inside.dispatcher().isDraining()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            act.refuse(ErrorCodes.UNAVAILABLE, "The server stops");
        } else {
            decide(inside.authentication(), handshake).whenComplete((decision, thrown) -> {
                if (thrown != null) {
                    LOG.error("The authenticator failed", thrown);
                    act.refuse(ErrorCodes.INTERNAL, "The server failed");
                } else if (decision instanceof Decision.Expired) {
                    act.refuse(ErrorCodes.TOKEN_EXPIRED, "The credentials have ended");
                } else if (decision instanceof Decision.Accept || decision instanceof Decision.Guest) {
                    read(request, act, inside, handshake, decision);
                } else {
                    act.refuse(
                            ErrorCodes.UNAUTHENTICATED,
                            decision instanceof Decision.Refuse refused ? refused.reason() : "Not authenticated");
                }
            });
        }
        return true;
    }

    /** Whom the settings trust is no browser: a page might be made to look like one of the server's own. */
    private CompletionStage<Decision> decide(Authentication authentication, Handshake handshake) {
        Decision trusted = handshake.header("origin") == null ? entrance.trusted(handshake.address()) : null;
        return trusted == null ? authentication.decideAtOnce(handshake, bearer(handshake)) : trusted.now();
    }

    private static @Nullable String bearer(Handshake handshake) {
        String header = handshake.header("authorization");
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
    }

    private void read(Request request, HttpAct act, ActEntrance.Inside inside, Handshake handshake, Decision decision) {
        int most = inside.dispatcher().maxMessage();
        if (request.getLength() > most) {
            act.refuse(ErrorCodes.TOO_LARGE, "An act has at most " + most + " bytes");
            return;
        }
        Promise.Invocable<byte[]> whole = Promise.Invocable.from(
                Invocable.InvocationType.NON_BLOCKING,
                body -> act.begin(
                        inside.dispatcher().connect(NAME, handshake, decision),
                        inside.names(),
                        transport,
                        clock,
                        handshake.address(),
                        body),
                failed -> {
                    if (failed instanceof IllegalStateException) {
                        act.refuse(ErrorCodes.TOO_LARGE, "An act has at most " + most + " bytes");
                    } else {
                        act.refuse(ErrorCodes.BAD_MESSAGE, "The act did not come whole");
                    }
                });
        Content.Source.asByteArrayAsync(request, most, whole);
    }
}
