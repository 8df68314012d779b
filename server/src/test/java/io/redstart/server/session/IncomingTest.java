package io.redstart.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IncomingTest {
    private final Incoming incoming = new Incoming();
    private final List<String> log = new ArrayList<>();

    private static Connection connection() {
        return new Connection(
                new Carrier() {
                    @Override
                    public void write(Frame frame, Runnable done) {}

                    @Override
                    public void close(int code, String reason) {}

                    @Override
                    public void cut() {}

                    @Override
                    public InetSocketAddress peer() {
                        return InetSocketAddress.createUnresolved("nowhere", 1);
                    }
                },
                new TransportSettings(),
                () -> 0);
    }

    @Test
    void letsInWhatComesOnItsConnectionAlone() {
        Connection old = connection();
        Connection next = connection();
        assertThat(incoming.enter(old)).isFalse();
        assertThat(incoming.handTo(old, () -> {})).isTrue();
        assertThat(incoming.enter(next)).isFalse();
        assertThat(incoming.enter(old)).isTrue();
        incoming.leave(old);
        assertThat(incoming.handTo(next, () -> {})).isTrue();
        assertThat(incoming.enter(old)).isFalse();
        assertThat(incoming.enter(next)).isTrue();
    }

    @Test
    void callsWhoeverComesInTheMiddleOfAMessageInTheirOrder() {
        Connection old = connection();
        incoming.handTo(old, () -> {});
        incoming.enter(old);
        assertThat(incoming.handTo(connection(), () -> log.add("first"))).isFalse();
        assertThat(incoming.handTo(connection(), () -> log.add("second"))).isFalse();
        assertThat(log).isEmpty();
        incoming.leave(old);
        assertThat(log).containsExactly("first", "second");
        assertThat(incoming.enter(old)).isTrue();
    }

    /** Each thread takes it over again and again; never are two in the middle of a message. */
    @Test
    void hasOneInTheMiddleOfAMessageAtATime() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        AtomicInteger handed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        int rounds = 2_000;
        for (int t = 0; t < 3; t++) {
            Connection own = connection();
            Thread thread = new Thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    takeOver(own, handed);
                    if (incoming.enter(own)) {
                        entered.incrementAndGet();
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        incoming.leave(own);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most).hasValue(1);
        assertThat(entered).hasPositiveValue();
        assertThat(handed).hasValue(3 * rounds);
    }

    private void takeOver(Connection to, AtomicInteger handed) {
        if (incoming.handTo(to, () -> takeOver(to, handed))) {
            handed.incrementAndGet();
        }
    }
}
