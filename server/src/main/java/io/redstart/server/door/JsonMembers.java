package io.redstart.server.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of a JSON object as they are written, without reading them: a value that is cut out here is read where it
 * is used. This only sees to it that a value is one value, whatever is in it. Not safe for several threads.
 *
 * <p>Its form is RFC 8259's.
 */
public final class JsonMembers {
    /** Where a name and a value begin and end, quotes of the name left out. */
    private int[] bounds = new int[32];

    private byte[] bytes = {};
    private int count;

    /** Nothing is cut apart yet. */
    public JsonMembers() {}

    /**
     * Cuts a text apart.
     *
     * @param text holds it; must not change as long as members are asked for
     * @param from where it begins
     * @param length how long it is
     * @return false if it is no object
     */
    public boolean of(byte[] text, int from, int length) {
        bytes = text;
        count = 0;
        int end = JsonScan.trimmed(bytes, from, from + length);
        int at = JsonScan.skipSpace(bytes, from, end);
        if (end - at < 2 || text[at] != '{' || text[end - 1] != '}') {
            return false;
        }
        end--;
        at = JsonScan.skipSpace(bytes, at + 1, end);
        while (at < end) {
            int nameEnd = text[at] == '"' ? JsonScan.endOfText(bytes, at, end) : -1;
            int colon = nameEnd < 0 ? end : JsonScan.skipSpace(bytes, nameEnd + 1, end);
            if (colon >= end || text[colon] != ':') {
                return false;
            }
            int value = JsonScan.skipSpace(bytes, colon + 1, end);
            int valueEnd = JsonScan.endOfValue(bytes, value, end);
            if (valueEnd < 0) {
                return false;
            }
            keep(at + 1, nameEnd, value, JsonScan.trimmed(bytes, value, valueEnd));
            at = valueEnd == end ? end : JsonScan.skipSpace(bytes, valueEnd + 1, end);
        }
        return true;
    }

    private void keep(int name, int nameEnd, int value, int valueEnd) {
        int at = 4 * count++;
        if (at == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * at);
        }
        bounds[at] = name;
        bounds[at + 1] = nameEnd;
        bounds[at + 2] = value;
        bounds[at + 3] = valueEnd;
    }

    /**
     * How many there are.
     *
     * @return 0 or more
     */
    public int count() {
        return count;
    }

    /**
     * The name of a member.
     *
     * @param index 0 to {@link #count()} − 1
     * @return the name; empty for one that is none
     */
    public String name(int index) {
        int from = bounds[4 * index];
        int end = bounds[4 * index + 1];
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\\') {
                String read = read(from - 1, end + 1);
                return read == null ? "" : read;
            }
        }
        return new String(bytes, from, end - from, UTF_8);
    }

    /**
     * The first character of a value, which says what it is.
     *
     * @param index 0 to {@link #count()} − 1
     * @return a character of ASCII; 0 if there is nothing in it
     */
    public char first(int index) {
        return from(index) < end(index) ? (char) (bytes[from(index)] & 0xff) : 0;
    }

    /**
     * Where a value begins.
     *
     * @param index 0 to {@link #count()} − 1
     * @return its place in the text
     */
    public int from(int index) {
        return bounds[4 * index + 2];
    }

    /**
     * How long a value is.
     *
     * @param index 0 to {@link #count()} − 1
     * @return in bytes
     */
    public int length(int index) {
        return end(index) - from(index);
    }

    private int end(int index) {
        return bounds[4 * index + 3];
    }

    /**
     * A value as it is written.
     *
     * @param index 0 to {@link #count()} − 1
     * @return a copy
     */
    public byte[] value(int index) {
        return Arrays.copyOfRange(bytes, from(index), end(index));
    }

    /**
     * What a text says.
     *
     * @param index 0 to {@link #count()} − 1
     * @param longest how long it may be, in bytes
     * @return the text; null if the value is none, or longer
     */
    public @Nullable String text(int index, int longest) {
        return first(index) == '"' && length(index) - 2 <= longest ? read(from(index), end(index)) : null;
    }

    private @Nullable String read(int from, int end) {
        try {
            return JsonMapper.shared().readValue(bytes, from, end - from, String.class);
        } catch (JacksonException broken) {
            return null;
        }
    }
}
