package io.redstart.api.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the rules know about particular types. */
final class Types {
    static final String ACTION = "io.redstart.api.Action";

    /** The server fills parameters of these types. */
    static final Set<String> INJECTED = Set.of(
            "io.redstart.api.Session",
            "io.redstart.api.Sessions",
            "io.redstart.api.Channels",
            "io.redstart.api.CallContext",
            "io.redstart.api.Handshake",
            "io.redstart.api.User");

    /** What a hook can be given: there is no call to have a context. */
    static final Set<String> INJECTED_IN_HOOKS = Set.of(
            "io.redstart.api.Session",
            "io.redstart.api.Sessions",
            "io.redstart.api.Channels",
            "io.redstart.api.Handshake",
            "io.redstart.api.User");

    /** As a parameter of what speaks for channels: the channel's name. */
    static final String STRING = "java.lang.String";

    static final String RECORD = "java.lang.Record";

    /** Streams of primitives, and what to write instead. */
    static final Map<String, String> PRIMITIVE_STREAMS = Map.of(
            "java.util.stream.IntStream", "Stream<Integer>",
            "java.util.stream.LongStream", "Stream<Long>",
            "java.util.stream.DoubleStream", "Stream<Double>");

    /** No value of these types, or of types below them, can be written as JSON or read from it. */
    private static final List<String> NEVER_JSON = List.of(
            "io.redstart.api.Recipient",
            "io.redstart.api.Sessions",
            "io.redstart.api.Channels",
            "io.redstart.api.ChannelState",
            "io.redstart.api.CallContext",
            "io.redstart.api.Settings",
            "io.redstart.api.Authenticator",
            "io.redstart.api.Interceptor",
            "io.redstart.api.SessionData",
            "io.redstart.api.SessionStore",
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.io.Reader",
            "java.io.Writer",
            "java.lang.Class",
            "java.lang.ClassLoader",
            "java.lang.Process",
            "java.lang.Runnable",
            "java.lang.ThreadLocal",
            "java.lang.reflect.AnnotatedElement",
            "java.net.ServerSocket",
            "java.net.Socket",
            "java.nio.channels.Channel",
            "java.sql.Connection",
            "java.util.Iterator",
            "java.util.concurrent.Callable",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Executor",
            "java.util.concurrent.Flow.Publisher",
            "java.util.concurrent.Flow.Subscriber",
            "java.util.concurrent.Future",
            "java.util.concurrent.locks.Lock",
            "java.util.stream.BaseStream",
            "org.reactivestreams.Publisher");

    private static final String FUNCTIONS = "java.util.function.";

    private Types() {}

    /** Whether values can be converted, as far as the type alone tells. */
    static boolean convertible(TypeShape type) {
        return !type.name().startsWith(FUNCTIONS)
                && NEVER_JSON.stream().noneMatch(never -> type.as(never) != null)
                && type.arguments().stream().allMatch(Types::convertible);
    }
}
