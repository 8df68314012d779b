package io.redstart.server.door;

/** Finds where values of JSON end, without reading them. */
final class JsonScan {
    private JsonScan() {}

    /** Where the comma behind a value is, or the end; -1 if its brackets or quotes do not close. */
    static int endOfValue(byte[] bytes, int from, int end) {
        int depth = 0;
        for (int at = from; at < end; at++) {
            switch (bytes[at]) {
                case '"' -> {
                    at = endOfText(bytes, at, end);
                    if (at < 0) {
                        return -1;
                    }
                }
                case '[', '{' -> depth++;
                case ']', '}' -> {
                    if (--depth < 0) {
                        return -1;
                    }
                }
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {}
            }
        }
        return depth == 0 ? end : -1;
    }

    /** Where the quote is that ends a text; -1 if there is none. */
    static int endOfText(byte[] bytes, int from, int end) {
        for (int at = from + 1; at < end; at++) {
            if (bytes[at] == '\\') {
                at++;
            } else if (bytes[at] == '"') {
                return at;
            }
        }
        return -1;
    }

    /** The first place that is no space, or the end. */
    static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The end without the space before it. */
    static int trimmed(byte[] bytes, int from, int end) {
        int last = end;
        while (last > from && isSpace(bytes[last - 1])) {
            last--;
        }
        return last;
    }

    private static boolean isSpace(byte one) {
        return one == ' ' || one == '\n' || one == '\r' || one == '\t';
    }
}
