package io.redstart.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A default method, which runs here. */
final class DefaultMethod implements RemoteApi.RemoteMethod {
    private final MethodHandle body;

    DefaultMethod(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        try {
            body = MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring);
        } catch (IllegalAccessException closed) {
            throw new IllegalArgumentException(
                    "api: " + method + " (expected: its package open to reflection)", closed);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, @Nullable Object[] args) throws Throwable {
        return body.bindTo(proxy).invokeWithArguments(args);
    }
}
