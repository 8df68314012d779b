package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.ParameterModel;
import jakarta.validation.Configuration;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ParameterNameProvider;
import jakarta.validation.Path;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Checks the {@code jakarta.validation} constraints on the parameters of a bundle's methods. The validator is made with
 * the bundle and closed with it, since it remembers the bundle's classes; a bundle without constraints has none.
 */
final class Validation {
    private final @Nullable ValidatorFactory factory;
    private final @Nullable Validator validator;

    private Validation(@Nullable ValidatorFactory factory) {
        this.factory = factory;
        this.validator = factory == null ? null : factory.getValidator();
    }

    static Validation of(BundleModel model, ClassLoader loader) {
        Map<Method, List<String>> names = new HashMap<>();
        model.apis().stream()
                .flatMap(api -> Stream.concat(
                        Stream.of(api.methods(), api.onAction(), api.onEvent(), api.onPacket(), api.unnamed())
                                .flatMap(List::stream),
                        api.channels() == null ? Stream.empty() : api.channels().methods()))
                .filter(Validation::isConstrained)
                .forEach(method -> names.put(
                        method.method(),
                        method.parameters().stream().map(ParameterModel::name).toList()));
        if (names.isEmpty()) {
            return new Validation(null);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Validation.class.getClassLoader());
        try {
            Configuration<?> configuration = jakarta.validation.Validation.byProvider(HibernateValidator.class)
                    .configure()
                    .externalClassLoader(loader)
                    .ignoreXmlConfiguration()
                    .messageInterpolator(new ParameterMessageInterpolator())
                    .parameterNameProvider(new Names(names));
            return new Validation(configuration.buildValidatorFactory());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static boolean isConstrained(MethodModel method) {
        return Arrays.stream(method.method().getParameters())
                .anyMatch(parameter -> marked(parameter) || marked(parameter.getAnnotatedType()));
    }

    private static boolean marked(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation instanceof Valid
                    || annotation.annotationType().isAnnotationPresent(Constraint.class)
                    || annotation.annotationType().getName().endsWith("$List")) {
                return true;
            }
        }
        return element instanceof java.lang.reflect.AnnotatedParameterizedType generic
                && Arrays.stream(generic.getAnnotatedActualTypeArguments()).anyMatch(Validation::marked);
    }

    /** Throws {@code invalid} with a field for each constraint that does not hold. */
    void check(MethodModel method, Object instance, @Nullable Object[] args) {
        Validator checks = validator;
        if (checks != null) {
            refuse(
                    method,
                    checks.forExecutables().validateParameters(instance, method.method(), args).stream()
                            .map(violation -> field("", 1, violation)));
        }
    }

    /** The same for a static method, whose parameters no validator looks at: what is marked {@code @Valid} is checked. */
    void check(MethodModel method, @Nullable Object[] args) {
        Validator checks = validator;
        if (checks != null) {
            Parameter[] parameters = method.method().getParameters();
            refuse(
                    method,
                    method.parameters().stream()
                            .filter(each -> args[each.index()] != null
                                    && parameters[each.index()].isAnnotationPresent(Valid.class))
                            .flatMap(each -> checks.validate(args[each.index()]).stream()
                                    .map(violation -> field(each.name(), 0, violation))));
        }
    }

    private static void refuse(MethodModel method, Stream<CallException.Field> violations) {
        List<CallException.Field> fields = violations
                .sorted(java.util.Comparator.comparing(CallException.Field::path)
                        .thenComparing(CallException.Field::message))
                .toList();
        if (!fields.isEmpty()) {
            throw Arguments.invalid(method.target(), fields);
        }
    }

    private static CallException.Field field(String root, int skipped, ConstraintViolation<?> violation) {
        return new CallException.Field(path(root, violation.getPropertyPath(), skipped), violation.getMessage());
    }

    private static String path(String root, Path path, int skipped) {
        StringBuilder text = new StringBuilder(root);
        StreamSupport.stream(path.spliterator(), false).skip(skipped).forEach(node -> {
            // the index is that of the element which the node is in
            if (node.getIndex() != null) {
                text.append('[').append(node.getIndex()).append(']');
            } else if (node.getKey() != null) {
                text.append('[').append(node.getKey()).append(']');
            }
            if (node.getName() != null && !node.getName().startsWith("<")) {
                text.append(text.length() == 0 ? "" : ".").append(node.getName());
            }
        });
        return text.toString();
    }

    void close() {
        if (factory != null) {
            factory.close();
        }
    }

    private record Names(Map<Method, List<String>> names) implements ParameterNameProvider {
        @Override
        public List<String> getParameterNames(Constructor<?> constructor) {
            return Arrays.stream(constructor.getParameters())
                    .map(Parameter::getName)
                    .toList();
        }

        @Override
        public List<String> getParameterNames(Method method) {
            List<String> known = names.get(method);
            return known != null
                    ? known
                    : Arrays.stream(method.getParameters())
                            .map(Parameter::getName)
                            .toList();
        }
    }
}
