package io.redstart.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws what was measured: a group of bars a case, a bar a server, as long as it did things a CPU second. */
final class Charts {
    private static final int WIDTH = 760;
    private static final int NAMES = 150;
    private static final int NUMBERS = 130;
    private static final int BAR = 18;
    private static final int HEAD = 34;
    private static final double FULL = WIDTH - NAMES - NUMBERS;

    private final Map<String, Map<String, Outcome>> cases = new LinkedHashMap<>();

    void add(String name, Map<String, Outcome> outcomes) {
        if (!outcomes.isEmpty()) {
            cases.put(name, outcomes);
        }
    }

    void write(String file) throws IOException {
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), svg());
        }
    }

    private String svg() {
        int rows = cases.values().stream().mapToInt(Map::size).sum();
        int height = 16 + cases.size() * (HEAD + 8) + rows * BAR;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"Calls and deliveries a second of the server's processor time\">%n"
                        + "<style>text{font:12px system-ui,sans-serif;fill:#333}.case{font-weight:600;font-size:13px}"
                        + ".bar{fill:#b9c4cf}.ours{fill:#c8452f}"
                        + "@media(prefers-color-scheme:dark){text{fill:#ddd}.bar{fill:#5d6b78}}</style>%n",
                WIDTH,
                height,
                WIDTH,
                height));
        int y = 8;
        for (Map.Entry<String, Map<String, Outcome>> each : cases.entrySet()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"case\" x=\"0\" y=\"%d\">%s, a second of the server's processor time</text>%n",
                    y + 20,
                    each.getKey()));
            y += HEAD;
            for (Map.Entry<String, Outcome> bar : longestFirst(each.getValue())) {
                svg.append(bar(bar.getKey(), bar.getValue().perCpuSecond(), most(each.getValue()), y));
                y += BAR;
            }
            y += 8;
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Map.Entry<String, Outcome>> longestFirst(Map<String, Outcome> outcomes) {
        return outcomes.entrySet().stream()
                .sorted((a, b) ->
                        Double.compare(b.getValue().perCpuSecond(), a.getValue().perCpuSecond()))
                .toList();
    }

    private static double most(Map<String, Outcome> outcomes) {
        return outcomes.values().stream()
                .mapToDouble(Outcome::perCpuSecond)
                .max()
                .orElse(1);
    }

    private static String bar(String name, double value, double most, int y) {
        double length = FULL * value / most;
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\""
                        + " height=\"%d\"/><text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
                NAMES - 8,
                y + 12,
                name,
                name.startsWith("redstart") ? "ours" : "bar",
                NAMES,
                y + 1,
                length,
                BAR - 4,
                NAMES + length + 6,
                y + 12,
                value);
    }
}
