package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.CallException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Plays the server and the application of a dialogue against the real client. */
final class Replay {
    private static final int LONGEST_WAIT = 20_000;

    private final FakeServer server = new FakeServer();
    private final Map<String, CompletableFuture<?>> calls = new HashMap<>();
    private final Map<String, Taker> streams = new HashMap<>();
    private final List<JsonNode> actions = new ArrayList<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final List<ConnectionState> states = new ArrayList<>();
    /** Whatever was told, in order. */
    private final List<String> told = new ArrayList<>();
    /** What was told of each channel that is listened to. */
    private final Map<String, List<JsonNode>> channels = new HashMap<>();

    private @Nullable RedstartClient connected;

    /** Plays all steps; fails at the first that does not go as written. */
    static void play(JsonNode dialogue) {
        var replay = new Replay();
        int at = 0;
        for (JsonNode step : dialogue.get("steps")) {
            at++;
            try {
                replay.step(step);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("step " + at + ", " + step + ": " + failed.getMessage(), failed);
            }
        }
        replay.end();
    }

    private void end() {
        assertThat(server.reported).as("what was reported and no step mentions").isEmpty();
        if (client().state() instanceof ConnectionState.Open) {
            server.hearsNothing();
        }
        client().close();
        assertThat(server.clock.waiting()).as("timers after the close").isZero();
    }

    private void step(JsonNode step) {
        String kind = kind(step);
        JsonNode what = step.get(kind);
        switch (kind) {
            case "client" -> client(what.stringValue(), step);
            case "up" -> {
                if (server.isDialled()) {
                    server.line().open();
                }
                server.hears(what);
            }
            case "upNothing" -> server.hearsNothing();
            case "down" -> server.says(what.toString());
            case "downFrame" ->
                server.says(String.join(
                        "\n", elements(what).stream().map(JsonNode::toString).toList()));
            case "downText" -> server.says(what.stringValue());
            case "cut" -> server.line().lose(1006, "");
            case "close" ->
                server.line()
                        .lose(what.get("code").intValue(), what.path("reason").asString(""));
            case "closed" -> assertThat(lastClosed()).isEqualTo(what.intValue());
            case "advance" -> server.clock.advance(what.longValue());
            case "redials" -> redials(what.booleanValue());
            case "app" -> application(what.stringValue(), step);
            case "result" -> {
                assertThat(called(what.stringValue())).isCompleted();
                assertMatches(tree(called(what.stringValue()).join()), step.get("value"));
            }
            case "error" -> error(what.stringValue(), step);
            case "pending" -> assertThat(called(what.stringValue())).isNotDone();
            case "items" -> assertTaken(taker(what.stringValue()).items, step.get("values"));
            case "ended" -> assertThat(taker(what.stringValue()).end).isEqualTo("ended");
            case "actions" -> assertTaken(actions, what);
            case "events" -> assertTaken(events, what);
            case "inChannel" -> assertTaken(seen(what.stringValue()), step.get("told"));
            case "state" -> state(what);
            case "states" -> {
                assertThat(states.stream().map(Replay::status).toList())
                        .isEqualTo(elements(what).stream()
                                .map(JsonNode::stringValue)
                                .toList());
                states.clear();
            }
            case "told" -> {
                assertThat(told)
                        .isEqualTo(elements(what).stream()
                                .map(JsonNode::stringValue)
                                .toList());
                told.clear();
            }
            default ->
                assertThat(server.reported().stream().map(Replay::code).toList())
                        .isEqualTo(elements(what).stream()
                                .map(JsonNode::stringValue)
                                .toList());
        }
    }

    private static String kind(JsonNode step) {
        var kinds = List.of(
                "client",
                "up",
                "upNothing",
                "down",
                "downFrame",
                "downText",
                "cut",
                "close",
                "closed",
                "advance",
                "redials",
                "app",
                "result",
                "error",
                "pending",
                "items",
                "ended",
                "actions",
                "events",
                "inChannel",
                "state",
                "states",
                "told",
                "reported");
        List<String> found = kinds.stream().filter(step::has).toList();
        boolean inChannel = found.contains("inChannel");
        assertThat(found).as("the kind of " + step).hasSize(inChannel ? 2 : 1);
        return found.get(0);
    }

    private RedstartClient client() {
        return Objects.requireNonNull(connected, "the first step connects");
    }

    private CompletableFuture<?> called(String as) {
        return Objects.requireNonNull(calls.get(as), as);
    }

    private Taker taker(String as) {
        return Objects.requireNonNull(streams.get(as), as);
    }

