package io.redstart.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One of the project's documents, and the code it shows. */
record Document(Path path, List<String> lines) {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /**
     * A fenced block.
     *
     * @param line where it begins, from 1
     * @param info what stands behind the fence, such as {@code json up}
     * @param directive the comment on the line before it, without its marks; empty if there is none
     */
    record Block(int line, String info, String directive, String text) {
        boolean is(String language) {
            return info.equals(language) || info.startsWith(language + " ");
        }

        List<String> linesOfIt() {
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    static Document of(String path) {
        Path file = ROOT.resolve(path);
        try {
            return new Document(file, Files.readAllLines(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** All documents of the project's root and of its folder {@code docs}. */
    static List<Document> all() {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted(Comparator.naturalOrder())
                    .map(file -> of(ROOT.relativize(file).toString()))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Block> blocks(String language) {
        return blocks().stream().filter(block -> block.is(language)).toList();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int begin = -1;
        for (int at = 0; at < lines.size(); at++) {
            if (!lines.get(at).startsWith("```")) {
                continue;
            }
            if (begin < 0) {
                begin = at;
            } else {
                String text = String.join("\n", lines.subList(begin + 1, at));
                blocks.add(new Block(begin + 1, lines.get(begin).substring(3).strip(), directive(begin), text));
                begin = -1;
            }
        }
        if (begin >= 0) {
            throw new IllegalStateException(where(begin + 1) + ": the block has no end");
        }
        return blocks;
    }

    /** The comment that ends on the line before a line. */
    private String directive(int at) {
        if (at == 0 || !lines.get(at - 1).endsWith("-->")) {
            return "";
        }
        int from = at - 1;
        while (from > 0 && !lines.get(from).startsWith("<!--")) {
            from--;
        }
        String comment = String.join("\n", lines.subList(from, at));
        return comment.substring("<!--".length(), comment.length() - "-->".length())
                .strip();
    }

    String where(int line) {
        return name() + ":" + line;
    }

    String name() {
        return ROOT.relativize(path).toString().replace('\\', '/');
    }

    @Override
    public String toString() {
        return name();
    }
}
