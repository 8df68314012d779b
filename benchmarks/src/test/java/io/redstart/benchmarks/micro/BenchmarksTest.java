package io.redstart.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {
    @Test
    void allOfThemRun() throws Exception {
        // several builds may run on one machine; nothing is timed here
        System.setProperty("jmh.ignoreLock", "true");
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .mode(Mode.SingleShotTime)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        assertThat(results.stream()
                        .map(result -> result.getParams().getBenchmark())
                        .map(name -> name.replaceAll(".*\\.(\\w+)Benchmark\\.\\w+", "$1"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "Binding",
                        "Call",
                        "CallLedger",
                        "Channel",
                        "FanOut",
                        "FrameReader",
                        "Lines",
                        "MessageReader",
                        "MessageWriter",
                        "Outbox",
                        "Packet",
                        "Push",
                        "Reducer");
    }
}
