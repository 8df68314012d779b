package io.redstart.server.registry;

import io.redstart.api.NonBlocking;
import jakarta.annotation.Priority;

/**
 * A class that stands around calls.
 *
 * @param type the class
 * @param priority those of the lowest stand outermost
 * @param nonBlocking whether it never waits
 */
public record InterceptorModel(Class<?> type, int priority, boolean nonBlocking) {
    static InterceptorModel of(Class<?> type) {
        Priority priority = type.getDeclaredAnnotation(Priority.class);
        return new InterceptorModel(
                type,
                priority == null ? Integer.MAX_VALUE : priority.value(),
                type.isAnnotationPresent(NonBlocking.class));
    }
}
