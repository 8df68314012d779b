package io.redstart.api;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The application refuses a call: thrown by a method (or completing its stage), it reaches the caller as it is.
 *
 * <pre>{@code
 * throw new CallException("room_full", "Room is full", Map.of("max", 8));
 * }</pre>
 */
public class CallException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final String code;
    private final transient @Nullable Object data;
    private final @Nullable Duration retry;
    private final transient List<Field> fields;

    /**
     * What is wrong with one part of the arguments.
     *
     * @param path where, in dots and brackets from the parameter's name on: {@code todo.tags[2]}
     * @param message what was expected, for people
     */
    public record Field(String path, String message) {}

    /**
     * A refusal with a code and a text.
     *
     * @param code lower case letters, digits and {@code _}, starting with a letter, at most 64 characters
     * @param message for people; reaches the client
     */
    public CallException(String code, String message) {
        this(code, message, null);
    }

    /**
     * A refusal with data.
     *
     * @param code lower case letters, digits and {@code _}, starting with a letter, at most 64 characters
     * @param message for people; reaches the client
     * @param data anything that converts to JSON, or null
     */
    public CallException(String code, String message, @Nullable Object data) {
        this(code, message, data, null, List.of());
    }

    /**
     * A refusal with all there is.
     *
     * @param code lower case letters, digits and {@code _}, starting with a letter, at most 64 characters
     * @param message for people; reaches the client
     * @param data anything that converts to JSON, or null
     * @param retry how long to wait before the same call may succeed, or null if it should not be repeated
     * @param fields what is wrong with which argument; empty if that is not the reason
     * @throws IllegalArgumentException if the code has another form
     */
    public CallException(
            String code, String message, @Nullable Object data, @Nullable Duration retry, List<Field> fields) {
        super(Objects.requireNonNull(message, "message"));
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "code: '" + code + "' (expected: lower case letters, digits and _, starting with a letter)");
        }
        this.code = code;
        this.data = data;
        this.retry = retry;
        this.fields = List.copyOf(fields);
    }

    /**
     * The stable word for what went wrong.
     *
     * @return the code
     */
    public String code() {
        return code;
    }

    /**
     * The message for people.
     *
     * @return the message
     */
    public String message() {
        return Objects.requireNonNull(getMessage());
    }

    /**
     * What the application gave along.
     *
     * @return anything that converts to JSON, or null
     */
    public @Nullable Object data() {
        return data;
    }

    /**
     * How long to wait before trying again.
     *
     * @return the wait, or null if trying again makes no sense
     */
    public @Nullable Duration retry() {
        return retry;
    }

    /**
     * What is wrong with which argument.
     *
     * @return one entry a mistake; empty if the arguments were not the reason
     */
    public List<Field> fields() {
        return fields;
    }
}
