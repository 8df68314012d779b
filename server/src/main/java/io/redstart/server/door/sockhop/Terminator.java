package io.redstart.server.door.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What ends a line, as the settings write it: text, in which a backslash marks what cannot be written otherwise. */
final class Terminator {
    private static final int LONGEST = 64;

    private Terminator() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is empty, too long, or a backslash marks nothing; names what was expected
     */
    static byte[] bytes(String name, String written) {
        StringBuilder text = new StringBuilder(written.length());
        for (int at = 0; at < written.length(); at++) {
            char one = written.charAt(at);
            text.append(one == '\\' ? marked(name, written, ++at) : one);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST) {
            throw mistake(name, written, "1 to " + LONGEST + " bytes");
        }
        return bytes;
    }

    private static char marked(String name, String written, int at) {
        char mark = at < written.length() ? written.charAt(at) : ' ';
        return switch (mark) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            case '\\' -> '\\';
            default -> throw mistake(name, written, "\\n, \\r, \\t, \\0 or \\\\ behind a backslash");
        };
    }

    private static IllegalArgumentException mistake(String name, String written, String expected) {
        return new IllegalArgumentException(name + ": '" + written + "' (expected: " + expected + ")");
    }
}
