package io.redstart.shape;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes down what users of some types can see of them: a line for each type and each of its members. */
final class PublicApi {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("toString()", "hashCode()", "equals(Object)");

    private PublicApi() {}

    /** The lines of these types and those inside them, sorted. */
    static List<String> of(Collection<Class<?>> types) {
        return types.stream().flatMap(PublicApi::ofType).sorted().distinct().toList();
    }

    private static Stream<String> ofType(Class<?> type) {
        if (!isVisible(type)) {
            return Stream.empty();
        }
        String name = TypeText.name(type);
        Stream<String> own = Stream.concat(Stream.of(name + ": " + TypeHead.of(type)), members(name, type));
        return Stream.concat(own, Arrays.stream(type.getDeclaredClasses()).flatMap(PublicApi::ofType));
    }

    /** Members, and those it has from supertypes nobody can see. */
    private static Stream<String> members(String owner, Class<?> type) {
        Stream<String> own = Stream.of(
                        Arrays.stream(type.getDeclaredFields())
                                .filter(PublicApi::isVisible)
                                .map(PublicApi::field),
                        Arrays.stream(type.getDeclaredConstructors())
                                .filter(PublicApi::isVisible)
                                .map(PublicApi::constructor),
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(PublicApi::isVisible)
                                .filter(method -> !isImplied(method))
                                .map(PublicApi::method))
                .flatMap(lines -> lines)
                .map(line -> owner + "." + line);
        Stream<Class<?>> supertypes =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
        Stream<String> inherited = supertypes
                .filter(above -> !isVisible(above))
                .flatMap(above -> members(owner, above))
                .filter(line -> !line.startsWith(owner + ".new("));
        return Stream.concat(own, inherited);
    }

    private static String field(Field field) {
        return field.getName() + ": " + modifiers(field) + TypeText.of(field.getAnnotatedType()) + constant(field);
    }

    /** Compilers copy constants into the code that uses them. */
    private static String constant(Field field) {
        boolean plain = field.getType().isPrimitive() || field.getType() == String.class;
        if (!plain || !Modifier.isStatic(field.getModifiers()) || !Modifier.isFinal(field.getModifiers())) {
            return "";
        }
        try {
            return " = " + field.get(null);
        } catch (IllegalAccessException hidden) {
            return "";
        }
    }

    private static String constructor(Constructor<?> constructor) {
        return "new" + parameters(constructor) + ": " + modifiers(constructor).trim() + rest(constructor);
    }

    private static String method(Method method) {
        String variables = TypeText.variables(method.getTypeParameters());
        Object value = method.getDefaultValue();
        return method.getName() + parameters(method) + ": " + modifiers(method)
                + (method.isDefault() ? "default " : "")
                + (variables.isEmpty() ? "" : variables + " ")
                + TypeText.of(method.getAnnotatedReturnType())
                + rest(method)
                + (value == null ? "" : " default " + (value.getClass().isArray() ? "{}" : "'" + value + "'"));
    }

    private static String parameters(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        String list = TypeText.list(types);
        return "(" + (executable.isVarArgs() ? list.substring(0, list.length() - 2) + "..." : list) + ")";
    }

    private static String rest(Executable executable) {
        AnnotatedType[] thrown = executable.getAnnotatedExceptionTypes();
        return (thrown.length == 0 ? "" : " throws " + TypeText.list(thrown))
                + (executable.isAnnotationPresent(Deprecated.class) ? " @Deprecated" : "");
    }

    private static String modifiers(Member member) {
        int shown = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
        int some = member.getModifiers() & shown;
        if (member instanceof Executable
                && Modifier.isFinal(member.getDeclaringClass().getModifiers())) {
            some &= ~Modifier.FINAL;
        }
        return some == 0 ? "" : Modifier.toString(some) + " ";
    }

    /** What every object, record and enum has is not worth a line. */
    private static boolean isImplied(Method method) {
        return OF_EVERY_OBJECT.contains(method.getName() + parameters(method))
                || (method.getDeclaringClass().isEnum()
                        && Set.of("values", "valueOf").contains(method.getName()));
    }

    private static boolean isVisible(Member member) {
        return !member.isSynthetic() && isVisible(member.getModifiers());
    }

    private static boolean isVisible(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        return isVisible(type.getModifiers()) && (around == null || isVisible(around));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
