package io.redstart.benchmarks.wire;

import java.nio.charset.StandardCharsets;

/** Looks for texts and numbers in messages without reading them whole. */
final class Scan {
    private Scan() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a text stands at a place. */
    static boolean isAt(byte[] bytes, int at, int end, byte[] text) {
        if (end - at < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** The place behind a text, -1 if it is not there. */
    static int behind(byte[] bytes, int from, int end, byte[] text) {
        for (int at = from; at <= end - text.length; at++) {
            if (bytes[at] == text[0] && isAt(bytes, at, end, text)) {
                return at + text.length;
            }
        }
        return -1;
    }

    /** The number at a place. */
    static long number(byte[] bytes, int at) {
        long number = 0;
        for (int i = at; i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** The number that ends before a place. */
    static long numberBefore(byte[] bytes, int end) {
        int at = end;
        while (bytes[at - 1] >= '0' && bytes[at - 1] <= '9') {
            at--;
        }
        return number(bytes, at);
    }

    static String text(int size) {
        return "x".repeat(size);
    }

    static IllegalStateException surprised(byte[] bytes, int from, int length) {
        return new IllegalStateException(
                "The server said " + new String(bytes, from, Math.min(length, 200), StandardCharsets.UTF_8));
    }
}
