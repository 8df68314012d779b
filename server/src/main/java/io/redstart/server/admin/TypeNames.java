package io.redstart.server.admin;

import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JavaType;

/** Begins the declarations of types: their keys, names and comments. */
final class TypeNames {
    private static final String TIME = "java.time.";

    private final Bundle bundle;
    private final BundleIndex index;

    TypeNames(Bundle bundle, BundleIndex index) {
        this.bundle = bundle;
        this.index = index;
    }

    /** Classes of two bundles are two, even if they have one name; those of the server are the same for all. */
    String key(JavaType type) {
        return owner(type) + type.toCanonical();
    }

    TsDeclaration of(JavaType type) {
        String comment = index.docs().getOrDefault(type.getRawClass().getName(), "");
        return new TsDeclaration(key(type), simpleName(type), qualifiers(type), TypeScriptDocs.of(comment, Map.of()));
    }

    TsDeclaration base64() {
        return new TsDeclaration("byte[]", "Base64", List.of("bytes"), "Bytes, encoded as base64.")
                .alias(TsType.Word.STRING);
    }

    boolean isTime(JavaType type) {
        return type.getRawClass().getName().startsWith(TIME) && !type.isEnumType();
    }

    TsDeclaration time(JavaType type) {
        return new TsDeclaration(
                        type.toCanonical(),
                        type.getRawClass().getSimpleName(),
                        List.of("java", "time"),
                        "ISO-8601, as java.time." + type.getRawClass().getSimpleName() + " writes it.")
                .alias(TsType.Word.STRING);
    }

    private String owner(JavaType type) {
        return type.getRawClass().getClassLoader() == bundle.loader() ? bundle.name() + ":" : "";
    }

    /** Without generics: {@code Page<Todo>} is a {@code PageOfTodo}. */
    private static String simpleName(JavaType type) {
        if (type.isArrayType()) {
            return "ArrayOf" + simpleName(type.getContentType());
        }
        String name = type.getRawClass().getSimpleName();
        name = type.isPrimitive() ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : name;
        return IntStream.range(0, type.containedTypeCount())
                .mapToObj(i -> simpleName(type.containedTypeOrUnknown(i)))
                .collect(Collectors.joining("And", type.containedTypeCount() == 0 ? name : name + "Of", ""));
    }

    private List<String> qualifiers(JavaType type) {
        List<String> qualifiers = new ArrayList<>();
        String owner = owner(type);
        if (!owner.isEmpty()) {
            qualifiers.add(bundle.name().replaceAll("\\W", "_"));
        }
        String[] parts = type.getRawClass().getName().split("[.$]", -1);
        qualifiers.addAll(Arrays.asList(parts).subList(0, parts.length - 1));
        return qualifiers;
    }
}
