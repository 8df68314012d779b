package io.redstart.server.registry;

import io.redstart.api.RateLimit;
import io.redstart.api.rules.LimitShape;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.stream.Stream;

/**
 * How often a method may be reached.
 *
 * @param permits how many are let through in each period
 * @param perMillis the period, in milliseconds
 * @param burst how many may come at once
 * @param by whose calls are counted together
 */
public record LimitModel(int permits, long perMillis, int burst, RateLimit.By by) {
    static List<LimitModel> of(AnnotatedElement element) {
        return Stream.of(element.getDeclaredAnnotationsByType(RateLimit.class))
                .map(LimitModel::of)
                .toList();
    }

    private static LimitModel of(RateLimit limit) {
        LimitShape shape = new LimitShape(limit.permits(), limit.per(), limit.burst());
        return new LimitModel(
                limit.permits(), shape.perMillis(), limit.burst() == 0 ? limit.permits() : limit.burst(), limit.by());
    }
}
