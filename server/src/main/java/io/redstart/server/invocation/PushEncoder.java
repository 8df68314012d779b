package io.redstart.server.invocation;

import io.redstart.api.Action;
import io.redstart.api.ActionType;
import io.redstart.api.EventType;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.protocol.TooLargeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Turns what a bundle dispatches and emits into bytes, with the bundle's own mapper. */
final class PushEncoder {
    private static final ClassValue<@Nullable String> ACTION_TYPES = new ClassValue<>() {
        @Override
        protected @Nullable String computeValue(Class<?> type) {
            ActionType marked = type.getAnnotation(ActionType.class);
            return marked == null ? null : marked.value();
        }
    };

    private static final ClassValue<@Nullable String> EVENT_NAMES = new ClassValue<>() {
        @Override
        protected @Nullable String computeValue(Class<?> type) {
            EventType marked = type.getAnnotation(EventType.class);
            return marked == null ? null : marked.value();
        }
    };

    private final MessageWriter writer;

    PushEncoder(MessageWriter writer) {
        this.writer = writer;
    }

    MessageWriter writer() {
        return writer;
    }

    EncodedPush action(Object action, PushMeta meta) {
        Map<?, ?> shape = shape(action);
        return encoded(() -> writer.action(null, shape, meta), action);
    }

    EncodedPush event(String name, @Nullable Object data, PushMeta meta) {
        if (name.isEmpty() || name.length() > 128) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: 1 to 128 characters)");
        }
        return encoded(() -> writer.event(null, name, data, meta), data);
    }

    static String eventName(Object event) {
        String name = EVENT_NAMES.get(event.getClass());
        if (name == null) {
            throw new IllegalArgumentException(
                    "event: " + event.getClass().getName() + " (expected: a record marked @EventType)");
        }
        return name;
    }

    private static Map<?, ?> shape(Object action) {
        if (action instanceof Map<?, ?> map) {
            if (!(map.get("type") instanceof String)) {
                throw new IllegalArgumentException(
                        "action: a map whose type is " + map.get("type") + " (expected: a text)");
            }
            return map;
        }
        Map<String, Object> shape = new LinkedHashMap<>(4);
        if (action instanceof Action plain) {
            shape.put("type", plain.type());
            if (plain.payload() != null) {
                shape.put("payload", plain.payload());
            }
            if (!plain.meta().isEmpty()) {
                shape.put("meta", plain.meta());
            }
            return shape;
        }
        String type = ACTION_TYPES.get(action.getClass());
        if (type == null) {
            throw new IllegalArgumentException("action: " + action.getClass().getName()
                    + " (expected: a record marked @ActionType, an Action, or a map with a type)");
        }
        shape.put("type", type);
        if (action.getClass().getRecordComponents().length > 0) {
            shape.put("payload", action);
        }
        return shape;
    }

    private static EncodedPush encoded(Supplier<EncodedPush> encode, @Nullable Object what) {
        try {
            return encode.get();
        } catch (JacksonException unfit) {
            throw new IllegalArgumentException(
                    (what == null ? "null" : what.getClass().getName()) + " does not convert to JSON: "
                            + unfit.getOriginalMessage(),
                    unfit);
        } catch (TooLargeException large) {
            throw new IllegalArgumentException("push: " + large.getMessage(), large);
        }
    }
}
