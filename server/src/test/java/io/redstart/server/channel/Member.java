package io.redstart.server.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session whose client notes what it is told, without the seq. */
final class Member implements Carrier {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final Handshake HANDSHAKE =
            new Handshake("/ws", Map.of(), Map.of(), PEER, null, Handshake.Stage.UPGRADE);

    private final List<String> heard = new ArrayList<>();
    private final LiveSession session;

    Member(SessionRegistry registry, @Nullable String user) {
        session = registry.create(HANDSHAKE, user == null ? null : new User(user));
        session.attach(new Connection(this, new TransportSettings(), () -> 0), key -> new byte[] {'[', ']'});
        registry.add(session);
    }

    LiveSession session() {
        return session;
    }

    /** What it was told since it was asked last. */
    synchronized List<String> heard() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    @Override
    public synchronized void write(Frame frame, Runnable done) {
        new String(frame.bytes(), UTF_8)
                .lines()
                .filter(message -> !message.equals("[]"))
                .forEach(message -> heard.add(
                        message.replaceFirst("\\[\"(\\w+)\",\\d+,", "$1 ").replaceFirst("]$", "")));
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
