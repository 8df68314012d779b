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
    void keepsWhatIsKnownOfAUserNow() {
        String one = store.open(Map.of("id", "ann", "name", "Ann"), "a", "one", Map.of("n", 1))
                .id();
        store.open(Map.of("id", "bob"), "a", "one", Map.of());
        passes(Duration.ofMinutes(59));
        String two = store.open(Map.of("id", "ann", "name", "Ann"), "a", "two", Map.of())
                .id();
        store.update(Map.of("id", "ann", "name", "Ann B."));
        assertThat(store.list("ann"))
                .extracting(each -> each.user().get("name"))
                .containsExactly("Ann B.", "Ann B.");
        assertThat(store.list("ann").get(0).data()).isEqualTo(Map.of("n", 1));
        assertThat(store.list("bob").get(0).user()).isEqualTo(Map.of("id", "bob"));
        assertThatThrownBy(() -> store.update(Map.of("id", "ann", "name", "x".repeat(200))))
                .isInstanceOfSatisfying(
                        CallException.class, large -> assertThat(large.code()).isEqualTo("too_large"));
        assertThatThrownBy(() -> store.update(Map.of("name", "nobody")))
                .isInstanceOfSatisfying(
                        CallException.class, unfit -> assertThat(unfit.code()).isEqualTo("invalid"));
        store.update(Map.of("id", "eve"));
        passes(Duration.ofMinutes(1)); // to be known anew is no use
        assertThat(store.list("ann"))
                .extracting(each -> each.id())
                .containsExactly(two)
                .doesNotContain(one);
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
