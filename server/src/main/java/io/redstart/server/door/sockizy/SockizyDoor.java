package io.redstart.server.door.sockizy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.dispatch.ConnectionLife;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.PlainAnswers;
import io.redstart.server.door.Upgrades;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.WebSocketCarrier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

/**
 * Lets in clients of sockizy: who they are is decided before the upgrade. To who asks without opening a WebSocket it may
 * tell the tables of packets, as the client's script takes them.
 */
public final class SockizyDoor extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(SockizyDoor.class);

    /** What the server's numbers call it. */
    private static final String NAME = "sockizy";

    private static final int MOST_SCRIPT = 4 << 20;

    private final SockizySettings settings;
    private final PacketSettings packets;
    private final TransportSettings transport;
    private final Entrance.Finder namespaces;
    private final LongSupplier clock;
    private final Upgrades upgrades;
    private byte[] script = {};
    private @Nullable Inside inside;

    /** One life of the namespace, and its packets. */
    private record Inside(Dispatcher dispatcher, SockizyTables tables, SockizyTexts texts) {}

    /**
     * A door.
     *
     * @param settings where it is
     * @param packets the tables whose order is that of its clients
     * @param transport bounds of its connections
     * @param upgrades opens its WebSockets
     * @param namespaces where it leads to
     * @param clock tells the time in milliseconds; only grows
     */
    public SockizyDoor(
            SockizySettings settings,
            PacketSettings packets,
            TransportSettings transport,
            Upgrades upgrades,
            Entrance.Finder namespaces,
            LongSupplier clock) {
        this.settings = settings;
        this.packets = packets;
        this.transport = transport;
        this.namespaces = namespaces;
        this.clock = clock;
        this.upgrades = upgrades;
    }

    @Override
    protected void doStart() throws Exception {
        Path file = settings.clientScript();
        if (file != null) {
            script = read(file);
        }
        super.doStart();
    }

    private static byte[] read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_SCRIPT + 1);
        } catch (IOException unreadable) {
            throw new IOException(mistake(file), unreadable);
        }
        if (bytes.length > MOST_SCRIPT) {
            throw new IOException(mistake(file));
        }
        return bytes;
    }

    private static String mistake(Path file) {
        return "door.sockizy.client-script: " + file + " (expected: a file that can be read, of at most 4MiB)";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean upgrade = Upgrades.isUpgrade(request);
        if (!settings.leadsHere(Request.getPathInContext(request)) || (!upgrade && !settings.tellsTables())) {
            return super.handle(request, response, callback);
        }
        Entrance entrance;
        try {
            entrance = namespaces.into(settings.namespace());
        } catch (CallException nowhere) {
            LOG.error("door.sockizy.namespace: {}", nowhere.getMessage());
            PlainAnswers.refuse(response, callback, HttpStatus.NOT_FOUND_404, "There is nothing here");
            return true;
        }
        if (!upgrade) {
            PlainAnswers.answer(response, callback, "text/javascript;charset=utf-8", told(entrance));
            return true;
        }
        Handshake handshake = upgrades.arrive(request, response, callback);
        if (handshake != null) {
            enter(entrance, handshake, request, response, callback);
        }
        return true;
    }

    private byte[] told(Entrance entrance) {
        byte[] tables = inside(entrance.dispatcher()).tables().script().getBytes(UTF_8);
        if (script.length == 0) {
            return tables;
        }
        byte[] all = Arrays.copyOf(script, script.length + 1 + tables.length);
        all[script.length] = '\n'; // its last line may be a comment
        System.arraycopy(tables, 0, all, script.length + 1, tables.length);
        return all;
    }

    private void enter(Entrance entrance, Handshake handshake, Request request, Response response, Callback callback) {
        if (entrance.dispatcher().isDraining()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            PlainAnswers.refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "The server stops");
            return;
        }
        entrance.decide(handshake, settings.tokenParameter()).whenComplete((decision, thrown) -> {
            if (thrown != null) {
                LOG.error("The authenticator failed", thrown);
                PlainAnswers.refuse(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "The server failed");
            } else if (!(decision instanceof Decision.Accept) && !(decision instanceof Decision.Guest)) {
                PlainAnswers.refuse(response, callback, HttpStatus.UNAUTHORIZED_401, reason(decision));
            } else {
                upgrades.open(request, response, callback, "", below -> {
                    SockizyLine line = line(inside(entrance.dispatcher()), handshake, decision);
                    return new WebSocketCarrier(below, line, handshake.address(), transport, clock, line);
                });
            }
        });
    }

    private static String reason(Decision decision) {
        return decision instanceof Decision.Refuse refused ? refused.reason() : "Unauthorized";
    }

    private SockizyLine line(Inside here, Handshake handshake, Decision decision) {
        ConnectionLife life =
                here.dispatcher().connect(NAME, handshake, decision).pinging(settings.ping(), settings.ping());
        return new SockizyLine(life, settings, here.tables(), here.texts());
    }

    /** A namespace that was removed and made anew gives its packets ids anew. */
    private synchronized Inside inside(Dispatcher dispatcher) {
        Inside here = inside;
        if (here == null || here.dispatcher() != dispatcher) {
            here = new Inside(dispatcher, new SockizyTables(settings, packets), new SockizyTexts(dispatcher.json()));
            inside = here;
        }
        here.tables().learn(dispatcher.packets());
        return here;
    }
}
