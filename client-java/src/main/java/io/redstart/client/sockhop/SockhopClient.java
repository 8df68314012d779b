package io.redstart.client.sockhop;

import io.redstart.api.CallException;
import io.redstart.client.Subscription;
import io.redstart.protocol.ErrorCodes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A client for servers of sockhop, versions 1 and 2 in JSON. It sends objects and hears those of the server, each with the
 * name of its type: that of {@link io.redstart.api.EventType}, or the simple name of a class. It asks and is asked, and
 * comes back by itself whenever its line is lost. Any thread may use it; listeners are told one thing after the other, on a
 * thread of the client's own.
 *
 * <pre>{@code
 * record Widget(String name) {}
 *
 * try (SockhopClient client = SockhopClient.builder().address("127.0.0.1", 50_000).connect()) {
 *     client.on(Widget.class, (widget, message) -> System.out.println(widget.name()));
 *     client.opened().toCompletableFuture().join();
 *     client.send(new Widget("lever"));
 *     System.out.println(client.ask("how many?").toCompletableFuture().join().as(Integer.class));
 * }
 * }</pre>
 *
 * <p>What fails, fails with a {@link CallException}: {@code unavailable} while there is no line, {@code unknown_outcome} if the
 * line is lost before an answer came, {@code timeout} if none came in time, {@code overloaded} if too much waits to be
 * written, {@code invalid} for what does not convert to JSON.
 */
