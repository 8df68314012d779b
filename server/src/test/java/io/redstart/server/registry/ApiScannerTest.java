package io.redstart.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.redstart.api.RateLimit;
import io.redstart.server.registry.BundleModel.TypeModel;
import io.redstart.server.registry.MethodModel.Answer;
import io.redstart.server.registry.ParameterModel.Role;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiScannerTest {
    private static final String TODOS = """
            package t;
            import io.redstart.api.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            import org.jspecify.annotations.Nullable;

            /** Todos. */
            @Api("todos") @jakarta.inject.Singleton
            public class Todos {
                static { if (true) throw new IllegalStateException("initialised"); }

                /** Adds one. */
                @Call @Concurrent
                public String add(@Param("what") String text, Session session) { return text; }

                @Call("remove_all") @NonBlocking
                public void clear() {}

                @OnOpen public void open(Session session) {}
                @OnClose public void close(User user) {}

                /** Takes one. */
                @OnAction public CompletionStage<Long> added(Added action) { return null; }
                @OnAction("raw") public void raw(Action action, CallContext call) {}
                @OnEvent("typing") public void typing(@Nullable String who, Sessions sessions, Handshake handshake) {}

                public void helper() {}
            }
            """;
    private static final String ADDED = "package t; /** Added. */ @io.redstart.api.ActionType(\"todos/added\")"
            + " public record Added(String text) {}";
    private static final String TYPING =
            "package t; @io.redstart.api.EventType(\"typing\")" + " public record Typing(String who) {}";
    private static final String FULL = "package t; @io.redstart.api.ErrorCode(\"full\") @SuppressWarnings(\"serial\")"
            + " public class Full extends RuntimeException {}";
    private static final String TICKETS = """
            package t;
            import io.redstart.api.*;
            public class Tickets implements Authenticator {
                public java.util.concurrent.CompletionStage<Decision> authenticate(Handshake handshake) { return null; }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void readsWhatStandsBeforeAMethod() throws Exception {
        CompiledJar jar = CompiledJar.plain(folder, List.of("""
                package t;
                import io.redstart.api.*;
                import jakarta.annotation.security.*;
                @Api("todos") @RolesAllowed("user") @RateLimit(permits = 7, per = "5m", by = RateLimit.By.USER)
                public class Todos {
                    @Call @Idempotent public void add() {}
                    @Call @RolesAllowed({"admin", "**"}) @RateLimit(permits = 2) @RateLimit(permits = 3, per = "1h", burst = 9)
                    public void clear() {}
                    @OnAction("a") @PermitAll public void acted() {}
                    @OnEvent("e") @DenyAll public void heard() {}
                }
                """));

        ApiModel api =
                ApiScanner.scan("todo", jar.all(), BundleIndex.NONE).apis().get(0);

        List<LimitModel> shared = List.of(new LimitModel(7, 300_000, 7, RateLimit.By.USER));
        assertThat(api.methods())
                .extracting(MethodModel::guards)
                .containsExactly(
                        new Guards(new Access(Access.Rule.ROLES, List.of("user")), List.of(), shared, true),
                        new Guards(
                                new Access(Access.Rule.ROLES, List.of("admin", "**")),
                                List.of(
                                        new LimitModel(2, 1_000, 2, RateLimit.By.SESSION),
                                        new LimitModel(3, 3_600_000, 9, RateLimit.By.SESSION)),
                                shared,
                                false));
        assertThat(api.onAction().get(0).guards().access()).isEqualTo(new Access(Access.Rule.ALL, List.of()));
        assertThat(api.onEvent().get(0).guards().access()).isEqualTo(new Access(Access.Rule.NOBODY, List.of()));
    }

    @Test
    void findsInterceptors() throws Exception {
        List<String> sources = List.of("""
                package t; import io.redstart.api.*;
                @jakarta.annotation.Priority(7) @NonBlocking public class Timing implements Interceptor {
                    public Object around(CallContext call, Next next) throws Exception { return next.proceed(); } }
                """, """
                package t; public class Late extends Timing {}
                """);
        for (CompiledJar jar : List.of(
                CompiledJar.plain(Files.createDirectory(folder.resolve("plain")), sources),
                CompiledJar.processed(
                        Files.createDirectory(folder.resolve("processed")), sources.toArray(String[]::new)))) {
            assertThat(ApiScanner.scan("todo", jar.loader(), jar.pack(folder.resolve("todo.jar")))
                            .interceptors())
                    .extracting(
                            model -> model.type().getName(), InterceptorModel::priority, InterceptorModel::nonBlocking)
                    .containsExactlyInAnyOrder(tuple("t.Timing", 7, true), tuple("t.Late", Integer.MAX_VALUE, false));
        }
    }

    @Test
    void readsAllThatTheAnnotationsOfABundleSay() throws Exception {
        CompiledJar jar = CompiledJar.processed(folder, TODOS, ADDED, TYPING, FULL, TICKETS);

        BundleModel model = ApiScanner.scan("todo", jar.loader(), jar.pack(folder.resolve("todo.jar")));

        assertThat(model).isEqualTo(model(jar, "text", "Todos.", "Adds one.", "Takes one.", "Added."));
    }

    @Test
    void readsAJarThatWasCompiledWithoutTheProcessor() throws Exception {
        CompiledJar jar = CompiledJar.plain(folder, List.of(TODOS, ADDED, TYPING, FULL, TICKETS));

        BundleModel model = ApiScanner.scan("todo", jar.loader(), jar.pack(folder.resolve("todo.jar")));

        assertThat(model).isEqualTo(model(jar, "arg0", "", "", "", ""));
    }

    @Test
    void anEmptyIndexHoldsNothing() throws Exception {
        CompiledJar jar = CompiledJar.plain(folder, List.of("package t; public class Plain {}"));
        Files.createDirectories(folder.resolve("META-INF/redstart"));
        Files.writeString(folder.resolve("META-INF/redstart/index.json"), "{}");

        assertThat(ApiScanner.scan("todo", jar.loader(), folder))
                .isEqualTo(new BundleModel("todo", List.of(), List.of(), List.of(), List.of(), null));
    }

    @Test
    void bareNamesHaveNoPrefix() throws Exception {
        CompiledJar jar = CompiledJar.processed(folder, api("", "@Call public void clap() {}"));

        assertThat(only(jar).target()).isEqualTo("clap");
    }

    @Test
    void methodsOfOneNameAreToldApartByTheirNamesOnTheWire() throws Exception {
        CompiledJar jar = CompiledJar.compile(
                folder,
                List.of(api("", "@Call(\"a\") public void on(String x) {} @Call(\"b\") public void on(int y) {}")),
                "-processor",
                "io.redstart.api.processor.ApiProcessor",
                "-parameters");

        assertThat(scan(jar).apis().get(0).methods())
                .extracting(
                        MethodModel::target,
                        method -> method.parameters().get(0).name())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", "x"), org.assertj.core.groups.Tuple.tuple("b", "y"));
    }

    @Test
    void aParameterIsRequiredUnlessItMayBeNullOrHasADefault() throws Exception {
        CompiledJar jar = CompiledJar.processed(
                folder,
                "package t; import java.lang.annotation.*; @Retention(RetentionPolicy.RUNTIME)"
                        + " @Target(ElementType.PARAMETER)\n@interface Nullable {}",
                api(
                        "",
                        "@Call public void all(int a, String b, @Default(\"1\") int c, Optional<String> d, OptionalInt e,"
                                + " @org.jspecify.annotations.Nullable String f, @t.Nullable String g,"
                                + " String @org.jspecify.annotations.Nullable [] h, @Default(\"x\") String i,"
                                + " List<@org.jspecify.annotations.Nullable String> j, Session k) {}"));

        assertThat(only(jar).parameters())
                .filteredOn(ParameterModel::required)
                .extracting(ParameterModel::name)
                .containsExactly("a", "b", "j");
        assertThat(only(jar).parameters().get(2).defaultText()).isEqualTo("1");
    }

    @Test
    void theResultTypeIsWhatTheClientGets() throws Exception {
        Map<String, List<String>> expected = Map.ofEntries(
                Map.entry("void", List.of("VALUE", "void")),
                Map.entry("Void", List.of("VALUE", "void")),
                Map.entry("int", List.of("VALUE", "int")),
                Map.entry("List<String>", List.of("VALUE", "java.util.List<java.lang.String>")),
                Map.entry("CompletionStage<String>", List.of("STAGE", "java.lang.String")),
                Map.entry("CompletableFuture<List<Long>>", List.of("STAGE", "java.util.List<java.lang.Long>")),
                Map.entry("CompletionStage<Void>", List.of("STAGE", "void")),
                Map.entry("CompletionStage<? extends Number>", List.of("STAGE", "java.lang.Number")),
                Map.entry("CompletionStage<?>", List.of("STAGE", "java.lang.Object")),
                Map.entry("CompletableFuture", List.of("STAGE", "java.lang.Object")),
                Map.entry("Stream<String>", List.of("STREAM", "java.lang.String")),
                Map.entry("Iterator<Integer>", List.of("STREAM", "java.lang.Integer")),
                Map.entry("PrimitiveIterator.OfInt", List.of("STREAM", "java.lang.Integer")),
                Map.entry("Flow.Publisher<byte[]>", List.of("STREAM", "byte[]")),
                Map.entry("SubmissionPublisher<String>", List.of("STREAM", "java.lang.String")),
                Map.entry("Flow.Publisher", List.of("STREAM", "java.lang.Object")),
                Map.entry("Iterable<String>", List.of("VALUE", "java.lang.Iterable<java.lang.String>")));
        for (Map.Entry<String, List<String>> each : expected.entrySet()) {
            Path classes = Files.createTempDirectory(folder, "result");
            CompiledJar jar = CompiledJar.processed(
                    classes,
                    api("", "@Call public " + each.getKey() + " get() { throw new IllegalStateException(); }"));

            assertThat(List.of(only(jar).answer().name(), only(jar).resultType().getTypeName()))
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
    }

    @Test
    void theWholeClassMayBeNonBlocking() throws Exception {
        CompiledJar jar = CompiledJar.processed(
                folder, api("", "@Call public void get() {}").replace("@Api", "@NonBlocking @Api"));

        assertThat(only(jar).nonBlocking()).isTrue();
    }

    private static String api(String name, String members) {
        return "package t; import io.redstart.api.*; import java.util.*; import java.util.concurrent.*;"
                + " import java.util.stream.*; @SuppressWarnings(\"rawtypes\")\n@Api(\"" + name
                + "\")\npublic class Only { " + members + " }";
    }

    @Test
    void readsWhatAClassSaysOfChannels() throws Exception {
        CompiledJar jar = CompiledJar.processed(folder, """
                package t; import io.redstart.api.*; import jakarta.annotation.security.*; import jakarta.inject.*;
                @ChannelApi("room:*") @Singleton public class Rooms {
                    @OnJoin public boolean join(User user, String channel) { return true; }
                    /** Says. */
                    @OnPublish @PermitAll public void both(Both both, Session session) {}
                    @OnSet public void set(Room room) {}
                    @Reducer public Room reduce(@Default("{}") Room room, Both both, String name) { return room; }
                    @ActionType("a") @EventType("e") public record Both(String text) {}
                    public record Room(int count) {}
                }
                """);

        ApiModel api = ApiScanner.scan("rooms", jar.loader(), folder).apis().get(0);
        ChannelModel channels = Objects.requireNonNull(api.channels());

        assertThat(api.singleton()).isTrue();
        assertThat(api.methods()).isEmpty();
        assertThat(channels.pattern()).isEqualTo("room:*");
        assertThat(channels.methods().map(MethodModel::target))
                .containsExactly(
                        "join room:*", "publish room:* a", "publish room:* e", "publish room:* a", "set room:*");
        assertThat(Objects.requireNonNull(channels.onJoin()).parameters())
                .containsExactly(
                        new ParameterModel(0, "user", io.redstart.api.User.class, Role.USER, null, true),
                        new ParameterModel(1, "channel", String.class, Role.CHANNEL, null, false));
        assertThat(channels.onAction().get(0).method().guards().access().rule()).isEqualTo(Access.Rule.ALL);
        assertThat(channels.onEvent().get(0).method().doc()).isEqualTo("Says.");
        assertThat(channels.reducers().get(0).method().parameters())
                .containsExactly(
                        new ParameterModel(0, "room", jar.load("t.Rooms$Room"), Role.STATE, "{}", false),
                        new ParameterModel(1, "both", jar.load("t.Rooms$Both"), Role.WIRE, null, true),
                        new ParameterModel(2, "name", String.class, Role.CHANNEL, null, false));
    }

    private static MethodModel only(CompiledJar jar) throws RejectedBundleException {
        return scan(jar).apis().get(0).methods().get(0);
    }

    private static BundleModel scan(CompiledJar jar) throws RejectedBundleException {
        return ApiScanner.scan("todo", jar.loader(), jar.classes());
    }

    private static BundleModel model(
            CompiledJar jar, String text, String todos, String add, String takes, String added) {
        Class<?> type = jar.load("t.Todos");
        boolean named = !text.equals("arg0");
        ApiModel api = new ApiModel(
                "todos",
                type,
                true,
                todos,
                List.of(
                        new MethodModel(
                                "todos.add",
                                method(type, "add"),
                                List.of(
                                        new ParameterModel(0, "what", String.class, Role.WIRE, null, true),
                                        injected(1, named ? "session" : "arg1", Role.SESSION)),
                                Answer.VALUE,
                                String.class,
                                true,
                                false,
                                add),
                        new MethodModel(
                                "todos.remove_all",
                                method(type, "clear"),
                                List.of(),
                                Answer.VALUE,
                                void.class,
                                false,
                                true,
                                "")),
                List.of(method(type, "open")),
                List.of(method(type, "close")),
                List.of(
                        new MethodModel(
                                "raw",
                                method(type, "raw"),
                                List.of(
                                        injected(0, named ? "action" : "arg0", Role.ACTION),
                                        injected(1, named ? "call" : "arg1", Role.CALL_CONTEXT)),
                                Answer.VALUE,
                                void.class,
                                false,
                                false,
                                ""),
                        new MethodModel(
                                "todos/added",
                                method(type, "added"),
                                List.of(new ParameterModel(
                                        0, named ? "action" : "arg0", jar.load("t.Added"), Role.WIRE, null, true)),
                                Answer.STAGE,
                                Long.class,
                                false,
                                false,
                                takes)),
                List.of(new MethodModel(
                        "typing",
                        method(type, "typing"),
                        List.of(
                                new ParameterModel(0, named ? "who" : "arg0", String.class, Role.WIRE, null, false),
                                injected(1, named ? "sessions" : "arg1", Role.SESSIONS),
                                injected(2, named ? "handshake" : "arg2", Role.HANDSHAKE)),
                        Answer.VALUE,
                        void.class,
                        false,
                        false,
                        "")));
        return new BundleModel(
                "todo",
                List.of(api),
                List.of(new TypeModel("todos/added", jar.load("t.Added"), added)),
                List.of(new TypeModel("typing", jar.load("t.Typing"), "")),
                List.of(new TypeModel("full", jar.load("t.Full"), "")),
                jar.load("t.Tickets"));
    }

    private static ParameterModel injected(int at, String name, Role role) {
        Class<?> type = switch (role) {
            case SESSION -> io.redstart.api.Session.class;
            case SESSIONS -> io.redstart.api.Sessions.class;
            case CHANNELS -> io.redstart.api.Channels.class;
            case CALL_CONTEXT -> io.redstart.api.CallContext.class;
            case HANDSHAKE -> io.redstart.api.Handshake.class;
            default -> io.redstart.api.Action.class;
        };
        return new ParameterModel(at, name, type, role, null, false);
    }

    private static Method method(Class<?> type, String name) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