    private void client(String does, JsonNode step) {
        if (does.equals("close")) {
            client().close();
            return;
        }
        ClientBuilder builder = server.client();
        JsonNode options = step.path("options");
        if (options.has("token")) {
            builder.token(options.get("token").stringValue());
        }
        if (options.has("tokens")) {
            var left = new ArrayDeque<>(elements(options.get("tokens")));
            builder.token(() -> CompletableFuture.completedFuture(
                    Objects.requireNonNull(left.size() > 1 ? left.poll() : left.peek())
                            .stringValue()));
        }
        if (options.has("contract")) {
            builder.contract(options.get("contract").stringValue());
        }
        if (options.has("timeout")) {
            builder.timeout(Duration.ofMillis(options.get("timeout").longValue()));
        }
        RedstartClient client = builder.connect();
        connected = client;
        client.onAction(action -> {
            actions.add(tree(Actions.outgoing(action)));
            told.add(action.type());
        });
        client.onState(state -> {
            states.add(state);
            told.add(status(state));
        });
    }

    private void application(String does, JsonNode step) {
        String as = step.path("as").asString("");
        String name = step.path("name").asString("");
        JsonNode args = step.path("args");
        switch (does) {
            case "call" -> watch(as, call(step.get("target").stringValue(), args, options(step)));
            case "can" -> watch(as, can(name, step.path("kind").asString("calls")));
            case "authenticate" ->
                watch(as, client().authenticate(step.get("token").stringValue()));
            case "cancel" -> called(as).cancel(true);
            case "iterate" -> {
                var taker = new Taker();
                streams.put(as, taker);
                client().with(options(step)).stream(step.get("target").stringValue(), JsonNode.class, positions(args))
                        .subscribe(taker);
            }
            case "stop" -> taker(as).stop();
            case "cast" -> client().cast(step.get("target").stringValue(), positions(args));
            case "emit" -> client().emit(name, step.get("data"));
            case "dispatch" -> {
                Object action = Matching.JSON.treeToValue(step.get("action"), Object.class);
                calls.put(
                        as,
                        step.has("channel")
                                ? client().dispatch(step.get("channel").stringValue(), action)
                                : client().dispatch(action));
            }
            case "join" -> calls.put(as, channel(step).join());
            case "leave" -> calls.put(as, channel(step).leave());
            case "publish" -> calls.put(as, of(step).publish(name, step.get("data")));
            case "set" -> calls.put(as, of(step).set(step.get("value"), setOptions(step)));
            case "get" -> calls.put(as, of(step).state(JsonNode.class));
            case "who" -> calls.put(as, channel(step).who());
            case "grant" -> calls.put(as, channel(step).grant(step.get("user").stringValue()));
            case "revoke" -> calls.put(as, channel(step).revoke(step.get("user").stringValue()));
            case "listen" -> {
                if (step.has("channel")) {
                    listenIn(step, name);
                    return;
                }
                client().on(
                                name,
                                JsonNode.class,
                                data -> events.add(Matching.JSON
                                        .createObjectNode()
                                        .put("name", name)
                                        .set("data", tree(data))));
            }
            case "handle" -> client().handle(name, ask -> answer(step));
            default -> throw new AssertionError("The application cannot " + does);
        }
    }

    private List<JsonNode> seen(String channel) {
        return Objects.requireNonNull(channels.get(channel), channel);
    }

    /** The channel of a step, listened to from the first step that names it. */
    private RemoteChannel channel(JsonNode step) {
        RemoteChannel channel = client().channel(step.get("channel").stringValue());
        channels.computeIfAbsent(channel.name(), name -> {
            var seen = new ArrayList<JsonNode>();
            channel.onAction(action -> seen.add(told("act", Actions.outgoing(action))));
            channel.<JsonNode>onState(JsonNode.class, state -> seen.add(told("state", state.value())));
            channel.onPresence(told -> seen.add(told("who", told.user(), told.here())));
            channel.onJoined(() -> seen.add(told("joined")));
            channel.onLeft(left -> seen.add(told("left", left.why())));
            return seen;
        });
        return channel;
    }

    private void listenIn(JsonNode step, String name) {
        RemoteChannel channel = channel(step);
        channel.on(name, JsonNode.class, data -> seen(channel.name()).add(told("evt", name, data)));
    }

    private static JsonNode told(String what, @Nullable Object... facts) {
        var all = Matching.JSON.createArrayNode().add(what);
        for (Object fact : facts) {
            all.add(tree(fact));
        }
        return all;
    }

    private RemoteChannel of(JsonNode step) {
        RemoteChannel channel = channel(step);
        JsonNode user = step.path("options").path("user");
        return user.isString() ? channel.of(user.stringValue()) : channel;
    }

    private static SetOptions setOptions(JsonNode step) {
        JsonNode said = step.path("options");
        SetOptions options =
                SetOptions.NONE.lasting(Duration.ofMillis(said.path("ttl").asLong(0)));
        return said.path("quiet").asBoolean(false) ? options.quietly() : options;
    }

    private void watch(String as, CompletableFuture<?> call) {
        calls.put(as, call);
        var unused = call.whenComplete((value, failure) -> told.add(as));
    }

