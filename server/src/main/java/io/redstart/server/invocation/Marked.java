package io.redstart.server.invocation;

import io.redstart.api.ActionType;
import io.redstart.api.EventType;
import io.redstart.api.Keep;
import io.redstart.api.Push;
import io.redstart.server.session.Delivery;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the annotations of a class say of its pushes; looked up once for each class. */
record Marked(
        @Nullable String actionType,
        @Nullable String eventName,
        Keep keep,
        @Nullable MethodHandle key) {
    static Marked of(Class<?> type) {
        ActionType action = type.getAnnotation(ActionType.class);
        EventType event = type.getAnnotation(EventType.class);
        Push push = type.getAnnotation(Push.class);
        return new Marked(
                action == null ? null : action.value(),
                event == null ? null : event.value(),
                push == null ? Keep.ALL : push.keep(),
                push == null || push.key().isEmpty() ? null : component(type, push.key()));
    }

    private static MethodHandle component(Class<?> type, String name) {
        RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        Method accessor = Stream.of(components)
                .filter(component -> component.getName().equals(name))
                .findFirst()
                .map(RecordComponent::getAccessor)
                .orElseThrow(() -> new IllegalArgumentException(
                        type.getName() + ": key: '" + name + "' (expected: one of its components)"));
        try {
            accessor.setAccessible(true);
            return MethodHandles.lookup().unreflect(accessor).asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException hidden) {
            throw new IllegalArgumentException(type.getName() + ": " + name + " cannot be read", hidden);
        }
    }

    Delivery delivery(String op, @Nullable String name, Object push) {
        return switch (keep) {
            case ALL -> Delivery.RELIABLE;
            case NONE -> Delivery.LOSSY;
            case LATEST -> new Delivery(Keep.LATEST, op, name == null ? "" : name, keyOf(push));
        };
    }

    private String keyOf(Object push) {
        MethodHandle component = key;
        if (component == null) {
            return "";
        }
        try {
            return String.valueOf((Object) component.invokeExact(push));
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("The key of " + push.getClass().getName() + " cannot be read", thrown);
        }
    }
}
