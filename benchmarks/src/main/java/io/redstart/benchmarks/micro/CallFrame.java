package io.redstart.benchmarks.micro;

import java.nio.charset.StandardCharsets;

/** A frame of calls, one a line, whose numbers grow each time without the frame being made anew. */
final class CallFrame {
    private static final int DIGITS = 10;
    private static final byte[] HEAD = "[\"call\",".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int lineLength;
    private long next = 1_000_000_000L;

    CallFrame(String target, String args, int calls) {
        String line = "[\"call\"," + next + ",\"" + target + "\"," + args + "]\n";
        bytes = line.repeat(calls).getBytes(StandardCharsets.UTF_8);
        lineLength = bytes.length / calls;
    }

    /** The frame with new numbers; the same array each time. */
    byte[] again() {
        for (int line = 0; line < bytes.length; line += lineLength) {
            long rest = next++;
            for (int at = line + HEAD.length + DIGITS - 1; at >= line + HEAD.length; at--) {
                bytes[at] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return bytes;
    }
}
