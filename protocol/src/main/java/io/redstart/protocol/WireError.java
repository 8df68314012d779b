package io.redstart.protocol;

import io.redstart.api.CallException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as it travels.
 *
 * @param code stable and in snake case: the application's own, or one of {@link ErrorCodes}
 * @param message for people
 * @param data what the application gave along, or null
 * @param retry after how many milliseconds it may be tried again, or null if it should not
 * @param fields what is wrong with which argument; may be empty
 * @param trace where to find it in the server's log, or null
 */
public record WireError(
        String code,
        String message,
        @Nullable Object data,
        @Nullable Long retry,
        List<CallException.Field> fields,
        @Nullable String trace) {
    /**
     * Copies the fields.
     *
     * @param code stable and in snake case
     * @param message for people
     * @param data what the application gave along, or null
     * @param retry after how many milliseconds it may be tried again, or null if it should not
     * @param fields what is wrong with which argument
     * @param trace where to find it in the server's log, or null
     */
    public WireError {
        fields = List.copyOf(fields);
    }

    /**
     * An error with a code and a text.
     *
     * @param code the code
     * @param message for people
     * @return the error
     */
    public static WireError of(String code, String message) {
        return new WireError(code, message, null, null, List.of(), null);
    }

    /**
     * What the application refused, as it travels.
     *
     * @param refusal the application's words
     * @return the error
     */
    public static WireError of(CallException refusal) {
        Duration retry = refusal.retry();
        return new WireError(
                refusal.code(),
                refusal.message(),
                refusal.data(),
                retry == null ? null : retry.toMillis(),
                refusal.fields(),
                null);
    }

    /**
     * The error as an exception.
     *
     * @return the exception a caller sees
     */
    public CallException toException() {
        return new CallException(code, message, data, retry == null ? null : Duration.ofMillis(retry), fields);
    }
}
