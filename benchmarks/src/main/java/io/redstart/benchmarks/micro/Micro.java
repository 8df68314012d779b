package io.redstart.benchmarks.micro;

import io.redstart.benchmarks.Table;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of the hot classes and prints one table: time and allocated bytes an operation. */
public final class Micro {
    private Micro() {}

    /**
     * Runs them.
     *
     * @param args a pattern of names, and what else JMH's command line takes
     */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException {
        CommandLineOptions asked = new CommandLineOptions(args);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(asked)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        if (!asked.getForkCount().hasValue()) {
            options.forks(1);
        }
        if (!asked.getWarmupIterations().hasValue()) {
            options.warmupIterations(3);
        }
        if (!asked.getWarmupTime().hasValue()) {
            options.warmupTime(TimeValue.seconds(1));
        }
        if (!asked.getMeasurementIterations().hasValue()) {
            options.measurementIterations(5);
        }
        if (!asked.getMeasurementTime().hasValue()) {
            options.measurementTime(TimeValue.seconds(1));
        }
        System.out.println(table(new Runner(options.build()).run()));
    }

    private static String table(Collection<RunResult> results) {
        Table table = new Table("benchmark", "", "ns/op", "±", "bytes/op");
        for (RunResult result : results) {
            table.row(
                    shortened(result.getParams().getBenchmark()),
                    parameters(result.getParams()),
                    number(result.getPrimaryResult().getScore()),
                    number(result.getPrimaryResult().getScoreError()),
                    number(allocated(result)));
        }
        return table.toString();
    }

    private static String shortened(String benchmark) {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1).replace("Benchmark.", ".");
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
    }

    private static double allocated(RunResult result) {
        for (String key : result.getSecondaryResults().keySet()) {
            if (key.endsWith("gc.alloc.rate.norm")) {
                return result.getSecondaryResults().get(key).getScore();
            }
        }
        return Double.NaN;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.0f", value);
    }
}
