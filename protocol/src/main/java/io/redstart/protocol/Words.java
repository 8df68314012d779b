package io.redstart.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Remembers short words of ASCII that come again and again, such as names of messages and methods, so that each is made
 * a {@code String} once. It never grows: a word takes the place of another one.
 */
final class Words {
    /** Longer ones are made anew each time. */
    static final int MAX_LENGTH = 64;

    private static final int BITS = 7;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final @Nullable String[] words = new @Nullable String[1 << BITS];

    /** The word that these bytes say, which are ASCII. */
    String of(byte[] bytes, int from, int length) {
        if (length > MAX_LENGTH) {
            return made(bytes, from, length);
        }
        int place = place(bytes, from, length);
        String known = words[place];
        if (known != null && is(known, bytes, from, length)) {
            return known;
        }
        String word = made(bytes, from, length);
        words[place] = word;
        return word;
    }

    private static String made(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    /** From its first and its last eight bytes: words that differ between them only take turns in one place. */
    private static int place(byte[] bytes, int from, int length) {
        long mixed = length;
        if (length >= Long.BYTES) {
            mixed += Bytes.eight(bytes, from) * MIX + Bytes.eight(bytes, from + length - Long.BYTES);
        } else {
            for (int at = from; at < from + length; at++) {
                mixed = (mixed << Byte.SIZE) + bytes[at];
            }
        }
        return (int) ((mixed * MIX) >>> (Long.SIZE - BITS));
    }

    private static boolean is(String known, byte[] bytes, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            if (known.charAt(at) != bytes[from + at]) {
                return false;
            }
        }
        return true;
    }
}
