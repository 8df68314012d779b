package io.redstart.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UserConnectionsTest {
    private static final User ANN = new User("ann");

    private final SessionRegistry registry =
            new SessionRegistry(new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE);

    private LiveSession session() {
        Handshake handshake = new Handshake(
                "/ws",
                Map.of(),
                Map.of(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                null,
                Handshake.Stage.UPGRADE);
        return registry.create(handshake, ANN);
    }

    @Test
    void letsNoMoreInHoweverManyComeAtOnce() throws Exception {
        int clients = 8;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            for (int round = 0; round < 200; round++) {
                UserConnections users = new UserConnections(3);
                CyclicBarrier together = new CyclicBarrier(clients);
                List<LiveSession> sessions =
                        Stream.generate(this::session).limit(clients).toList();
                List<Future<Boolean>> entering = new ArrayList<>();
                for (LiveSession session : sessions) {
                    entering.add(threads.submit(() -> {
                        together.await();
                        return users.enter(session, ANN);
                    }));
                }
                int entered = 0;
                for (Future<Boolean> one : entering) {
                    entered += one.get() ? 1 : 0;
                }
                assertThat(entered).isEqualTo(3);
                sessions.forEach(users::leave);
                assertThat(users.users()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void letsEverybodyInWithoutABound() {
        UserConnections users = new UserConnections(0);
        assertThat(Stream.generate(this::session).limit(1_000)).allMatch(session -> users.enter(session, ANN));
        assertThat(users.users()).isZero();
    }
}
