package io.redstart.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table of text, in Markdown, with its columns lined up: the first two to the left, numbers to the right. */
public final class Table {
    private static final int LEFT = 2;

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param heads the heads of its columns
     */
    public Table(String... heads) {
        rows.add(List.of(heads));
        rows.add(Collections.nCopies(heads.length, ""));
    }

    /**
     * Adds a row.
     *
     * @param cells one text a column
     */
    public void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells (expected: " + rows.get(0).size() + ")");
        }
        rows.add(List.of(cells));
    }

    /**
     * Whether it has heads only.
     *
     * @return true until a row is added
     */
    public boolean isEmpty() {
        return rows.size() == 2;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                text.append("| ").append(cell(row, column)).append(' ');
            }
            text.append("|\n");
        }
        return text.toString();
    }

    private String cell(int row, int column) {
        int width = rows.stream()
                .mapToInt(cells -> cells.get(column).length())
                .max()
                .orElse(0);
        boolean left = column < LEFT;
        if (row == 1) {
            return left ? "-".repeat(Math.max(width, 1)) : "-".repeat(Math.max(width, 2) - 1) + ":";
        }
        String text = rows.get(row).get(column);
        String space = " ".repeat(width - text.length());
        return left ? text + space : space + text;
    }
}
