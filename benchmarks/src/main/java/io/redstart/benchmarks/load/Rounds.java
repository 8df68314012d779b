package io.redstart.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Measures contestants in turns, each in a process of its own: A, B, A, B and so on, so that whatever else the machine
 * does meanwhile does it to all of them. Of what each was measured the median counts.
 */
final class Rounds {
    private final LoadOptions options;
    private final Pattern pattern;
    private final int rounds;
    private final Set<String> leftOut = new TreeSet<>();

    Rounds(LoadOptions options, int rounds) {
        this.options = options;
        this.pattern = Pattern.compile(options.cases());
        this.rounds = rounds;
    }

    /** What is done with a server that runs. */
    interface Measured<T> {
        T of(Contestant contestant, ServerProcess server) throws IOException;
    }

    /** Everything that was measured, by the names of the contestants, from the least to the most. */
    <T> Map<String, List<T>> all(String name, List<Contestant> contestants, Measured<T> measured, Comparator<T> order) {
        Map<String, List<T>> all = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contestant each : contestants) {
                if (!pattern.matcher(name + " " + each.name()).find()) {
                    continue;
                }
                try (ServerProcess server = ServerProcess.start(each.program().apply(options), options.pinned())) {
                    all.computeIfAbsent(each.name(), first -> new ArrayList<>()).add(measured.of(each, server));
                } catch (IOException | IllegalStateException ended) { // one that gives up need not end the others' run
                    leftOut.add(name + ", " + each.name() + ": " + ended.getMessage());
                }
            }
        }
        all.values().removeIf(List::isEmpty);
        all.values().forEach(each -> each.sort(order));
        return all;
    }

    /** What is in the middle of all that was measured. */
    <T> Map<String, T> medians(String name, List<Contestant> contestants, Measured<T> measured, Comparator<T> order) {
        return medians(all(name, contestants, measured, order));
    }

    /** The same of what was measured already. */
    static <T> Map<String, T> medians(Map<String, List<T>> all) {
        Map<String, T> medians = new LinkedHashMap<>();
        all.forEach((contestant, sorted) -> medians.put(contestant, median(sorted)));
        return medians;
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