public final class SockhopClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SockhopClient.class);
    private static final int MOST_UNANSWERED = 4;

    private final SockhopClientBuilder settings;
    private final Dialer dialer;
    private final Wire wire;
    private final ScheduledThreadPoolExecutor clock = Threads.clock();
    private final ThreadPoolExecutor telling = Threads.telling();
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, CopyOnWriteArrayList<Consumer<SockhopMessage>>> listeners = new ConcurrentHashMap<>();
    private final List<Consumer<SockhopMessage>> others = new CopyOnWriteArrayList<>();
    private final List<Consumer<SockhopRequest>> responders = new CopyOnWriteArrayList<>();
    private final List<Consumer<SockhopState>> watchers = new CopyOnWriteArrayList<>();
    private final Set<String> pinged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile SockhopState state = new SockhopState.Connecting();
    private volatile @Nullable Link link;
    /** Since something was heard; for the reading thread alone. */
    private int attempts;

    SockhopClient(SockhopClientBuilder settings, Dialer dialer, Wire wire) {
        this.settings = settings;
        this.dialer = dialer;
        this.wire = wire;
    }

    /**
     * Begins to describe a client.
     *
     * @return a builder with the defaults of sockhop: 127.0.0.1, port 50000
     */
    public static SockhopClientBuilder builder() {
        return new SockhopClientBuilder();
    }

    void begin() {
        long every = settings.pingEvery().toMillis();
        if (every > 0) {
            clock.scheduleAtFixedRate(this::pingOrCut, every, every, TimeUnit.MILLISECONDS);
        }
        dial();
    }

    private void dial() {
        Threads.start("redstart-sockhop-read", this::connection);
    }

    /** One attempt, and the line that comes of it. */
    private void connection() {
        String why;
        try {
            Link fresh = new Link(dialer.dial(), wire.terminator(), settings.maxMessage(), settings.maxQueued());
            link = fresh;
            if (closed.get()) {
                fresh.close("closed");
            } else {
                is(new SockhopState.Open());
                opened.completeAsync(() -> null);
            }
            why = fresh.run((bytes, from, length) -> heard(fresh, bytes, from, length));
        } catch (IOException failed) {
            why = "the server is not reached: " + failed.getMessage();
        }
        lost(why);
    }

    private void lost(String why) {
        link = null;
        pinged.clear();
        if (opened.isDone()) {
            opened = new CompletableFuture<>();
        }
        waiting.values().forEach(each -> each.fails(ErrorCodes.UNKNOWN_OUTCOME, "The line was lost"));
        waiting.clear();
        if (closed.get()) {
            return;
        }
        int attempt = ++attempts;
        long most = settings.longestWait().toMillis();
        long bound = Math.min(most, settings.firstWait().toMillis() << Math.min(attempt - 1, 20));
        long wait = ThreadLocalRandom.current().nextLong(bound + 1);
        is(new SockhopState.Away(Duration.ofMillis(wait), attempt, why));
        try {
            clock.schedule(this::dial, wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            LOG.debug("It was closed meanwhile");
        }
    }

    private void is(SockhopState now) {
        state = now;
        List<Consumer<SockhopState>> told = List.copyOf(watchers); // who comes later is not told of what was before
        tell(() -> told.forEach(each -> each.accept(now)));
    }

    private void tell(Runnable what) {
        try {
            telling.execute(() -> {
                try {
                    what.run();
                } catch (RuntimeException thrown) {
                    LOG.error("A listener failed", thrown);
                }
            });
        } catch (RejectedExecutionException over) {
            LOG.debug("Nobody is told any more");
        }
    }

    private void heard(Link from, byte[] bytes, int start, int length) {
        attempts = 0;
        JsonNode object = wire.read(bytes, start, length);
        if (object == null) {
            LOG.warn("A line of {} bytes is no object and is passed over", length);
            return;
        }
        JsonNode data = object.path("data");
        String type = object.path("type").stringValue("");
        JsonNode answers = object.get("callback_id");
        JsonNode id = isSet(object.get("id")) ? object.get("id") : null;
        switch (type) {
            case Wire.PING -> pong(from, data);
            case Wire.PONG -> ponged(data.path("_id").stringValue(""));
            case Wire.RESPONSE -> part(data);
            case Wire.REQUEST -> requested(from, data);
            case Wire.HANDSHAKE -> {
                if (id != null) { // version 2 asks; this is JSON as in version 1
                    from.send(wire.answer(TypeNames.OBJECT, wire.tree(Map.of("allow_binary_mode", false)), id));
                }
            }
            default -> {
                if (isSet(answers)) {
                    answered(answers.isString() ? answers.stringValue() : "", type, data);
                } else {
                    received(new SockhopMessage(type, data, wire, id, id == null ? null : from));
                }
            }
        }
    }

    /** As JavaScript sees it: an id that counts as false is none. */
    private static boolean isSet(@Nullable JsonNode id) {
        if (id == null || id.isNull()) {
            return false;
        }
        if (id.isBoolean()) {
            return id.booleanValue();
        }
        return id.isNumber()
                ? id.doubleValue() != 0
                : !id.isString() || !id.stringValue().isEmpty();
    }

    private void received(SockhopMessage message) {
        List<Consumer<SockhopMessage>> hear = listeners.getOrDefault(message.type(), new CopyOnWriteArrayList<>());
        List<Consumer<SockhopMessage>> told = hear.isEmpty() ? others : hear;
        if (told.isEmpty() && message.wantsAnswer()) {
            message.answer(new SockhopFailure(ErrorCodes.NOT_FOUND, "Nobody hears this"));
        } else {
            tell(() -> told.forEach(each -> each.accept(message)));
        }
    }

    private void requested(Link from, JsonNode request) {
        SockhopRequest made = new SockhopRequest(
                new SockhopMessage(request.path("type").stringValue(""), request.path("data"), wire, null, null),
                request.path("uuid").stringValue(""),
                wire,
                from);
        if (responders.isEmpty()) {
            made.end(new SockhopFailure(ErrorCodes.NOT_FOUND, "Nobody hears this"));
        } else {
            tell(() -> responders.forEach(each -> each.accept(made)));
        }
    }

    /** What a server of Redstart says of a call that failed arrives so, and is said so. */
    private void answered(String id, String type, JsonNode data) {
        Waiting asked = waiting.get(id);
        if (asked == null) {
            LOG.debug("An answer to nothing that was asked");
            return;
        }
        waiting.remove(id);
        String code = data.path("code").stringValue("");
        if (type.equals(SockhopFailure.TYPE) && code.matches("[a-z][a-z0-9_]{0,63}")) {
            asked.fails(code, data.path("message").stringValue(""));
        } else {
            asked.part(new SockhopMessage(type, data, wire, null, null), true);
        }
    }

    private void part(JsonNode packet) {
        String uuid = packet.path("uuid").stringValue("");
        boolean last = packet.path("last").booleanValue(false);
        Waiting asked = last ? waiting.remove(uuid) : waiting.get(uuid);
        if (asked == null) {
            return; // it came too late
        }
        String type = packet.path("type").stringValue("");
        JsonNode data = packet.path("data");
        String code = data.path("code").stringValue("");
        boolean bare = last && type.equals(TypeNames.OBJECT) && data.isObject() && data.isEmpty();
        if (last && type.equals(SockhopFailure.TYPE) && code.matches("[a-z][a-z0-9_]{0,63}")) {
            asked.fails(code, data.path("message").stringValue(""));
        } else {
            asked.part(bare ? null : new SockhopMessage(type, data, wire, null, null), last);
        }
    }

    private void pong(Link to, JsonNode ping) {
        to.send(wire.object(
                Wire.PONG,
                wire.mapper()
                        .createObjectNode()
                        .putPOJO("_id", ping.get("_id"))
                        .putPOJO("_created", ping.get("_created"))
                        .put("_returned", now())
                        .putNull("_finished")));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private void ponged(String id) {
        pinged.clear(); // it is there
        Waiting asked = waiting.remove(id);
        if (asked != null) {
            asked.part(null, true);
        }
    }

    private void pingOrCut() {
        Link open = link;
        if (open == null) {
            return;
        }
        if (pinged.size() >= MOST_UNANSWERED) {
            open.close(MOST_UNANSWERED + " pings were not answered");
            return;
        }
        String id = UUID.randomUUID().toString();
        pinged.add(id);
        ping(open, id);
    }

    private CompletableFuture<Void> ping(Link on, String id) {
        return on.send(wire.object(
                Wire.PING,
                wire.mapper()
                        .createObjectNode()
                        .put("_id", id)
                        .put("_created", now())
                        .putNull("_returned")
                        .putNull("_finished")));
    }

    /**
     * How it stands with its server.
     *
     * @return the state now
     */
    public SockhopState state() {
        return state;
    }

    /**
     * Waits for the line.
     *
     * @return completes as soon as what is sent goes out, at once if it does; never if the client is closed before
     */
    public CompletionStage<Void> opened() {
        return opened.minimalCompletionStage();
    }

    /**
     * Sends an object whose type is called as its class.
     *
     * @param object anything that converts to JSON
     * @return completes when it was given to the system, which says nothing of whether it arrives
     */
    public CompletionStage<Void> send(Object object) {
        return send(TypeNames.of(object), object);
    }

    /**
     * Sends an object.
     *
     * @param type what its type is called
     * @param object anything that converts to JSON
     * @return completes when it was given to the system, which says nothing of whether it arrives
     */
    public CompletionStage<Void> send(String type, Object object) {
        byte[] line = wire.object(type, wire.tree(object));
        Link open = link;
        CompletableFuture<Void> sent = new CompletableFuture<>();
        if (open == null) {
            sent.completeExceptionally(away());
        } else {
            sent = open.send(line);
        }
        return sent.minimalCompletionStage();
    }

    private static CallException away() {
        return new CallException(ErrorCodes.UNAVAILABLE, "There is no line to the server");
    }

    /**
     * Sends an object whose type is called as its class, with a callback.
     *
     * @param object anything that converts to JSON
     * @return completes with what the server answers, within the time of {@link SockhopClientBuilder#askTimeout}
     */
    public CompletionStage<SockhopMessage> ask(Object object) {
        return ask(TypeNames.of(object), object, settings.askWithin());
    }

    /**
     * Sends an object with a callback.
     *
     * @param type what its type is called
     * @param object anything that converts to JSON
     * @param within how long the server has to answer; above zero
     * @return completes with what it answers
     */
    public CompletionStage<SockhopMessage> ask(String type, Object object, Duration within) {
        JsonNode data = wire.tree(object);
        CompletableFuture<SockhopMessage> answer = new CompletableFuture<>();
        String id = UUID.randomUUID().toString();
        asks(id, new Waiting.OfOne(answer), within, open -> open.send(wire.asking(type, data, id)));
        return answer.minimalCompletionStage();
    }

    /**
     * Sends a request whose type is called as its class, and hears all parts of the response at once.
     *
     * @param object anything that converts to JSON
     * @return completes with the parts in their order; an end without data is none
     */
    public CompletionStage<List<SockhopMessage>> request(Object object) {
        List<SockhopMessage> parts = new CopyOnWriteArrayList<>();
        return request(object, parts::add).thenApply(ended -> List.copyOf(parts));
    }

    /**
     * Sends a request whose type is called as its class, and hears each part of the response as it comes. Servers of version 2
     * know no requests and never respond.
     *
     * @param object anything that converts to JSON
     * @param part is told each, on the client's thread; an end without data is none
     * @return completes at the end; fails with {@code timeout} if nothing comes for the time of {@link
     *     SockhopClientBuilder#askTimeout}
     */
    public CompletionStage<Void> request(Object object, Consumer<SockhopMessage> part) {
        String uuid = UUID.randomUUID().toString();
        byte[] line = wire.object(Wire.REQUEST, wire.inner(uuid, TypeNames.of(object), wire.tree(object)));
        CompletableFuture<Void> ended = new CompletableFuture<>();
        asks(uuid, new Waiting.OfParts(ended, part, this::tell), settings.askWithin(), open -> open.send(line));
        return ended.minimalCompletionStage();
    }

    /**
     * Asks whether the server is there.
     *
     * @return completes with how long its answer took
     */
    public CompletionStage<Duration> ping() {
        long begin = System.nanoTime();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        String id = UUID.randomUUID().toString();
        Waiting.OfParts pong = new Waiting.OfParts(ended, none -> {}, Runnable::run);
        asks(id, pong, settings.askWithin(), open -> ping(open, id));
        return ended.minimalCompletionStage().thenApply(none -> Duration.ofNanos(System.nanoTime() - begin));
    }

    private void asks(String id, Waiting asked, Duration within, Function<Link, CompletableFuture<Void>> send) {
        Link open = link;
        if (open == null) {
            asked.fails(ErrorCodes.UNAVAILABLE, "There is no line to the server");
            return;
        }
        waiting.put(id, asked);
        watch(id, asked, within.toMillis());
        send.apply(open).whenComplete((sent, failed) -> {
            if (failed instanceof CallException refused && waiting.remove(id, asked)) {
                asked.fails(refused.code(), refused.message());
            }
        });
        if (open.isClosed() && waiting.remove(id, asked)) {
            asked.fails(ErrorCodes.UNKNOWN_OUTCOME, "The line was lost");
        }
    }

    /** Gives up when nothing has come for so long. */
    private void watch(String id, Waiting asked, long millis) {
        int before = asked.heard();
        try {
            clock.schedule(
                    () -> {
                        if (asked.heard() != before && waiting.containsKey(id)) {
                            watch(id, asked, millis);
                        } else if (waiting.remove(id, asked)) {
                            asked.fails(ErrorCodes.TIMEOUT, "No answer came within " + millis + " ms");
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            waiting.remove(id, asked);
            asked.fails(ErrorCodes.UNAVAILABLE, "The client is closed");
        }
    }

    /**
     * Hears objects of a type, by the name of its class.
     *
     * @param <T> the type
     * @param type a record, marked {@link io.redstart.api.EventType} if the name is another one
     * @param listener is told each object, and how to answer it; what does not convert is passed over, with a warning
     * @return ends it
     */
    public <T> Subscription on(Class<T> type, BiConsumer<T, SockhopMessage> listener) {
        return on(TypeNames.of(type), message -> {
            T object = message.as(type);
            if (object != null) {
                listener.accept(object, message);
            }
        });
    }

    /**
     * Hears objects of a type.
     *
     * @param type what the server calls it
     * @param listener is told each
     * @return ends it
     */
    public Subscription on(String type, Consumer<SockhopMessage> listener) {
        CopyOnWriteArrayList<Consumer<SockhopMessage>> all =
                listeners.computeIfAbsent(type, each -> new CopyOnWriteArrayList<>());
        all.add(listener);
        return () -> all.remove(listener);
    }

    /**
     * Hears all objects that no listener of their type hears.
     *
     * @param listener is told each
     * @return ends it
     */
    public Subscription onAny(Consumer<SockhopMessage> listener) {
        others.add(listener);
        return () -> others.remove(listener);
    }

    /**
     * Hears requests of the server.
     *
     * @param listener is told each, and responds to it
     * @return ends it
     */
    public Subscription onRequest(Consumer<SockhopRequest> listener) {
        responders.add(listener);
        return () -> responders.remove(listener);
    }

    /**
     * Hears how it stands with the server.
     *
     * @param listener is told each change
     * @return ends it
     */
    public Subscription onState(Consumer<SockhopState> listener) {
        watchers.add(listener);
        return () -> watchers.remove(listener);
    }

    /** Closes it for good. What was asked and is not answered fails with {@code unknown_outcome}. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        clock.shutdownNow();
        Link open = link;
        if (open != null) {
            open.close("closed");
        }
        is(new SockhopState.Closed());
        telling.shutdown();
    }
}
