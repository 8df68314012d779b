package io.redstart.client;

import io.redstart.api.Api;
import io.redstart.api.CallException;
import io.redstart.protocol.FromClient;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;

/** Calls with certain options. */
final class Calling implements Caller {
    private final Wire wire;
    private final CallOptions options;

    Calling(Wire wire, CallOptions options) {
        this.wire = wire;
        this.options = options;
    }

    @Override
    public <T> T api(Class<T> type) {
        Api named = type.getAnnotation(Api.class);
        return api(named == null ? "" : named.value(), type);
    }

    @Override
    public <T> T api(String name, Class<T> type) {
        return RemoteApi.of(name, type, this, wire.json());
    }

    @Override
    public <T> CompletableFuture<T> call(String target, Class<T> type, @Nullable Object... args) {
        return wire.call(target, json(type), options, args);
    }

    @Override
    public <T> CompletableFuture<T> call(String target, TypeReference<T> type, @Nullable Object... args) {
        return wire.call(target, json(type.getType()), options, args);
    }

    @Override
    public CompletableFuture<@Nullable Object> call(String target, Type type, @Nullable Object... args) {
        return wire.call(target, json(type), options, args);
    }

    @Override
    public <T> CompletableFuture<T> callNamed(String target, Class<T> type, Map<String, ?> args) {
        return wire.call(target, json(type), options, args);
    }

    @Override
    public <T> CompletableFuture<T> callNamed(String target, TypeReference<T> type, Map<String, ?> args) {
        return wire.call(target, json(type.getType()), options, args);
    }

    @Override
    public <T> Flow.Publisher<T> stream(String target, Class<T> itemType, @Nullable Object... args) {
        return wire.stream(target, json(itemType), options, args);
    }

    @Override
    public <T> Flow.Publisher<T> stream(String target, TypeReference<T> itemType, @Nullable Object... args) {
        return wire.stream(target, json(itemType.getType()), options, args);
    }

    @Override
    public CompletableFuture<@Nullable Object> dispatch(Object action) {
        return act(null, action);
    }

    @Override
    public CompletableFuture<@Nullable Object> dispatch(String channel, Object action) {
        return act(channel, action);
    }

    CompletableFuture<@Nullable Object> call(String target, JavaType type, @Nullable Object[] args) {
        return wire.call(target, type, options, args);
    }

    Flow.Publisher<@Nullable Object> stream(String target, JavaType type, @Nullable Object[] args) {
        return wire.stream(target, type, options, args);
    }

    private CompletableFuture<@Nullable Object> act(@Nullable String channel, Object action) {
        Object written;
        try {
            written = wire.json().write(Actions.outgoing(action));
        } catch (CallException invalid) {
            return CompletableFuture.failedFuture(invalid);
        }
        return wire.ask((id, meta) -> new FromClient.Act(id, channel, written), false, options.timeoutAlone());
    }

    private JavaType json(Type type) {
        return wire.json().type(type);
    }
}
