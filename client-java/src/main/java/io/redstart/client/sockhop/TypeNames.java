package io.redstart.client.sockhop;

import io.redstart.api.EventType;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** What the type of an object is called on the wire: as JavaScript's own classes, or as the record is marked or called. */
final class TypeNames {
    static final String OBJECT = "Object";
    static final String BUFFER = "Buffer";

    private TypeNames() {}

    static String of(Object data) {
        if (data instanceof CharSequence) {
            return "String";
        } else if (data instanceof Number) {
            return "Number";
        } else if (data instanceof Boolean) {
            return "Boolean";
        } else if (data instanceof byte[]) {
            return BUFFER;
        } else if (data instanceof Iterable || data.getClass().isArray()) {
            return "Array";
        } else if (data instanceof Instant || data instanceof Date) {
            return "Date";
        }
        return data instanceof Map ? OBJECT : of(data.getClass());
    }

    static String of(Class<?> type) {
        EventType marked = type.getAnnotation(EventType.class);
        return marked == null ? type.getSimpleName() : marked.value();
    }
}
