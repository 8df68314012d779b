package io.redstart.api.processor;

import io.redstart.api.rules.Mark;
import java.util.EnumMap;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** Reads how an element of the source is annotated. */
final class ElementMarks {
    private ElementMarks() {}

    static Map<Mark, String> of(Element element) {
        Map<Mark, String> marks = new EnumMap<>(Mark.class);
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            TypeElement type = (TypeElement) annotation.getAnnotationType().asElement();
            Mark mark = Mark.of(type.getQualifiedName().toString());
            if (mark != null) {
                marks.put(mark, value(annotation));
            }
        }
        return marks;
    }

    private static String value(AnnotationMirror annotation) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> given :
                annotation.getElementValues().entrySet()) {
            if (given.getKey().getSimpleName().contentEquals("value")
                    && (given.getValue().getValue() instanceof String
                            || given.getValue().getValue() instanceof Integer)) {
                return String.valueOf(given.getValue().getValue());
            }
        }
        return "";
    }
}
