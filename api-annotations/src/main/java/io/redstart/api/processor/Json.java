package io.redstart.api.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects, lists and texts as JSON: all that an index holds. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.append('\n').toString();
    }

    private static void write(Object value, String indent, StringBuilder out) {
        String deeper = indent + "  ";
        if (value instanceof Map<?, ?> map) {
            String separator = deeper;
            out.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                quote(out.append(separator), String.valueOf(entry.getKey())).append(": ");
                write(entry.getValue(), deeper, out);
                separator = "," + deeper;
            }
            out.append(map.isEmpty() ? "" : indent).append('}');
        } else if (value instanceof List<?> list) {
            String separator = deeper;
            out.append('[');
            for (Object item : list) {
                write(item, deeper, out.append(separator));
                separator = "," + deeper;
            }
            out.append(list.isEmpty() ? "" : indent).append(']');
        } else {
            quote(out, String.valueOf(value));
        }
    }

    private static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"');
    }

    /** Reads what {@link #write} wrote; null if the text is anything else. */
    static @Nullable Object read(String text) {
        try {
            return new Json(text).value();
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return null;
        }
    }

    private Object value() {
        return switch (next()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            default -> throw new IllegalArgumentException("at " + at);
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (char c = next(); c != '}'; c = next()) {
            if (c == '"') {
                String key = string();
                next();
                map.put(key, value());
            }
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        for (char c = next(); c != ']'; c = next()) {
            if (c != ',') {
                at--;
                list.add(value());
            }
        }
        return list;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            if (escaped == 'u') {
                out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                out.append(escaped == 'n' ? '\n' : escaped);
            }
        }
        return out.toString();
    }

    private char next() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at++);
    }
}
