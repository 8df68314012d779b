package io.redstart.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws what was measured: a group of bars a case, a bar a server, as long as it did things a CPU second. The floor is no
 * server one could use, so it does not decide how long the others are: where it is longer than the picture is wide it is cut.
 */
final class Charts {
    private static final int WIDTH = 800;
    private static final int MARGIN = 24;
    private static final int HEADER = 84;
    private static final int HEADING = 32;
    private static final int ROW = 24;
    private static final int BAR = 16;
    private static final int AFTER = 18;
    private static final int BARS = MARGIN + 150;
    private static final int NUMBERS = 84;
    private static final int FULL = WIDTH - MARGIN - NUMBERS - BARS;
    /** Where the cut is in a bar that is too long, from its end. */
    private static final int CUT = 28;
    /** So many times as long as all servers' the bar of the floor is drawn whole. */
    private static final double NEAR = 1.5;

    private static final String SUBTITLE = "Each on one core of the same machine, same load. Longer is better."
            + " Dashed: Java's sockets without a server.";

    private static final String STYLE = """
            <style>
            text{font:13px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#57606a}
            .card{fill:#ffffff;stroke:#d0d7de}.cut{stroke:#ffffff}
            .title{font-size:18px;font-weight:600;fill:#1f2328}.heading{font-weight:600;fill:#1f2328}
            .bar{fill:#b6c2cf}.floor{fill:none;stroke:#8c96a0;stroke-dasharray:3 2}
            .ours{fill:#c8452f}text.ours{font-weight:600}
            @media(prefers-color-scheme:dark){
            text{fill:#9da7b3}.card{fill:#0d1117;stroke:#30363d}.cut{stroke:#0d1117}
            .title,.heading{fill:#e6edf3}.bar{fill:#4a5663}.floor{stroke:#7d8792}.ours{fill:#ee6a52}}
            </style>
            """;

    private final Map<String, Map<String, Outcome>> cases = new LinkedHashMap<>();

    void add(String heading, Map<String, Outcome> outcomes) {
        if (!outcomes.isEmpty()) {
            cases.put(heading, outcomes);
        }
    }

    void write(String file) throws IOException {
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), svg());
        }
    }

    String svg() {
        int rows = cases.values().stream().mapToInt(Map::size).sum();
        int height = HEADER + cases.size() * (HEADING + AFTER) + rows * ROW + MARGIN - AFTER;
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                WIDTH, height, WIDTH, height));
        svg.append("<title>What servers do in a second of processor time</title>\n")
                .append(STYLE);
        svg.append(format(
                "<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>%n",
                WIDTH - 1, height - 1));
        svg.append(text("title", MARGIN, 38, "What servers do in a second of processor time"));
        svg.append(text("", MARGIN, 62, SUBTITLE));
        int y = HEADER;
        for (Map.Entry<String, Map<String, Outcome>> each : cases.entrySet()) {
            svg.append(text("heading", MARGIN, y + 18, each.getKey()));
            y += HEADING;
            double longest = longest(each.getValue());
            for (Map.Entry<String, Outcome> bar : longestFirst(each.getValue())) {
                svg.append(bar(bar.getKey(), bar.getValue().perCpuSecond(), longest, y));
                y += ROW;
            }
            y += AFTER;
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Map.Entry<String, Outcome>> longestFirst(Map<String, Outcome> outcomes) {
        List<Map.Entry<String, Outcome>> bars = new ArrayList<>(outcomes.entrySet());
        bars.sort((a, b) ->
                Double.compare(b.getValue().perCpuSecond(), a.getValue().perCpuSecond()));
        return bars;
    }

    private static double longest(Map<String, Outcome> outcomes) {
        double servers = outcomes.entrySet().stream()
                .filter(each -> !each.getKey().equals(Contestant.FLOOR))
                .mapToDouble(each -> each.getValue().perCpuSecond())
                .max()
                .orElse(Double.MAX_VALUE);
        return outcomes.values().stream()
                .mapToDouble(Outcome::perCpuSecond)
                .filter(each -> each <= servers * NEAR)
                .max()
                .orElse(1);
    }

    private static String bar(String server, double value, double longest, int y) {
        boolean ours = server.startsWith("redstart");
        String kind = ours ? "ours" : server.equals(Contestant.FLOOR) ? "floor" : "bar";
        double length = Math.min(FULL, FULL * value / longest);
        String cut = value <= longest
                ? ""
                : format(
                        "<path class=\"cut\" stroke-width=\"5\" d=\"M%.1f %d l8 -%d\"/>%n",
                        BARS + length - CUT, y + BAR + 2, BAR + 4);
        return format(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\"%s>%s</text>%n",
                        BARS - 10, y + 13, ours ? " class=\"ours\"" : "", escaped(server))
                + format(
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                        kind, BARS, y, length, BAR)
                + cut
                + text(ours ? "ours" : "", BARS + length + 8, y + 13, format("%,.0f", value));
    }

    private static String text(String kind, double x, int y, String text) {
        return format("<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>%n", kind, x, y, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
