package io.redstart.server.registry;

import io.redstart.api.Idempotent;
import java.lang.reflect.Method;
import java.util.List;

/**
 * What stands between a message and a method.
 *
 * @param access who may
 * @param limits how often, of this method
 * @param sharedLimits how often, of all methods of its class together
 * @param idempotent whether it runs once with an idempotency key
 */
public record Guards(Access access, List<LimitModel> limits, List<LimitModel> sharedLimits, boolean idempotent) {
    /** Nothing. */
    public static final Guards NONE = new Guards(Access.UNMARKED, List.of(), List.of(), false);

    public Guards {
        limits = List.copyOf(limits);
        sharedLimits = List.copyOf(sharedLimits);
    }

    static Guards of(Method method, Class<?> type) {
        return new Guards(
                Access.of(method, type),
                LimitModel.of(method),
                LimitModel.of(type),
                method.isAnnotationPresent(Idempotent.class));
    }
}
