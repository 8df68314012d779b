package io.redstart.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Redux action as a value, for applications that do not want a record for each type.
 *
 * <pre>{@code
 * session.dispatch(Action.of("todos/removed", Map.of("id", 7)));
 * }</pre>
 *
 * @param type the action's type, 1 to 128 characters
 * @param payload anything that converts to JSON, or null for none
 * @param meta what else the action carries beside type and payload; never null, mostly empty
 */
public record Action(String type, @Nullable Object payload, Map<String, Object> meta) {
    /**
     * Checks the type and copies the meta data.
     *
     * @param type the action's type, 1 to 128 characters
     * @param payload anything that converts to JSON, or null for none
     * @param meta what else the action carries
     * @throws IllegalArgumentException if the type is empty or too long
     */
    public Action {
        if (type.isEmpty() || type.length() > 128) {
            throw new IllegalArgumentException("type: '" + type + "' (expected: 1 to 128 characters)");
        }
        meta = Map.copyOf(meta);
    }

    /**
     * An action without meta data.
     *
     * @param type the action's type
     * @param payload anything that converts to JSON, or null for none
     * @return the action
     */
    public static Action of(String type, @Nullable Object payload) {
        return new Action(type, payload, Map.of());
    }
}
