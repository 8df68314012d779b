package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.protocol.ErrorCodes;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What control is answered: in a frame, with the codes it always had. */
final class ControlReply {
    /** Something is missing in the request, or is wrong. */
    static final int MISSING = 300;
    /** It could not be kept or done; another time it may. */
    static final int STORE = 302;

    static final int INVALID_KEY = 305;
    static final int INVALID_SERVER_KEY = 306;
    static final int BUSY = 309;
    static final int NEED_AUTH = 311;
    static final int INVALID_ACTION = 312;
    static final int NOT_PRIVATE = 343;
    static final int NOT_FOUND = 404;

    static final byte[] DONE = "{\"success\":true}".getBytes(UTF_8);

    private static final String TRY_LATER = "Error store, try latter...";
    private static final int LONGEST_REASON = 200;
    private static final int AROUND = 5;

    private ControlReply() {}

    /** A refusal. */
    static byte[] refusal(String reason, int code) {
        Map<String, Object> refusal = new LinkedHashMap<>();
        refusal.put("success", false);
        refusal.put("reason", reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
        refusal.put("code", code);
        return JsonMapper.shared().writeValueAsBytes(refusal);
    }

    /** What a failure behind the door is called here: what can be put right by who asks is told, and else to try again. */
    static byte[] failure(String code, String message) {
        return switch (code) {
            case ErrorCodes.INVALID,
                    ErrorCodes.CONFLICT,
                    ErrorCodes.TOO_LARGE,
                    ErrorCodes.BAD_MESSAGE,
                    ErrorCodes.NOT_FOUND,
                    ErrorCodes.FORBIDDEN -> refusal(message, MISSING);
            default -> refusal(TRY_LATER, STORE);
        };
    }

    /** In a frame. */
    static byte[] framed(byte[] body) {
        byte[] frame = new byte[body.length + AROUND];
        for (int i = 0; i < AROUND - 1; i++) {
            frame[i] = (byte) (body.length >> (8 * i));
        }
        System.arraycopy(body, 0, frame, AROUND - 1, body.length);
        return frame;
    }
}
