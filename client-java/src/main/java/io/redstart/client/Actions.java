package io.redstart.client;

import io.redstart.api.Action;
import io.redstart.api.ActionType;
import io.redstart.api.EventType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Between actions and events as Java has them and as they travel. */
final class Actions {
    private Actions() {}

    /** What is written as the action. */
    static Object outgoing(Object action) {
        if (action instanceof Action whole) {
            return object(whole.type(), whole.payload(), whole.meta());
        }
        ActionType mark = action.getClass().getAnnotation(ActionType.class);
        if (mark != null) {
            return object(mark.value(), hasNoParts(action) ? null : action, Map.of());
        }
        if (action instanceof Map<?, ?> map && map.get("type") instanceof String) {
            return action;
        }
        throw new IllegalArgumentException("action: " + action.getClass().getName()
                + " (expected: an Action, a record marked @ActionType, or a map with a text type)");
    }

    private static boolean hasNoParts(Object action) {
        return action.getClass().isRecord() && action.getClass().getRecordComponents().length == 0;
    }

    private static Object object(String type, @Nullable Object payload, Map<String, Object> meta) {
        var object = new LinkedHashMap<String, Object>();
        object.put("type", type);
        if (payload != null) {
            object.put("payload", payload);
        }
        if (!meta.isEmpty()) {
            object.put("meta", meta);
        }
        return object;
    }

    /** The type of what came as an action, or null if it is none. */
    static @Nullable String type(@Nullable JsonNode action) {
        JsonNode type = action == null ? null : action.get("type");
        return type != null && type.isString() && !type.stringValue().isEmpty() ? type.stringValue() : null;
    }

    /** The action whole, with Java's own types. */
    static Action incoming(String type, JsonNode action, Json json) {
        var meta = new LinkedHashMap<String, Object>();
        for (Map.Entry<String, JsonNode> part : action.path("meta").properties()) {
            Object value = json.convert(part.getValue(), json.any());
            if (value != null) {
                meta.put(part.getKey(), value);
            }
        }
        return new Action(type, json.convert(action.get("payload"), json.any()), meta);
    }

    static String actionType(Class<?> marked) {
        ActionType mark = marked.getAnnotation(ActionType.class);
        if (mark == null) {
            throw new IllegalArgumentException("action: " + marked.getName() + " (expected: marked @ActionType)");
        }
        return mark.value();
    }

    static String eventType(Class<?> marked) {
        EventType mark = marked.getAnnotation(EventType.class);
        if (mark == null) {
            throw new IllegalArgumentException("event: " + marked.getName() + " (expected: marked @EventType)");
        }
        return mark.value();
    }
}
