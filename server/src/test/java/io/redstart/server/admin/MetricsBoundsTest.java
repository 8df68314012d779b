package io.redstart.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsBoundsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);

    private List<HistogramDataPointSnapshot> calls() {
        return ((HistogramSnapshot) metrics.callTimes().collect()).getDataPoints();
    }

    private static long count(HistogramDataPointSnapshot histogram) {
        return histogram.getClassicBuckets().stream()
                .mapToLong(ClassicHistogramBucket::getCount)
                .sum();
    }

    @Test
    void countsHowLongCallsTook() {
        metrics.callsAnswered("api.method", 1, 999_999, null);
        metrics.callsAnswered("api.method", 1, 1_000_000, null);
        metrics.callsAnswered("api.method", 1, 1_000_001, null);
        metrics.callsAnswered("api.method", 1, 20_000_000_000L, null);

        assertThat(calls()).singleElement().satisfies(times -> {
            assertThat(times.getLabels().equals(Labels.of("outcome", "ok", "target", "api.method")))
                    .isTrue();
            assertThat(times.getSum()).isEqualTo(20.003, within(1e-6));
            assertThat(times.getClassicBuckets().stream().map(each -> each.getUpperBound() + " s: " + each.getCount()))
                    .containsExactly("0.001 s: 2", "0.01 s: 1", "0.1 s: 0", "1.0 s: 0", "10.0 s: 0", "Infinity s: 1");
        });
    }

    @Test
    void takesACodeThatIsCalledAsResultsAre() {
        metrics.callsAnswered("api.method", 1, 1, null);
        metrics.callsAnswered("api.method", 1, 1, "ok");

        assertThat(calls())
                .singleElement()
                .satisfies(times -> assertThat(count(times)).isEqualTo(2));
    }

    @Test
    void tellsABoundedNumberOfTargetsApart() {
        for (int i = 0; i < 2_000; i++) {
            metrics.callsAnswered("api.method" + i, 1, 1_000, null);
        }
        assertThat(calls()).hasSize(501);
        assertThat(calls())
                .filteredOn(each -> "other".equals(each.getLabels().get("target")))
                .singleElement()
                .satisfies(other -> assertThat(count(other)).isEqualTo(1_500));
    }

    @Test
    void tellsABoundedNumberOfCodesApart() {
        for (int i = 0; i < 100; i++) {
            metrics.callsAnswered("api.method", 1, 1_000, "code_" + i);
            metrics.connectionClosed("websocket", 4_000 + 2 * i);
            metrics.connectionClosed("websocket", 4_001 + 2 * i);
        }
        metrics.callsAnswered("api.method", 1, 1_000, null);
        assertThat(calls()).hasSize(32);
        assertThat(calls())
                .filteredOn(each -> "other".equals(each.getLabels().get("outcome")))
                .singleElement()
                .satisfies(other -> assertThat(count(other)).isEqualTo(70));
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
