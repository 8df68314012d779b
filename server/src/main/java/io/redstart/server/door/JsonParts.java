package io.redstart.server.door;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The elements of a JSON array as they are written, without reading them. What is cut apart here is read elsewhere: this
 * only sees to it that a part is one part, whatever is in it. Not safe for several threads.
 *
 * <p>Its form is RFC 8259's.
 */
public final class JsonParts {
    private static final int MOST = 8;

    private final int[] starts = new int[MOST];
    private final int[] ends = new int[MOST];
    private byte[] bytes = {};
    private int count;

    /** Nothing is cut apart yet. */
    public JsonParts() {}

    /**
     * Cuts a text apart. More than eight elements are cut and not kept.
     *
     * @param text holds it; must not change as long as parts of it are asked for
     * @param from where it begins
     * @param length how long it is
     * @return false if it is no array
     */
    public boolean of(byte[] text, int from, int length) {
        bytes = text;
        count = 0;
        int end = from + length;
        int at = JsonScan.skipSpace(bytes, from, end);
        int last = JsonScan.trimmed(text, at, end);
        if (last - at < 2 || text[at] != '[' || text[last - 1] != ']') {
            return false;
        }
        at = JsonScan.skipSpace(bytes, at + 1, last - 1);
        while (at < last - 1) {
            int partEnd = JsonScan.endOfValue(bytes, at, last - 1);
            if (partEnd < 0) {
                return false;
            }
            keep(at, partEnd);
            at = partEnd == last - 1 ? partEnd : JsonScan.skipSpace(bytes, partEnd + 1, last - 1);
        }
        return true;
    }

    private void keep(int start, int end) {
        if (count < MOST) {
            starts[count] = start;
            ends[count] = JsonScan.trimmed(bytes, start, end);
            count++;
        }
    }

    /**
     * How many there are.
     *
     * @return 0 to 8
     */
    public int count() {
        return count;
    }

    /**
     * The first character of an element, which says what it is.
     *
     * @param index 0 to {@link #count()} − 1
     * @return a character of ASCII; 0 if there is no such element, or it is empty
     */
    public char first(int index) {
        return index < count && starts[index] < ends[index] ? (char) (bytes[starts[index]] & 0xff) : 0;
    }

    /**
     * An element.
     *
     * @param index 0 to {@link #count()} − 1
     * @return a copy
     */
    public byte[] bytes(int index) {
        return Arrays.copyOfRange(bytes, starts[index], ends[index]);
    }

    /**
     * An element as it is written, with its quotes.
     *
     * @param index 0 to {@link #count()} − 1
     * @return JSON
     */
    public String json(int index) {
        return new String(bytes, starts[index], ends[index] - starts[index], StandardCharsets.UTF_8);
    }

    /**
     * How long an element is.
     *
     * @param index 0 to {@link #count()} − 1
     * @return in bytes
     */
    public int length(int index) {
        return ends[index] - starts[index];
    }
}
