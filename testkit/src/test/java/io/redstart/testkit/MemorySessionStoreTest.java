package io.redstart.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.CallException;
import io.redstart.api.SessionStore;
import io.redstart.server.session.MemorySessionStore;
import io.redstart.server.session.SessionStoreSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemorySessionStoreTest extends SessionStoreContract {
    private final HandClock clock = new HandClock();
    private final Counts counts = new Counts();
    private final MemorySessionStore store =
            new MemorySessionStore(new SessionStoreSettings(Duration.ofHours(1), 100, 200, "sessions"), clock, counts);

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected void passes(Duration time) {
        clock.move(time);
        store.tick();
    }

    @Override
    protected Duration timeout() {
        return Duration.ofHours(1);
    }

    @Test
    void hasRoomForSoMany() {
        for (int i = 0; i < 100; i++) {
            store.open(Map.of("id", "ann"), "a", "client " + i, Map.of());
        }
        assertThatThrownBy(() -> store.open(Map.of("id", "bob"), "a", "c", Map.of()))
                .isInstanceOfSatisfying(
                        CallException.class, full -> assertThat(full.code()).isEqualTo("overloaded"));
        assertThat(counts.limitHits("stored-sessions")).isEqualTo(1);
        assertThat(store.open(Map.of("id", "ann"), "a", "client 7", Map.of()).client())
                .isEqualTo("client 7");
        store.close("ann", "a", "client 7");
        store.open(Map.of("id", "bob"), "a", "c", Map.of());
        assertThat(store.size()).isEqualTo(100);
        passes(Duration.ofHours(1));
        assertThat(store.size()).isZero();
    }

    @Test
    void keepsSoMuchOfEach() {
        String id = store.open(Map.of("id", "ann"), "a", "c", Map.of()).id();
        Map<String, Object> large = Map.of("text", "x".repeat(200));
        assertThatThrownBy(() -> store.store("ann", id, large)).hasMessageContaining("(expected: at most 200)");
        assertThatThrownBy(() -> store.open(Map.of("id", "bob"), "a", "c", large))
                .isInstanceOfSatisfying(
                        CallException.class,
                        refused -> assertThat(refused.code()).isEqualTo("too_large"));
        assertThat(counts.limitHits("stored-data")).isEqualTo(2);
        assertThat(store.list("ann").get(0).data()).isEmpty();
    }
}
