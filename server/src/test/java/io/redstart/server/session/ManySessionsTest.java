package io.redstart.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Handshake;
import io.redstart.server.observe.Observer;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManySessionsTest {
    private final SessionRegistry registry =
            new SessionRegistry(new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE);

    private LiveSession session() {
        return registry.create(
                new Handshake(
                        "/ws",
                        Map.of(),
                        Map.of(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        null,
                        Handshake.Stage.UPGRADE),
                null);
    }

    private record Member(LiveSession session) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 100})
    void doesItForEachOnceInTheirOrder(int count) {
        List<LiveSession> sessions = Stream.generate(this::session).limit(count).toList();
        List<LiveSession> done = new ArrayList<>();
        ManySessions.forEach(sessions, done::add);
        assertThat(done).isEqualTo(sessions);

        List<Member> members = sessions.stream().map(Member::new).toList();
        List<Member> told = new ArrayList<>();
        ManySessions.forEach(members, Member::session, told::add);
        assertThat(told).isEqualTo(members);
    }
}
