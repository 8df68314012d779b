package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** A method that calls the server, in the way its return type says. */
final class CallingMethod {
    private CallingMethod() {}

    static RemoteApi.RemoteMethod of(String target, Class<?> api, Method method, Calling calling, Json json) {
        var types = json.mapper().getTypeFactory();
        JavaType declaring = types.constructType(api).findSuperType(method.getDeclaringClass());
        JavaType returned = types.resolveMemberType(method.getGenericReturnType(), declaring.getBindings());
        if (returned.hasRawClass(Flow.Publisher.class)) {
            JavaType item = inside(returned, Flow.Publisher.class, json);
            return (proxy, args) -> calling.stream(target, item, args);
        }
        Class<?> raw = returned.getRawClass();
        if (raw == CompletableFuture.class || raw == CompletionStage.class || raw == Future.class) {
            JavaType value = inside(returned, raw, json);
            return (proxy, args) -> {
                Object answer = calling.call(target, value, args);
                return answer;
            };
        }
        boolean interruptible = Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class);
        return (proxy, args) -> await(calling.call(target, returned, args), target, interruptible);
    }

    private static JavaType inside(JavaType type, Class<?> container, Json json) {
        JavaType[] parameters = type.findTypeParameters(container);
        return parameters.length == 0 ? json.any() : parameters[0];
    }

    private static @Nullable Object await(
            CompletableFuture<@Nullable Object> answer, String target, boolean interruptible)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            if (interruptible) {
                throw interrupted;
            }
            Thread.currentThread().interrupt();
            throw new CallException(ErrorCodes.CANCELLED, "Interrupted while waiting for " + target);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CallException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(target, failed.getCause());
        }
    }
}
