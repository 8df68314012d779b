package io.redstart.server.invocation;

import io.redstart.api.Action;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.protocol.TooLargeException;
import io.redstart.server.session.Delivery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Turns what a bundle dispatches and emits into bytes, with the bundle's own mapper. */
final class PushEncoder {
    private static final ClassValue<Marked> MARKED = new ClassValue<>() {
        @Override
        protected Marked computeValue(Class<?> type) {
            return Marked.of(type);
        }
    };

    private final MessageWriter writer;
    private final PacketsDown packets;

    PushEncoder(MessageWriter writer, PacketsDown packets) {
        this.writer = writer;
        this.packets = packets;
    }

    PacketsDown packets() {
        return packets;
    }

    MessageWriter writer() {
        return writer;
    }

    /** What everybody is told of an action, but for its cause. */
    EncodedPush action(@Nullable String channel, Object action) {
        Map<?, ?> shape = shape(action);
        return encoded(() -> writer.action(channel, shape, PushMeta.NONE), action);
    }

    /** An action by itself, as JSON. */
    byte[] actionJson(Object action) {
        return bytes(shape(action));
    }

    /** A value by itself, as JSON. */
    byte[] bytes(Object value) {
        return encoded(() -> writer.json(value), value);
    }

    /** What everybody is told of an event, but for its cause. */
    EncodedPush event(@Nullable String channel, String name, @Nullable Object data) {
        if (name.isEmpty() || name.length() > 128) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: 1 to 128 characters)");
        }
        return encoded(() -> writer.event(channel, name, data, PushMeta.NONE), data);
    }

    /** What everybody is told of a text, but for its cause. */
    EncodedPush text(String text) {
        return encoded(() -> writer.text(text, PushMeta.NONE), text);
    }

    /** What everybody is told of JSON, but for its cause. */
    EncodedPush json(@Nullable Object value) {
        return encoded(() -> writer.json(value, PushMeta.NONE), value);
    }

    /** The same, told of its cause. */
    EncodedPush with(EncodedPush push, PushMeta cause) {
        try {
            return writer.with(push, cause);
        } catch (TooLargeException large) {
            throw tooLarge(large);
        }
    }

    static String eventName(Object event) {
        String name = MARKED.get(event.getClass()).eventName();
        if (name == null) {
            throw new IllegalArgumentException(
                    "event: " + event.getClass().getName() + " (expected: a record marked @EventType)");
        }
        return name;
    }

    /** What the class of an action says of its delivery. */
    static Delivery deliveryOfAction(Object action) {
        Marked marked = MARKED.get(action.getClass());
        return marked.delivery("act", marked.actionType(), action);
    }

    /** What the class of an event says of its delivery. */
    static Delivery deliveryOfEvent(Object event) {
        Marked marked = MARKED.get(event.getClass());
        return marked.delivery("evt", marked.eventName(), event);
    }

    /** The type of an action that is known to be one. */
    static String actionType(Object action) {
        if (action instanceof Map<?, ?> map) {
            return (String) Objects.requireNonNull(map.get("type"));
        }
        return action instanceof Action plain
                ? plain.type()
                : Objects.requireNonNull(MARKED.get(action.getClass()).actionType());
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
        String type = MARKED.get(action.getClass()).actionType();
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

    private static <T> T encoded(Supplier<T> encode, @Nullable Object what) {
        try {
            return encode.get();
        } catch (JacksonException unfit) {
            throw new IllegalArgumentException(
                    (what == null ? "null" : what.getClass().getName()) + " does not convert to JSON: "
                            + unfit.getOriginalMessage(),
                    unfit);
        } catch (TooLargeException large) {
            throw tooLarge(large);
        }
    }

    private static IllegalArgumentException tooLarge(TooLargeException large) {
        return new IllegalArgumentException("push: " + large.getMessage(), large);
    }
}
