package io.redstart.server.transport;

import java.nio.charset.StandardCharsets;

/** The reason in a close frame, which has little room. */
final class ReasonText {
    private static final int MAX_BYTES = 123;

    private ReasonText() {}

    /** As much of it as fits, without half a character at its end. */
    static String fitting(String reason) {
        String shorter = reason;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }
}