    private CompletableFuture<Boolean> can(String name, String kind) {
        return switch (kind) {
            case "actions" -> client().canDispatch(name);
            case "events" -> client().canEmit(name);
            default -> client().can(name);
        };
    }

    private static Object answer(JsonNode step) {
        if (step.has("fails")) {
            JsonNode fails = step.get("fails");
            throw new CallException(
                    fails.get("code").stringValue(), fails.get("message").stringValue(), fails.get("data"));
        }
        if (step.has("breaks")) {
            throw new IllegalStateException(step.get("breaks").stringValue());
        }
        return step.get("returns");
    }

    private CompletableFuture<Object> call(String target, JsonNode args, CallOptions options) {
        return args.isObject()
                ? client().with(options).callNamed(target, Object.class, named(args))
                : client().with(options).call(target, Object.class, positions(args));
    }

    private static Map<String, JsonNode> named(JsonNode args) {
        var named = new LinkedHashMap<String, JsonNode>();
        args.properties().forEach(arg -> named.put(arg.getKey(), arg.getValue()));
        return named;
    }

    private static CallOptions options(JsonNode step) {
        CallOptions options = CallOptions.NONE;
        JsonNode said = step.path("options");
        if (said.has("timeout")) {
            options = options.timeout(Duration.ofMillis(said.get("timeout").longValue()));
        }
        if (said.has("key")) {
            options = options.key(said.get("key").stringValue());
        }
        if (said.path("retry").asBoolean(false)) {
            options = options.retried();
        }
        if (said.has("traceparent")) {
            options = options.traceparent(said.get("traceparent").stringValue());
        }
        return options;
    }

    private void redials(boolean expected) {
        int before = server.lines.size();
        for (int passed = 0; passed < LONGEST_WAIT && server.lines.size() == before; passed += 100) {
            server.clock.advance(100);
        }
        assertThat(server.lines.size() - before).as("attempts").isEqualTo(expected ? 1 : 0);
    }

    private int lastClosed() {
        return server.lines.stream()
                .mapToInt(FakeLine::closedWith)
                .filter(code -> code != 0)
                .reduce(0, (first, last) -> last);
    }

    private void error(String as, JsonNode expected) {
        Throwable failure = calls.containsKey(as) ? failure(calls.get(as)) : taker(as).failure;
        assertThat(failure).as("'" + as + "' has failed").isNotNull();
        assertThat(code(failure)).isEqualTo(expected.get("code").stringValue());
        if (failure instanceof CallException call) {
            assertPart(expected, "message", call.message());
            assertPart(expected, "data", call.data());
            assertPart(expected, "fields", call.fields());
            Duration retry = call.retry();
            assertPart(expected, "retry", retry == null ? null : (int) retry.toMillis());
            assertPart(expected, "trace", failure instanceof RemoteCallException remote ? remote.trace() : null);
        }
    }

    private static void assertPart(JsonNode expected, String part, @Nullable Object actual) {
        if (expected.has(part)) {
            assertMatches(tree(actual), expected.get(part));
        }
    }

    private static @Nullable Throwable failure(CompletableFuture<?> call) {
        try {
            call.getNow(null);
            return null;
        } catch (CancellationException cancelled) {
            return cancelled;
        } catch (CompletionException failed) {
            return failed.getCause();
        }
    }

    private static String code(@Nullable Throwable failure) {
        if (failure instanceof CancellationException) {
            return "cancelled";
        }
        return failure instanceof CallException call ? call.code() : "other";
    }

    private void state(JsonNode expected) {
        if (expected.isString()) {
            assertThat(status(client().state())).isEqualTo(expected.stringValue());
            return;
        }
        assertThat(status(client().state())).isEqualTo(expected.get("status").stringValue());
        if (client().state() instanceof ConnectionState.Open open) {
            assertPart(expected, "resumed", open.resumed());
            assertPart(expected, "why", open.why());
        } else if (client().state() instanceof ConnectionState.Away away) {
            assertPart(expected, "attempt", away.attempt());
            assertPart(expected, "code", away.code());
        } else if (client().state() instanceof ConnectionState.Closed closed) {
            assertPart(expected, "code", closed.code());
            assertPart(expected, "reason", closed.reason());
            assertPart(expected, "refused", closed.refused());
        }
    }

    private static String status(ConnectionState state) {
        return state.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static void assertTaken(List<JsonNode> taken, JsonNode expected) {
        JsonNode all = tree(taken);
        taken.clear();
        assertMatches(all, expected);
    }

    private static void assertMatches(JsonNode actual, JsonNode expected) {
        if (!Matching.value(actual, expected)) {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static JsonNode tree(@Nullable Object value) {
        return Matching.JSON.valueToTree(value);
    }

    private static Object[] positions(JsonNode args) {
        return elements(args).toArray();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
