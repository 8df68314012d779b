package io.redstart.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measures contestants, each in a process of its own: {@linkplain #inSlices in slices} those that are loaded as much as they
 * take, one after the other those that are not. There may be several rounds, each with processes of its own.
 */
final class Rounds {
    /** So many times as many rounds as were asked for there may be. */
    private static final int MOST = 3;

    private final LoadOptions options;
    private final Pattern pattern;
    private final int rounds;
    private final Set<String> leftOut = new TreeSet<>();

    Rounds(LoadOptions options) {
        this(options, options.cases(), options.rounds());
    }

    Rounds(LoadOptions options, String cases, int rounds) {
        this.options = options;
        this.pattern = Pattern.compile(cases);
        this.rounds = rounds;
    }

    /** What is done with a server that runs. */
    interface Measured<T extends Measurement> {
        T of(Contestant contestant, ServerProcess server) throws IOException;
    }

    /**
     * Loads all at once, in turns of half a second. What was done in all rounds, by where the cores were, and by the names of
     * the contestants.
     */
    Map<Cores, Map<String, Outcome>> inSlices(String name, List<Contestant> contestants, Loading.Opens opens) {
        Turns turns = new Turns(options::cores, why -> leftOut.add(name + ", " + why));
        for (int round = 0; round < rounds; round++) {
            List<Turns.Running> servers = new ArrayList<>();
            for (Contestant each : asked(name, contestants)) {
                try {
                    servers.add(LoadedServer.start(each, opens, options));
                } catch (IOException | IllegalStateException failed) {
                    leavesOut(name, each.name(), failed);
                }
            }
            try {
                turns.measure(servers, options.warmup(), options.seconds());
            } finally {
                servers.forEach(each -> close(name, each));
            }
        }
        return turns.outcomes();
    }

    private void close(String name, Turns.Running server) {
        try {
            server.close();
        } catch (IOException failed) {
            leavesOut(name, server.name(), failed);
        }
    }

    private void leavesOut(String name, String server, Exception why) {
        leftOut.add(name + ", " + server + ": " + why.getMessage());
    }

    private List<Contestant> asked(String name, List<Contestant> contestants) {
        return contestants.stream()
                .filter(each -> pattern.matcher(name + " " + each.name()).find())
                .toList();
    }

    /**
     * Measures one after the other: by where the cores were, and by the names of the contestants, from the least to the
     * most. There are more rounds than asked for, up to three times as many, until each was measured so often with the
     * cores in one place.
     */
    <T extends Measurement> Map<Cores, Map<String, List<T>>> all(
            String name, List<Contestant> contestants, Measured<T> measured, Comparator<T> order) {
        Map<String, Contestant> asked = new LinkedHashMap<>();
        asked(name, contestants).forEach(each -> asked.put(each.name(), each));
        return inTurns(
                List.copyOf(asked.keySet()),
                each -> measure(name, Objects.requireNonNull(asked.get(each)), measured),
                order);
    }

    private <T extends Measurement> @Nullable T measure(String name, Contestant contestant, Measured<T> measured) {
        try (ServerProcess server = contestant.start(options)) {
            return measured.of(contestant, server);
        } catch (IOException | IllegalStateException ended) { // one that gives up need not end the others' run
            leavesOut(name, contestant.name(), ended);
            return null;
        }
    }

    /** Measures each again and again; null is no result, and what is not compared with anything is not told. */
    <T extends Measurement> Map<Cores, Map<String, List<T>>> inTurns(
            List<String> names, Function<String, @Nullable T> measure, Comparator<T> order) {
        Map<Cores, Map<String, List<T>>> all = new EnumMap<>(Cores.class);
        for (int round = 0; round < MOST * rounds && !areEnough(all, names); round++) {
            for (String name : names) {
                T result = measure.apply(name);
                if (result != null && result.cores() != Cores.MOVED) {
                    all.computeIfAbsent(result.cores(), first -> new LinkedHashMap<>())
                            .computeIfAbsent(name, first -> new ArrayList<>())
                            .add(result);
                }
            }
        }
        all.values().forEach(each -> each.values().forEach(results -> results.sort(order)));
        return all;
    }

    private <T> boolean areEnough(Map<Cores, Map<String, List<T>>> all, List<String> names) {
        return all.values().stream()
                .anyMatch(each -> names.stream()
                        .allMatch(name -> each.getOrDefault(name, List.of()).size() >= rounds));
    }

    /** What is in the middle of what was measured, of each contestant. */
    static <T> Map<String, T> medians(Map<String, List<T>> all) {
        Map<String, T> medians = new LinkedHashMap<>();
        all.forEach((contestant, sorted) -> medians.put(contestant, median(sorted)));
        return medians;
    }

    /** What was measured where the cores were most often; empty if nothing was. */
    static <T> Map<String, List<T>> most(Map<Cores, Map<String, List<T>>> all) {
        return all.values().stream()
                .max(Comparator.comparingInt(
                        each -> each.values().stream().mapToInt(List::size).sum()))
                .orElse(Map.of());
    }

    /** Of an even number the lesser one of both in the middle. */
    static <T> T median(List<T> sorted) {
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** Says which cases could not be measured since it was asked last, and why. */
    Set<String> leftOut() {
        Set<String> said = new TreeSet<>(leftOut);
        leftOut.clear();
        return said;
    }
}
