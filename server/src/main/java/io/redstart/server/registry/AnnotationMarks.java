package io.redstart.server.registry;

import io.redstart.api.Packet;
import io.redstart.api.Push;
import io.redstart.api.RateLimit;
import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.LimitShape;
import io.redstart.api.rules.Mark;
import io.redstart.api.rules.PacketMark;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how a class, a method or a parameter is annotated. Annotations whose class is not there are not seen. */
final class AnnotationMarks {
    private AnnotationMarks() {}

    static Map<Mark, String> of(AnnotatedElement element) {
        Map<Mark, String> marks = new EnumMap<>(Mark.class);
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            Mark mark = Mark.of(annotation.annotationType().getName());
            if (mark != null) {
                marks.put(mark, value(annotation));
            }
        }
        return marks;
    }

    /** What {@code @Push} says. */
    static ClassShape.@Nullable Delivery delivery(Class<?> type) {
        Push push = type.getDeclaredAnnotation(Push.class);
        return push == null ? null : new ClassShape.Delivery(push.keep().name(), push.key());
    }

    static List<LimitShape> limits(AnnotatedElement element) {
        return Stream.of(element.getDeclaredAnnotationsByType(RateLimit.class))
                .map(limit -> new LimitShape(limit.permits(), limit.per(), limit.burst()))
                .toList();
    }

    /** The values of an array stand one a line. */
    private static String value(Annotation annotation) {
        if (annotation instanceof Packet packet) {
            return PacketMark.text(packet.value(), packet.way().name());
        }
        try {
            Object value = annotation.annotationType().getMethod("value").invoke(annotation);
            return value instanceof String[] several ? String.join("\n", several) : String.valueOf(value);
        } catch (NoSuchMethodException e) {
            return "";
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("A public annotation has a public value", e);
        }
    }
}
