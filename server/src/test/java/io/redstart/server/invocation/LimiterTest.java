package io.redstart.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Handshake;
import io.redstart.api.RateLimit;
import io.redstart.api.User;
import io.redstart.server.observe.Observer;
import io.redstart.server.registry.LimitModel;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final SessionRegistry registry =
            new SessionRegistry(new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE);

    private LiveSession session(String host, User user) {
        Handshake handshake = new Handshake(
                "/ws", Map.of(), Map.of(), InetSocketAddress.createUnresolved(host, 1), null, Handshake.Stage.UPGRADE);
        return registry.create(handshake, user);
    }

    private Limiter limiter(int permits, long perMillis, RateLimit.By by) {
        return new Limiter(new LimitModel(permits, perMillis, permits, by), now::get);
    }

    @Test
    void remembersNoMoreThanTenThousand() {
        Limiter limiter = limiter(1, 1000, RateLimit.By.USER);
        for (int i = 0; i < 2 * Limiter.MAX_ENTRIES; i++) {
            limiter.take(session("here", new User("user " + i)));
        }
        assertThat(limiter.entries()).isBetween(1L, (long) Limiter.MAX_ENTRIES);
        now.addAndGet(60_001);
        assertThat(limiter.entries()).isZero();
    }

    @Test
    void forgetsNobodyWhosePermitsAreNotBack() {
        Limiter limiter = limiter(10, 3_600_000, RateLimit.By.USER);
        LiveSession session = session("here", new User("ann"));
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.take(session)).isZero();
        }
        now.addAndGet(120_000);
        assertThat(limiter.entries()).isEqualTo(1);
        assertThat(limiter.take(session)).isEqualTo(240_000);
    }

    @Test
    void knowsAnAddressThatItsContainerDoesNotResolve() {
        Limiter limiter = limiter(1, 1000, RateLimit.By.ADDRESS);
        assertThat(limiter.take(session("unknown", new User("ann")))).isZero();
        assertThat(limiter.take(session("unknown", new User("bob")))).isEqualTo(1000);
        assertThat(limiter.take(session("other", new User("bob")))).isZero();
    }

    @Test
    void keepsWhatASessionUsedWithTheSession() {
        Limiter limiter = limiter(1, 1000, RateLimit.By.SESSION);
        LiveSession session = session("here", new User("ann"));
        limiter.take(session);
        assertThat(limiter.entries()).isZero();
        assertThat(session.notes()).containsOnlyKeys(limiter);
    }
}
