package io.redstart.server.admin;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long calls took, by target and outcome: a classic histogram of Prometheus. It is added to with every call, so that is
 * two additions and nothing else; all the rest is left to whoever reads the numbers.
 */
final class CallTimes implements Collector {
    private static final long[] BOUNDS = {
        TimeUnit.MILLISECONDS.toNanos(1),
        TimeUnit.MILLISECONDS.toNanos(10),
        TimeUnit.MILLISECONDS.toNanos(100),
        TimeUnit.SECONDS.toNanos(1),
        TimeUnit.SECONDS.toNanos(10)
    };

    private final Queue<Times> all = new ConcurrentLinkedQueue<>();

    /** Those of one target with one outcome. Any thread may add. */
    static final class Times {
        private final Labels labels;
        private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        private Times(Labels labels) {
            this.labels = labels;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        /** So many took so long each, up to a bound or above it. */
        void add(int calls, long took) {
            int bucket = 0;
            while (bucket < BOUNDS.length && took > BOUNDS[bucket]) {
                bucket++;
            }
            counts[bucket].add(calls);
            nanos.add(calls * took);
        }

        private HistogramDataPointSnapshot snapshot() {
            ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
            for (int i = 0; i < BOUNDS.length; i++) {
                buckets.bucket(Unit.nanosToSeconds(BOUNDS[i]), counts[i].sum());
            }
            buckets.bucket(Double.POSITIVE_INFINITY, counts[BOUNDS.length].sum());
            return HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(buckets.build())
                    .sum(Unit.nanosToSeconds(nanos.sum()))
                    .build();
        }
    }

    /** Begins to count those of a target with an outcome; to be asked for once. */
    Times of(String target, String outcome) {
        Times times = new Times(Labels.of("outcome", outcome, "target", target));
        all.add(times);
        return times;
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("redstart_calls_seconds")
                .help("Calls that were answered, from their arrival")
                .unit(Unit.SECONDS);
        all.forEach(each -> histogram.dataPoint(each.snapshot()));
        return histogram.build();
    }
}
