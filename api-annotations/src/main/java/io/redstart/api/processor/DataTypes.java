package io.redstart.api.processor;

import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.MethodShape;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Finds the classes that marked methods take and return, and what these are made of, as far as their source is here. */
final class DataTypes {
    private final Elements elements;
    private final Map<String, TypeElement> found = new TreeMap<>();
    private final Deque<TypeElement> open = new ArrayDeque<>();

    DataTypes(ProcessingEnvironment environment) {
        this.elements = environment.getElementUtils();
    }

    void add(ClassShape shape) {
        add((TypeElement) shape.source());
        for (MethodShape method : shape.methods()) {
            if (!method.handlers().isEmpty()) {
                ExecutableElement element = (ExecutableElement) method.source();
                add(element.getReturnType());
                element.getParameters().forEach(parameter -> add(parameter.asType()));
            }
        }
    }

    Collection<TypeElement> found() {
        while (!open.isEmpty()) {
            TypeElement type = open.remove();
            if (ElementMarks.of(type).containsKey(io.redstart.api.rules.Mark.API)) {
                continue;
            }
            add(type.getSuperclass());
            type.getPermittedSubclasses().forEach(this::add);
            for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
                if (field.getKind() == ElementKind.FIELD && !isStatic(field)) {
                    add(field.asType());
                }
            }
            for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
                if (method.getParameters().isEmpty() && !isStatic(method)) {
                    add(method.getReturnType());
                }
            }
        }
        return found.values();
    }

    private static boolean isStatic(Element element) {
        return element.getModifiers().contains(Modifier.STATIC);
    }

    private void add(TypeMirror type) {
        if (type instanceof ArrayType array) {
            add(array.getComponentType());
        } else if (type instanceof WildcardType wildcard && wildcard.getExtendsBound() != null) {
            add(wildcard.getExtendsBound());
        } else if (type instanceof DeclaredType declared) {
            declared.getTypeArguments().forEach(this::add);
            add((TypeElement) declared.asElement());
        }
    }

    private void add(TypeElement type) {
        String name = elements.getBinaryName(type).toString();
        boolean foreign = name.startsWith("java.") || name.startsWith("io.redstart.api.");
        if (!foreign && found.putIfAbsent(name, type) == null) {
            open.add(type);
        }
    }
}
