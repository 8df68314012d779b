package io.redstart.api.rules;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The annotations the rules look at. */
public enum Mark {
    API("io.redstart.api.Api"),
    CALL("io.redstart.api.Call"),
    ON_ACTION("io.redstart.api.OnAction"),
    ON_EVENT("io.redstart.api.OnEvent"),
    CHANNEL_API("io.redstart.api.ChannelApi"),
    ON_JOIN("io.redstart.api.OnJoin"),
    ON_PUBLISH("io.redstart.api.OnPublish"),
    ON_SET("io.redstart.api.OnSet"),
    REDUCER("io.redstart.api.Reducer"),
    ON_OPEN("io.redstart.api.OnOpen"),
    ON_CLOSE("io.redstart.api.OnClose"),
    ACTION_TYPE("io.redstart.api.ActionType"),
    EVENT_TYPE("io.redstart.api.EventType"),
    PACKET("io.redstart.api.Packet"),
    ON_PACKET("io.redstart.api.OnPacket"),
    ON_TEXT("io.redstart.api.OnText"),
    ON_JSON("io.redstart.api.OnJson"),
    ON_BINARY("io.redstart.api.OnBinary"),
    STR("io.redstart.api.Str"),
    BYTES("io.redstart.api.Bytes"),
    JSON("io.redstart.api.Json"),
    INT("io.redstart.api.Int"),
    UINT("io.redstart.api.UInt"),
    FLOAT("io.redstart.api.Float"),
    PUSH("io.redstart.api.Push"),
    ERROR_CODE("io.redstart.api.ErrorCode"),
    CONCURRENT("io.redstart.api.Concurrent"),
    NON_BLOCKING("io.redstart.api.NonBlocking"),
    MAX_MESSAGE("io.redstart.api.MaxMessage"),
    PARAM("io.redstart.api.Param"),
    DEFAULT("io.redstart.api.Default"),
    RATE_LIMIT("io.redstart.api.RateLimit"),
    RATE_LIMITS("io.redstart.api.RateLimits"),
    IDEMPOTENT("io.redstart.api.Idempotent"),
    ROLES_ALLOWED("jakarta.annotation.security.RolesAllowed"),
    PERMIT_ALL("jakarta.annotation.security.PermitAll"),
    DENY_ALL("jakarta.annotation.security.DenyAll"),
    SINGLETON("jakarta.inject.Singleton"),
    INJECT("jakarta.inject.Inject");

    private static final Map<String, Mark> BY_ANNOTATION =
            Stream.of(values()).collect(Collectors.toMap(Mark::annotation, Function.identity()));

    private final String annotation;

    Mark(String annotation) {
        this.annotation = annotation;
    }

    /**
     * The annotation's class.
     *
     * @return its qualified name
     */
    public String annotation() {
        return annotation;
    }

    /**
     * Finds the mark of an annotation.
     *
     * @param annotation the qualified name of its class
     * @return the mark, or null if the rules do not look at it
     */
    public static @Nullable Mark of(String annotation) {
        return BY_ANNOTATION.get(annotation);
    }

    @Override
    public String toString() {
        return "@" + annotation.substring(annotation.lastIndexOf('.') + 1);
    }
}
