package io.redstart.server.door.sockhop;

import io.redstart.api.EventType;
import io.redstart.server.registry.MethodModel;
import org.jspecify.annotations.Nullable;

/** The types that classes of results have on the wire, looked up once for each class. */
final class ResultTypes {
    private static final ClassValue<byte[]> NAMES = new ClassValue<>() {
        @Override
        protected byte[] computeValue(Class<?> type) {
            EventType marked = type.getAnnotation(EventType.class);
            return marked == null ? new byte[0] : Json.text(marked.value());
        }
    };

    private ResultTypes() {}

    /** The type of what a method answers; null if its class has no name on the wire. */
    static byte @Nullable [] of(@Nullable MethodModel method) {
        byte[] name = method != null && method.resultType() instanceof Class<?> type ? NAMES.get(type) : new byte[0];
        return name.length == 0 ? null : name;
    }
}
