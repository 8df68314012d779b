package io.redstart.server.admin;

import io.redstart.server.admin.TsDeclaration.Direction;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.Nullness;
import io.redstart.server.registry.ParameterModel;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Methods in TypeScript. */
final class TypeScriptMethods {
    private final JacksonTypes types;

    TypeScriptMethods(JacksonTypes types) {
        this.types = types;
    }

    TsMethod of(MethodModel model) {
        Map<String, String> names = new HashMap<>();
        List<ParameterModel> wire = model.parameters().stream()
                .filter(parameter -> parameter.role() == ParameterModel.Role.WIRE)
                .toList();
        for (ParameterModel parameter : wire) {
            String name = TypeScriptNames.parameter(parameter.name());
            names.put(model.method().getParameters()[parameter.index()].getName(), name);
            names.put(parameter.name(), name);
        }
        return new TsMethod(
                model.target().substring(model.target().indexOf('.') + 1),
                parameters(model.method(), wire),
                result(model),
                model.answer() == MethodModel.Answer.STREAM,
                TypeScriptDocs.of(model.doc(), names));
    }

    /** Only the last ones can be left out of a call. */
    private List<TsProperty> parameters(Method method, List<ParameterModel> wire) {
        List<TsProperty> parameters = new ArrayList<>();
        boolean optional = true;
        for (int i = wire.size() - 1; i >= 0; i--) {
            ParameterModel model = wire.get(i);
            Parameter parameter = method.getParameters()[model.index()];
            TsType type = types.of(model.type(), parameter.getAnnotatedType(), Direction.IN);
            optional = optional && !model.required();
            parameters.add(
                    0,
                    new TsProperty(
                            TypeScriptNames.parameter(model.name()),
                            model.required() ? type : type.orNull(),
                            optional,
                            ""));
        }
        return parameters;
    }

    private TsType result(MethodModel model) {
        if (model.resultType() == void.class) {
            return TsType.Word.VOID;
        }
        AnnotatedType declared = model.method().getAnnotatedReturnType();
        if (model.answer() != MethodModel.Answer.VALUE) {
            return types.of(model.resultType(), item(declared), Direction.OUT);
        }
        TsType type = types.of(model.resultType(), declared, Direction.OUT);
        boolean nullable = !model.method().getReturnType().isPrimitive() && Nullness.nullable(model.method(), declared);
        return nullable ? type.orNull() : type;
    }

    /** The argument of {@code CompletionStage<T>} and its like. */
    private static @Nullable AnnotatedType item(AnnotatedType type) {
        return AnnotatedTypes.argument(type, 1) == null ? AnnotatedTypes.argument(type, 0) : null;
    }
}
