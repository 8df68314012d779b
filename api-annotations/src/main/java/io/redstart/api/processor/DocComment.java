package io.redstart.api.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A documentation comment, taken apart into its main text and its block tags. */
final class DocComment {
    private final List<String> parts = new ArrayList<>();

    /**
     * Takes a comment apart.
     *
     * @param text the comment as the compiler gives it, without stars
     */
    DocComment(String text) {
        StringBuilder part = new StringBuilder();
        int depth = 0; // a line of code in an inline tag may start with an at sign too
        for (String line : text.split("\n", -1)) {
            String clean = line.startsWith(" ") ? line.substring(1) : line;
            if (depth == 0 && clean.stripLeading().startsWith("@")) {
                parts.add(part.toString().strip());
                part.setLength(0);
                clean = clean.strip();
            }
            part.append(clean.stripTrailing()).append('\n');
            depth = depth(clean, depth);
        }
        parts.add(part.toString().strip());
    }

    /** How many braces of an inline tag are open after a line. */
    private static int depth(String line, int before) {
        int depth = before;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '{' && (depth > 0 || line.startsWith("{@", i))) {
                depth++;
            } else if (line.charAt(i) == '}' && depth > 0) {
                depth--;
            }
        }
        return depth;
    }

    /** All of it. */
    String whole() {
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** What stands before the block tags. */
    String main() {
        return parts.get(0);
    }

    /** The texts of the {@code @param} tags by name. */
    Map<String, String> params() {
        Map<String, String> params = new TreeMap<>();
        for (String part : parts) {
            String[] words = part.split("\\s+", 3);
            if (words.length == 3 && words[0].equals("@param") && !words[1].startsWith("<")) {
                params.put(words[1], words[2]);
            }
        }
        return params;
    }
}
