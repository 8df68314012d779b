package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * What a close frame says, as RFC 6455 has it in section 5.5.1.
 *
 * @param code one of section 7.4; 1005 if the frame has none
 * @param reason for people
 */
record CloseFrame(int code, String reason) {
    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_CODE = 1005;
    static final int ABNORMAL = 1006;
    static final int NOT_TEXT = 1007;
    static final int POLICY = 1008;
    static final int SERVER_ERROR = 1011;

    /** The first code there is no meaning for, and between what others may be. */
    private static final int FIRST_UNKNOWN = 1015;

    private static final int FIRST_OF_OTHERS = 3000;
    private static final int LAST_OF_OTHERS = 4999;

    private static final CloseFrame EMPTY = new CloseFrame(NO_CODE, "");

    /**
     * Reads one.
     *
     * @return null if it may not be like that; {@link #mistake} says why
     */
    static @Nullable CloseFrame read(byte[] payload, int from, int length) {
        if (length == 0) {
            return EMPTY;
        }
        return mistake(payload, from, length) == 0
                ? new CloseFrame(code(payload, from), new String(payload, from + 2, length - 2, UTF_8))
                : null;
    }

    /**
     * What is wrong with one that has a payload.
     *
     * @return the code to close with; 0 if nothing is
     */
    static int mistake(byte[] payload, int from, int length) {
        if (length < 2 || !isAllowed(code(payload, from))) {
            return PROTOCOL_ERROR;
        }
        IncomingText text = new IncomingText();
        return text.add(payload, from + 2, length - 2) && text.isWhole() ? 0 : NOT_TEXT;
    }

    private static int code(byte[] payload, int from) {
        return ((payload[from] & 0xFF) << Byte.SIZE) | (payload[from + 1] & 0xFF);
    }

    private static boolean isAllowed(int code) {
        return (code >= NORMAL && code < FIRST_UNKNOWN && code != 1004 && code != NO_CODE && code != ABNORMAL)
                || (code >= FIRST_OF_OTHERS && code <= LAST_OF_OTHERS);
    }

    /**
     * Whether a connection that is closed with a code has failed: then the peer need not be waited for, section 7.1.7. It may
     * be in the middle of a frame.
     */
    static boolean fails(int code) {
        return code >= PROTOCOL_ERROR && code < FIRST_OF_OTHERS && code != NO_CODE;
    }

    /** Its payload. */
    byte[] payload() {
        if (code == NO_CODE) {
            return new byte[0];
        }
        byte[] text = ReasonText.fitting(reason).getBytes(UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> Byte.SIZE);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }
}
