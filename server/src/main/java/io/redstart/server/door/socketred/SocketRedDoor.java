package io.redstart.server.door.socketred;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.PlainAnswers;
import io.redstart.server.door.Upgrades;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.WebSocketCarrier;
import java.util.Collections;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets in clients of socket.red: who they are is decided before the upgrade, from the url. An ordinary GET of the same url
 * tells whether they would be let in, which their validator asks first.
 */
public final class SocketRedDoor extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(SocketRedDoor.class);

    /** What the server's numbers call it. */
    private static final String NAME = "socketred";

    private final SocketRedSettings settings;
    private final TransportSettings transport;
    private final Entrance.Finder namespaces;
    private final LongSupplier clock;
    private final Upgrades upgrades;

    /**
     * A door.
     *
     * @param settings where it is
     * @param transport bounds of its connections
     * @param upgrades opens its WebSockets
     * @param namespaces where it leads to
     * @param clock tells the time in milliseconds; only grows
     */
    public SocketRedDoor(
            SocketRedSettings settings,
            TransportSettings transport,
            Upgrades upgrades,
            Entrance.Finder namespaces,
            LongSupplier clock) {
        this.settings = settings;
        this.transport = transport;
        this.namespaces = namespaces;
        this.clock = clock;
        this.upgrades = upgrades;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!settings.leadsHere(Request.getPathInContext(request)) || !"GET".equals(request.getMethod())) {
            return super.handle(request, response, callback);
        }
        Handshake handshake = upgrades.arrive(request, response, callback);
        if (handshake == null) {
            return true;
        }
        Entrance entrance;
        try {
            entrance = namespaces.into(settings.namespace());
        } catch (CallException nowhere) {
            LOG.error("door.socketred.namespace: {}", nowhere.getMessage());
            PlainAnswers.refuse(response, callback, HttpStatus.NOT_FOUND_404, "There is nothing here");
            return true;
        }
        if (entrance.dispatcher().isDraining()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            PlainAnswers.refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "The server stops");
            return true;
        }
        entrance.decide(handshake, settings.tokenParameter()).whenComplete((decision, thrown) -> {
            if (thrown != null) {
                LOG.error("The authenticator failed", thrown);
                PlainAnswers.refuse(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "The server failed");
            } else if (!(decision instanceof Decision.Accept) && !(decision instanceof Decision.Guest)) {
                PlainAnswers.refuse(response, callback, HttpStatus.UNAUTHORIZED_401, "Unauthorized access");
            } else if (Upgrades.isUpgrade(request)) {
                upgrades.open(request, response, callback, "", below -> {
                    SocketRedLine line = new SocketRedLine(entrance.dispatcher().connect(NAME, handshake, decision));
                    return new WebSocketCarrier(below, line, handshake.address(), transport, clock, line);
                });
            } else {
                validate(response, callback, handshake, decision);
            }
        });
        return true;
    }

    private static void validate(Response response, Callback callback, Handshake handshake, Decision decision) {
        String user =
                decision instanceof Decision.Accept accepted ? accepted.user().id() : null;
        String origin = handshake.header("origin");
        if (origin != null) { // it may connect, so it may know
            response.getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.getHeaders().put(HttpHeader.VARY, "Origin");
        }
        PlainAnswers.answer(response, callback, "application/json", bodyOf(user));
    }

    private static byte[] bodyOf(@Nullable String user) {
        return JsonMapper.shared().writeValueAsBytes(Collections.singletonMap("user", user));
    }
}
