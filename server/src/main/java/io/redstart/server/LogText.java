package io.redstart.server;

/** Makes a text safe to stand in one line of a log: nobody may end the line or control the terminal through it. */
final class LogText {
    private LogText() {}

    static String oneLine(String text) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            append(line, text.charAt(i));
        }
        return line.toString();
    }

    private static void append(StringBuilder line, char c) {
        if (isPlain(c)) {
            line.append(c);
            return;
        }
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> line.append(String.format("\\u%04x", (int) c));
        }
    }

    /** Controls are not plain, nor are Unicode's ends of lines and its marks that turn the direction of writing. */
    private static boolean isPlain(char c) {
        return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029' && Character.getType(c) != Character.FORMAT;
    }
}
