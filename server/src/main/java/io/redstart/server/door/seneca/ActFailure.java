package io.redstart.server.door.seneca;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why an act failed, in Seneca's words: {@code err.code} and {@code err.status} of its caller.
 *
 * @param status as HTTP has it
 * @param error what the caller is told
 */
record ActFailure(int status, Map<String, Object> error) {
    private static final String NOT_FOUND = "act_not_found";
    private static final int BAD_REQUEST = 400;
    private static final int LAST_STATUS = 599;
    private static final int LONGEST_CODE = 64;
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry(ErrorCodes.UNAUTHENTICATED, 401),
            Map.entry(ErrorCodes.TOKEN_EXPIRED, 401),
            Map.entry(ErrorCodes.FORBIDDEN, 403),
            Map.entry(ErrorCodes.NOT_FOUND, 404),
            Map.entry(NOT_FOUND, 404),
            Map.entry(ErrorCodes.CONFLICT, 409),
            Map.entry(ErrorCodes.TOO_LARGE, 413),
            Map.entry(ErrorCodes.RATE_LIMITED, 429),
            Map.entry(ErrorCodes.INTERNAL, 500),
            Map.entry(ErrorCodes.OVERLOADED, 503),
            Map.entry(ErrorCodes.UNAVAILABLE, 503),
            Map.entry(ErrorCodes.TIMEOUT, 504));

    /**
     * A failure of the door's own.
     *
     * @param code for programs
     * @param message for people
     * @return the failure
     */
    static ActFailure of(String code, String message) {
        return of(code, message, STATUS.getOrDefault(code, BAD_REQUEST));
    }

    private static ActFailure of(String code, String message, int status) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("seneca", true); // or its caller would put code and message into an error of its own
        error.put("code", code);
        error.put("message", message);
        error.put("status", status);
        return new ActFailure(status, error);
    }

    /**
     * The failure of a call. Its data may say which code and status Seneca's callers know it by, and details.
     *
     * @param told the error as redstart.v1 has it
     * @param unknown whether there is no such method
     * @return the failure
     */
    static ActFailure of(byte[] told, boolean unknown) {
        JsonNode error = JsonMapper.shared().readTree(told);
        JsonNode data = error.path("data");
        String own = error.path("code").stringValue("");
        String code = unknown && own.equals(ErrorCodes.NOT_FOUND) ? NOT_FOUND : own;
        int status = STATUS.getOrDefault(code, BAD_REQUEST);
        boolean says = false;
        if (data.path("code").isString() && data.path("code").stringValue().length() <= LONGEST_CODE) {
            code = data.path("code").stringValue();
            says = true;
        }
        int said = data.path("status").isInt() ? data.path("status").intValue() : 0;
        if (said >= BAD_REQUEST && said <= LAST_STATUS) {
            status = said;
            says = true;
        }
        ActFailure failure = of(code, error.path("message").stringValue(""), status);
        failure.put("details", says ? data.path("details") : data);
        failure.put("fields", error.path("fields"));
        failure.put("retry", error.path("retry"));
        failure.put("trace", error.path("trace"));
        return failure;
    }

    private void put(String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            error.put(name, value);
        }
    }

    /**
     * Why acts are not answered whose connection is closed.
     *
     * @param code why it is closed
     * @param reason for people
     * @return the failure
     */
    static ActFailure closed(int code, String reason) {
        return of(codeOf(code), reason);
    }

    private static String codeOf(int close) {
        for (CloseCode code : CloseCode.values()) {
            if (code.code() == close) {
                return switch (code) {
                    case NOT_AUTHENTICATED -> ErrorCodes.UNAUTHENTICATED;
                    case TOKEN_EXPIRED -> ErrorCodes.TOKEN_EXPIRED;
                    case FORBIDDEN -> ErrorCodes.FORBIDDEN;
                    case NO_NAMESPACE -> ErrorCodes.NOT_FOUND;
                    case TOO_MANY_CONNECTIONS, TOO_MANY_MESSAGES -> ErrorCodes.RATE_LIMITED;
                    case BAD_PROTOCOL, TOO_MANY_ERRORS -> ErrorCodes.BAD_MESSAGE;
                    case TOO_SLOW -> ErrorCodes.TIMEOUT;
                    default -> ErrorCodes.UNAVAILABLE;
                };
            }
        }
        return ErrorCodes.UNAVAILABLE;
    }
}
