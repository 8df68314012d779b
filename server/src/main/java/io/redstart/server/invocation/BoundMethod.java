package io.redstart.server.invocation;

import io.redstart.api.CallContext;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.ParameterModel.Role;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method that can be called: its handle, how its arguments are bound, and the bundle it runs in. */
final class BoundMethod {
    private static final MethodType SHAPE = MethodType.methodType(Object.class, Object.class, Object[].class);

    private final BundleUse use;
    private final ApiModel api;
    private final MethodModel model;
    private final Arguments arguments;
    private final MethodHandle handle;
    private final boolean constrained;
    private final boolean offered;
    private final CallContext.Kind kind;
    private final Gate gate;

    BoundMethod(
            BundleUse use,
            ApiModel api,
            MethodModel model,
            CallContext.Kind kind,
            List<Limiter> limiters,
            List<Mistake> mistakes)
            throws IllegalAccessException {
        this.use = use;
        this.api = api;
        this.model = model;
        String where = api.type().getName() + "." + model.method().getName();
        this.arguments = new Arguments(model, use.bundle().mapper(), mistakes, where);
        this.handle = handle(model.method());
        this.constrained = Validation.isConstrained(model);
        this.offered = !model.parameters().stream().allMatch(parameter -> parameter.role() == Role.WIRE);
        this.kind = kind;
        this.gate = new Gate(model, limiters);
    }

    static MethodHandle handle(Method method) throws IllegalAccessException {
        MethodHandle handle =
                MethodHandles.publicLookup().unreflect(method).asSpreader(Object[].class, method.getParameterCount());
        boolean alone = Modifier.isStatic(method.getModifiers());
        return (alone ? MethodHandles.dropArguments(handle, 0, Object.class) : handle).asType(SHAPE);
    }

    BundleUse use() {
        return use;
    }

    ApiModel api() {
        return api;
    }

    MethodModel model() {
        return model;
    }

    Arguments arguments() {
        return arguments;
    }

    /** What it handles. */
    CallContext.Kind kind() {
        return kind;
    }

    Gate gate() {
        return gate;
    }

    /** Whether it is given something beside what the client says. */
    boolean isOffered() {
        return offered;
    }

    boolean isConstrained() {
        return constrained;
    }

    @Nullable
    Object invoke(@Nullable Object instance, @Nullable Object[] args) throws Throwable {
        return handle.invokeExact(instance, args);
    }
}
