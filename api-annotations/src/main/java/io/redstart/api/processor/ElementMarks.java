package io.redstart.api.processor;

import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.LimitShape;
import io.redstart.api.rules.Mark;
import io.redstart.api.rules.PacketMark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** Reads how an element of the source is annotated. */
final class ElementMarks {
    private ElementMarks() {}

    static Map<Mark, String> of(Element element) {
        Map<Mark, String> marks = new EnumMap<>(Mark.class);
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            Mark mark = mark(annotation);
            if (mark != null) {
                marks.put(mark, mark == Mark.PACKET ? packet(annotation) : text(annotation));
            }
        }
        return marks;
    }

    static List<LimitShape> limits(Element element) {
        List<LimitShape> limits = new ArrayList<>();
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            Mark mark = mark(annotation);
            if (mark == Mark.RATE_LIMIT) {
                limits.add(limit(annotation));
            } else if (mark == Mark.RATE_LIMITS && value(annotation, "value") instanceof List<?> several) {
                several.forEach(each -> limits.add(limit((AnnotationMirror) ((AnnotationValue) each).getValue())));
            }
        }
        return limits;
    }

    /** What {@code @Push} says, with its defaults. */
    static ClassShape.@Nullable Delivery delivery(Element element) {
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            if (mark(annotation) == Mark.PUSH) {
                return new ClassShape.Delivery(
                        String.valueOf(value(annotation, "keep")), String.valueOf(value(annotation, "key")));
            }
        }
        return null;
    }

    private static @Nullable Mark mark(AnnotationMirror annotation) {
        TypeElement type = (TypeElement) annotation.getAnnotationType().asElement();
        return Mark.of(type.getQualifiedName().toString());
    }

    private static LimitShape limit(AnnotationMirror annotation) {
        return new LimitShape(
                value(annotation, "permits") instanceof Integer permits ? permits : 0,
                String.valueOf(value(annotation, "per")),
                value(annotation, "burst") instanceof Integer burst ? burst : 0);
    }

    private static String packet(AnnotationMirror annotation) {
        return PacketMark.text(String.valueOf(value(annotation, "value")), String.valueOf(value(annotation, "way")));
    }

    /** The values of an array stand one a line. */
    private static String text(AnnotationMirror annotation) {
        Object value = value(annotation, "value");
        if (value instanceof List<?> several) {
            return several.stream()
                    .map(each -> String.valueOf(((AnnotationValue) each).getValue()))
                    .collect(Collectors.joining("\n"));
        }
        return value instanceof String || value instanceof Integer ? value.toString() : "";
    }

    /** What is given, or else what the annotation's class says. */
    private static @Nullable Object value(AnnotationMirror annotation, String name) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> given :
                annotation.getElementValues().entrySet()) {
            if (given.getKey().getSimpleName().contentEquals(name)) {
                return given.getValue().getValue();
            }
        }
        for (ExecutableElement declared : ElementFilter.methodsIn(
                annotation.getAnnotationType().asElement().getEnclosedElements())) {
            if (declared.getSimpleName().contentEquals(name) && declared.getDefaultValue() != null) {
                return declared.getDefaultValue().getValue();
            }
        }
        return null;
    }
}
