package io.redstart.server.door.fire.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.Handshake;
import io.redstart.server.door.Upgrades;
import io.redstart.server.transport.Admission;
import io.redstart.server.transport.RequestBounds;
import io.redstart.server.transport.SelectorEndPoint;
import io.redstart.server.transport.Ticket;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.WebSocketCarrier;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
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
 * An endpoint of SockJS: sessions over WebSockets, in frames or raw, and over ordinary requests: xhr, xhr_streaming,
 * eventsource, and xhr_send for the other direction. A session over requests has a place among the connections that are
 * counted, belongs to the address it was opened from, and is over when nobody has received for 5 s.
 */
public final class SockJsDoor extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(SockJsDoor.class);
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String NOT_KEPT = "no-store, no-cache, no-transform, must-revalidate, max-age=0";
    private static final String A_YEAR = "31536000";
    private static final Map<String, HttpTransport> RECEIVING = Map.of(
            HttpTransport.XHR.path(), HttpTransport.XHR,
            HttpTransport.XHR_STREAMING.path(), HttpTransport.XHR_STREAMING,
            HttpTransport.EVENTSOURCE.path(), HttpTransport.EVENTSOURCE);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SockJsSettings settings;
    private final TransportSettings transport;
    private final Upgrades upgrades;
    private final Admission admission;
    private final SockJsClients clients;
    private final LongSupplier clock;
    private final Consumer<String> limitHit;
    private final Map<String, HttpLine> lines = new ConcurrentHashMap<>();

    /**
     * An endpoint.
     *
     * @param settings where it is
     * @param transport bounds of its sessions
     * @param upgrades opens its WebSockets
     * @param admission counts its sessions over requests
     * @param clients takes in who opens a session
     * @param clock tells the time in milliseconds; only grows
     * @param limitHit is told the name of a limit that refused a session
     */
    public SockJsDoor(
            SockJsSettings settings,
            TransportSettings transport,
            Upgrades upgrades,
            Admission admission,
            SockJsClients clients,
            LongSupplier clock,
            Consumer<String> limitHit) {
        this.settings = settings;
        this.transport = transport;
        this.upgrades = upgrades;
        this.admission = admission;
        this.clients = clients;
        this.clock = clock;
        this.limitHit = limitHit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(settings.path())) {
            return super.handle(request, response, callback);
        }
        SockJsPath asked = SockJsPath.of(path.substring(settings.path().length()));
        if (asked == null) {
            return super.handle(request, response, callback);
        }
        Handshake handshake = upgrades.arrive(request, response, callback);
        if (handshake == null) {
            return true;
        }
        letRead(request, response);
        switch (asked.kind()) {
            case GREETING -> page(request, response, callback, TEXT, "Welcome to SockJS!\n");
            case INFO -> info(request, response, callback);
            case FRAME -> frame(request, response, callback);
            case RAW -> raw(request, response, callback, handshake);
            case SESSION -> session(asked, request, response, callback, handshake);
        }
        return true;
    }

    /** The page may connect, so it may read what it is told. */
    private static void letRead(Request request, Response response) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null) {
            response.getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            response.getHeaders().put(HttpHeader.VARY, "Origin");
        }
    }

    private static void page(Request request, Response response, Callback callback, String type, String text) {
        if (isOne(request, "GET", response, callback)) {
            answer(response, callback, HttpStatus.OK_200, type, text);
        }
    }

    private static void info(Request request, Response response, Callback callback) {
        if (!isOneOrAsksFor(request, "GET", response, callback)) {
            return;
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, NOT_KEPT);
        long entropy = RANDOM.nextLong() >>> 32;
        answer(
                response,
                callback,
                HttpStatus.OK_200,
                "application/json; charset=UTF-8",
                "{\"websocket\":true,\"origins\":[\"*:*\"],\"cookie_needed\":false,\"entropy\":" + entropy + "}");
    }

    private void frame(Request request, Response response, Callback callback) {
        if (settings.clientScript().isEmpty()) {
            answer(response, callback, HttpStatus.NOT_FOUND_404, TEXT, "There is nothing here");
            return;
        }
        if (!settings.origins().isEmpty()) {
            response.getHeaders().remove("X-Frame-Options"); // knows no list
            response.getHeaders()
                    .put("Content-Security-Policy", "frame-ancestors 'self' " + String.join(" ", settings.origins()));
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=" + A_YEAR);
        page(
                request,
                response,
                callback,
                "text/html; charset=UTF-8",
                "<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\">\n<script src=\"" + settings.clientScript()
                        + "\"></script>\n<script>SockJS.bootstrap_iframe();</script>\n</head><body></body></html>\n");
    }

    private void raw(Request request, Response response, Callback callback, Handshake handshake) {
        if (isUpgrade(request, response, callback)) {
            upgrades.open(request, response, callback, "", below -> {
                SockJsLine line = clients.arrives(handshake);
                return new WebSocketCarrier(below, line, handshake.address(), transport, clock, line);
            });
        }
    }

    private void session(SockJsPath asked, Request request, Response response, Callback callback, Handshake handshake) {
        HttpTransport receiving = RECEIVING.get(asked.transport());
        if (receiving != null) {
            if (isOneOrAsksFor(request, receiving.method(), response, callback)) {
                receive(receiving, asked.session(), request, response, callback, handshake);
            }
        } else if (asked.transport().equals("xhr_send")) {
            if (isOneOrAsksFor(request, "POST", response, callback)) {
                send(asked.session(), request, response, callback, handshake);
            }
        } else if (!asked.transport().equals("websocket")) {
            answer(response, callback, HttpStatus.NOT_FOUND_404, TEXT, "There is nothing here");
        } else if (isUpgrade(request, response, callback)) {
            upgrades.open(request, response, callback, "", below -> {
                FramedLine line = new FramedLine(clients.arrives(handshake), transport, clock);
                return new WebSocketCarrier(below, line, handshake.address(), transport, clock, line);
            });
        }
    }

    private boolean isUpgrade(Request request, Response response, Callback callback) {
        if (!isOne(request, "GET", response, callback)) {
            return false;
        }
        if (!Upgrades.isUpgrade(request)) {
            answer(response, callback, HttpStatus.BAD_REQUEST_400, TEXT, "Can \"Upgrade\" only to \"WebSocket\".");
            return false;
        }
        if (clients.isClosed()) {
            stops(response, callback);
            return false;
        }
        return true;
    }

    private static void stops(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        answer(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, TEXT, "The server stops");
    }

    private void receive(
            HttpTransport how,
            String name,
            Request request,
            Response response,
            Callback callback,
            Handshake handshake) {
        HttpLine line = lines.get(name);
        if (line == null) {
            line = opened(name, response, callback, handshake);
            if (line == null) {
                return;
            }
        } else if (!line.isOf(handshake.address())) {
            unknown(response, callback);
            return;
        }
        SelectorEndPoint below = SelectorEndPoint.of(request);
        if (below != null) {
            below.tells();
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, how.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, NOT_KEPT);
        line.receive(new HttpAnswer(how, response, callback, below));
    }

    /** Opens a session; null if the request was refused. */
    private @Nullable HttpLine opened(String name, Response response, Callback callback, Handshake handshake) {
        if (clients.isClosed()) {
            stops(response, callback);
            return null;
        }
        if (lines.size() >= settings.maxSessions()) {
            limitHit.accept("sockjs-sessions");
            RequestBounds.refuse(Ticket.Verdict.TOO_MANY, response, callback);
            return null;
        }
        InetAddress address = handshake.address().getAddress();
        Ticket ticket = admission.arrive(address == null ? InetAddress.getLoopbackAddress() : address);
        Ticket.Verdict verdict = ticket == null ? Ticket.Verdict.TOO_MANY_OF_ADDRESS : ticket.verdict();
        if (ticket == null || verdict != Ticket.Verdict.WELCOME) {
            if (ticket != null) {
                ticket.leave();
            }
            RequestBounds.refuse(verdict, response, callback);
            return null;
        }
        HttpLine made = new HttpLine(clients.arrives(handshake), handshake.address(), ticket, transport, clock);
        made.open();
        HttpLine other = lines.putIfAbsent(name, made);
        if (other == null) {
            return made;
        }
        made.cut();
        if (other.isOf(handshake.address())) {
            return other;
        }
        unknown(response, callback);
        return null;
    }

    private void send(String name, Request request, Response response, Callback callback, Handshake handshake) {
        HttpLine line = lines.get(name);
        if (line == null || !line.isOf(handshake.address()) || !line.isOpen()) {
            unknown(response, callback);
            return;
        }
        int most = line.maxRequest();
        if (request.getLength() > most) {
            tooLarge(line, response, callback);
            return;
        }
        Content.Source.asByteArrayAsync(
                request,
                most,
                Promise.Invocable.from(
                        Invocable.InvocationType.NON_BLOCKING, body -> took(line, body, response, callback), thrown -> {
                            if (thrown instanceof IllegalStateException) {
                                tooLarge(line, response, callback);
                            } else {
                                callback.failed(thrown);
                            }
                        }));
    }

    private static void tooLarge(HttpLine line, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        line.tooLarge();
        answer(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413, TEXT, "Too large.");
    }

    private static void took(HttpLine line, byte[] body, Response response, Callback callback) {
        if (body.length == 0) {
            answer(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, TEXT, "Payload expected.");
            return;
        }
        List<byte[]> messages = SockJsText.read(body, 0, body.length);
        if (messages == null) {
            answer(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, TEXT, "Broken JSON encoding.");
            return;
        }
        line.send(messages, () -> {
            response.setStatus(HttpStatus.NO_CONTENT_204);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, NOT_KEPT);
            callback.succeeded();
        });
    }

    private static void unknown(Response response, Callback callback) {
        answer(response, callback, HttpStatus.NOT_FOUND_404, TEXT, "There is no such session");
    }

    /** Whether it is of a method; one that asks what it may is answered. */
    private static boolean isOneOrAsksFor(Request request, String method, Response response, Callback callback) {
        if (!request.getMethod().equals("OPTIONS")) {
            return isOne(request, method, response, callback);
        }
        response.setStatus(HttpStatus.NO_CONTENT_204);
        response.getHeaders().put("Access-Control-Allow-Methods", "OPTIONS, " + method);
        response.getHeaders().put("Access-Control-Allow-Headers", "Content-Type");
        response.getHeaders().put("Access-Control-Max-Age", A_YEAR);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=" + A_YEAR);
        callback.succeeded();
        return false;
    }

    private static boolean isOne(Request request, String method, Response response, Callback callback) {
        if (request.getMethod().equals(method)) {
            return true;
        }
        response.getHeaders().put(HttpHeader.ALLOW, method);
        answer(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, TEXT, "Only " + method + ".\n");
        return false;
    }

    private static void answer(Response response, Callback callback, int status, String type, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        if (!response.getHeaders().contains(HttpHeader.CACHE_CONTROL)) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        }
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    /** Time goes by: sessions nobody receives for are over. */
    public void tick() {
        long now = clock.getAsLong();
        lines.values().removeIf(line -> line.isForgotten(now));
    }

    /**
     * How many sessions there are over ordinary requests.
     *
     * @return 0 or more
     */
    public int sessions() {
        return lines.size();
    }

    @Override
    protected void doStop() throws Exception {
        LOG.debug("{} sessions over requests end", lines.size());
        lines.values().forEach(HttpLine::cut);
        lines.clear();
        super.doStop();
    }
}
