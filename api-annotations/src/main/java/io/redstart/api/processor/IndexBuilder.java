package io.redstart.api.processor;

import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.MethodShape;
import io.redstart.api.rules.ParameterShape;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Writes down what there is to know about marked classes and the types of their data. */
final class IndexBuilder {
    private final Index index = new Index();
    private final ProcessingEnvironment environment;
    private final Elements elements;

    IndexBuilder(ProcessingEnvironment environment) {
        this.environment = environment;
        this.elements = environment.getElementUtils();
    }

    IndexBuilder add(Index before) {
        index.classes().addAll(before.classes());
        index.docs().putAll(before.docs());
        index.parameters().putAll(before.parameters());
        return this;
    }

    IndexBuilder add(List<ClassShape> concerned) {
        DataTypes data = new DataTypes(environment);
        for (ClassShape shape : concerned) {
            TypeElement type = (TypeElement) shape.source();
            if (shape.named()) {
                index.classes().add(elements.getBinaryName(type).toString());
            }
            methods(shape, type);
            data.add(shape);
        }
        data.found().forEach(this::docs);
        return this;
    }

    Index index() {
        return index;
    }

    /** Methods that share a name are left out, as there is one entry a name. */
    private void methods(ClassShape shape, TypeElement type) {
        Map<String, List<MethodShape>> byName = shape.methods().stream()
                .filter(method -> !method.handlers().isEmpty())
                .collect(Collectors.groupingBy(MethodShape::name));
        byName.forEach((name, methods) -> {
            if (methods.size() == 1) {
                MethodShape method = methods.get(0);
                String key = elements.getBinaryName(type) + "#" + name;
                doc(key, (Element) method.source(), DocComment::whole);
                List<String> names =
                        method.parameters().stream().map(ParameterShape::name).toList();
                if (!names.isEmpty()) {
                    // what is there was noted from source, while a class file may have lost the names
                    index.parameters().putIfAbsent(key, names);
                }
            }
        });
    }

    private void docs(TypeElement type) {
        String name = elements.getBinaryName(type).toString();
        doc(name, type, DocComment::main);
        String comment = elements.getDocComment(type);
        Map<String, String> params = comment == null ? Map.of() : new DocComment(comment).params();
        for (RecordComponentElement component : ElementFilter.recordComponentsIn(type.getEnclosedElements())) {
            String doc = params.get(component.getSimpleName().toString());
            if (doc != null) {
                index.docs().put(name + "#" + component.getSimpleName(), doc);
            }
        }
        if (type.getKind() != ElementKind.RECORD) {
            ElementFilter.fieldsIn(type.getEnclosedElements())
                    .forEach(field -> doc(name + "#" + field.getSimpleName(), field, DocComment::main));
        }
    }

    private void doc(String key, Element element, java.util.function.Function<DocComment, String> part) {
        String comment = elements.getDocComment(element);
        String doc = comment == null ? "" : part.apply(new DocComment(comment));
        if (!doc.isEmpty()) {
            index.docs().put(key, doc);
        }
    }
}
