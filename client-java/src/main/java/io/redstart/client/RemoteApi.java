package io.redstart.client;

import io.redstart.api.Call;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An interface whose methods are the server's. It is looked at once. */
final class RemoteApi implements InvocationHandler {
    private final Map<Method, RemoteMethod> methods = new HashMap<>();
    private final String name;
    private final Class<?> type;

    private RemoteApi(String name, Class<?> type, Calling calling, Json json) {
        this.name = name;
        this.type = type;
        for (Method method : type.getMethods()) {
            if (method.isDefault()) {
                methods.put(method, new DefaultMethod(method));
            } else if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method)) {
                methods.put(method, CallingMethod.of(target(method), type, method, calling, json));
            }
        }
    }

    static <T> T of(String name, Class<T> type, Calling calling, Json json) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException("api: " + type.getName() + " (expected: an interface)");
        }
        var api = new RemoteApi(name, type, calling, json);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, api));
    }

    private String target(Method method) {
        Call renamed = method.getAnnotation(Call.class);
        String bare = renamed == null || renamed.value().isEmpty() ? method.getName() : renamed.value();
        return name.isEmpty() ? bare : name + "." + bare;
    }

    private static boolean isOfObject(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException own) {
            return false;
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        RemoteMethod remote = methods.get(method);
        if (remote != null) {
            return remote.invoke(proxy, args == null ? new Object[0] : args);
        }
        return switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getSimpleName() + (name.isEmpty() ? "" : " (" + name + ")");
        };
    }

    /** What one of its methods does. */
    interface RemoteMethod {
        @Nullable
        Object invoke(Object proxy, @Nullable Object[] args) throws Throwable;
    }
}
