package io.redstart.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricsBoundsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);

    @Test
    void tellsABoundedNumberOfTargetsApart() {
        for (int i = 0; i < 2_000; i++) {
            metrics.callAnswered("api.method" + i, 1_000, null);
        }
        assertThat(registry.find("redstart.calls").timers()).hasSize(501);
        assertThat(registry.get("redstart.calls").tag("target", "other").timer().count())
                .isEqualTo(1_500);
    }

    @Test
    void tellsABoundedNumberOfCodesApart() {
        for (int i = 0; i < 100; i++) {
            metrics.callAnswered("api.method", 1_000, "code_" + i);
            metrics.connectionClosed("websocket", 4_000 + 2 * i);
            metrics.connectionClosed("websocket", 4_001 + 2 * i);
        }
        assertThat(registry.find("redstart.calls").timers()).hasSize(32);
        assertThat(registry.get("redstart.calls")
                        .tag("outcome", "other")
                        .timer()
                        .count())
                .isEqualTo(70);
        assertThat(registry.find("redstart.connections.closed").counters()).hasSize(101);
        assertThat(registry.get("redstart.connections.closed")
                        .tag("code", "other")
                        .counter()
                        .count())
                .isEqualTo(100);
    }

    @Test
    void countsWhyClientsCouldNotGoOn() {
        metrics.resumed(null);
        metrics.resumed("gap");
        metrics.limitHit("messages");
        metrics.protocolError();

        assertThat(registry.get("redstart.resumes")
                        .tag("outcome", "resumed")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("redstart.resumes")
                        .tag("outcome", "gap")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("redstart.limit.hits")
                        .tag("limit", "messages")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("redstart.protocol.errors").counter().count()).isEqualTo(1);
    }
}
