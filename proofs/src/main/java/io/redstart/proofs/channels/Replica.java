package io.redstart.proofs.channels;

import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.FromClient.Position;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that holds the state of a channel by what it is told, across as many sessions as it has. */
final class Replica {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final Handshake HANDSHAKE =
            new Handshake("/ws", Map.of(), Map.of(), PEER, null, Handshake.Stage.UPGRADE);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SessionRegistry registry;
    private final @Nullable String user;
    private Line line;
    private @Nullable Position position;
    private @Nullable Integer state;
    private int wrong;

    Replica(SessionRegistry registry, @Nullable String user) {
        this.registry = registry;
        this.user = user;
        this.line = new Line();
    }

    @Nullable
    String user() {
        return user;
    }

    LiveSession session() {
        return line.session;
    }

    /** The state it has by now. */
    synchronized @Nullable Integer state() {
        return state;
    }

    /** How often it was told what it had been told before, or an offset that did not grow. */
    synchronized int wrong() {
        return wrong;
    }

    /** Its session is lost, and with it whatever is still on the line; it has another now and knows where it was. */
    @Nullable
    Position returns() {
        Line old = line;
        Position at;
        synchronized (this) {
            line = new Line();
            at = position;
        }
        old.session.end();
        return at;
    }

    private synchronized void hear(Line on, String message) {
        JsonNode said = JSON.readTree(message);
        String what = said.path(0).asString("");
        if (on != line || what.isEmpty() || what.equals("who")) {
            return;
        }
        if (what.equals("state")) {
            position = new Position(
                    said.get(3).get(0).stringValue(), said.get(3).get(1).asLong());
            state = said.get(4).isNull() ? null : Integer.valueOf(said.get(4).asInt());
            return;
        }
        long offset = said.get(4).get("o").asLong();
        if (position == null || offset <= position.offset()) {
            wrong++;
            return;
        }
        position = new Position(position.epoch(), offset);
        state = added(state, said.get(3).get("payload").asInt());
    }

    /** The reducer, which client and server have in common. */
    static int added(@Nullable Integer state, int more) {
        return (state == null ? 0 : state) + more;
    }

    private final class Line implements Carrier {
        final LiveSession session;

        Line() {
            session = registry.create(HANDSHAKE, user == null ? null : new User(user));
            session.attach(new Connection(this, new TransportSettings(), () -> 0), key -> new byte[] {'[', ']'});
            registry.add(session);
        }

        @Override
        public void write(Frame frame, Runnable done) {
            new String(frame.bytes(), StandardCharsets.UTF_8).lines().forEach(message -> hear(this, message));
            done.run();
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}

        @Override
        public InetSocketAddress peer() {
            return PEER;
        }
    }
}
