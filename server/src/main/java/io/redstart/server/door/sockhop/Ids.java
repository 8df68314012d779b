package io.redstart.server.door.sockhop;

import java.util.Arrays;

/** Our ids of callbacks and pings: numbers in the form that sockhop's clients give theirs, 36 characters. */
final class Ids {
    private static final byte[] ASK = Json.bytes("\"5ec40000-0000-4000-8000-");
    private static final byte[] PING = Json.bytes("\"5ec40000-0000-4000-9000-");
    private static final int DIGITS = 12;

    private Ids() {}

    static byte[] ask(long number) {
        return id(ASK, number);
    }

    static byte[] ping(long number) {
        return id(PING, number);
    }

    private static byte[] id(byte[] prefix, long number) {
        byte[] id = Arrays.copyOf(prefix, prefix.length + DIGITS + 1);
        for (int i = 0; i < DIGITS; i++) {
            id[prefix.length + i] = (byte) Character.forDigit((int) (number >>> (4 * (DIGITS - 1 - i))) & 0xF, 16);
        }
        id[id.length - 1] = '"';
        return id;
    }

    /** The number of an id; -1 if it is none of ours. */
    static long ask(byte[] id) {
        return number(ASK, id);
    }

    static long ping(byte[] id) {
        return number(PING, id);
    }

    private static long number(byte[] prefix, byte[] id) {
        if (id.length != prefix.length + DIGITS + 1 || !Arrays.equals(prefix, 0, prefix.length, id, 0, prefix.length)) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = Character.digit(id[prefix.length + i], 16);
            if (digit < 0) {
                return -1;
            }
            number = (number << 4) | digit;
        }
        return number;
    }
}
