package io.redstart.server.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.redstart.server.observe.Observer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens. Names that come from elsewhere (targets, codes) are told apart up to a bound; what is above it
 * counts as {@code other}, so that nobody can make the numbers grow without end.
 */
final class Metrics implements Observer {
    private static final String OK = "ok";
    private static final String OTHER = "other";
    private static final int MOST_TARGETS = 500;
    private static final int MOST_CODES = 30;
    private static final int MOST_NAMES = 100;

    private final MeterRegistry registry;
    private final CallTimes callTimes = new CallTimes();
    private final Counter sessionsOpened;
    private final Counter sessionsClosed;
    private final Counter protocolErrors;
    private final Map<String, Door> doors = new ConcurrentHashMap<>();
    private final Map<String, Counter> resumes = new ConcurrentHashMap<>();
    private final Map<String, Counter> limits = new ConcurrentHashMap<>();
    private final Map<String, Answers> calls = new ConcurrentHashMap<>();

    Metrics(MeterRegistry registry) {
        this.registry = registry;
        sessionsOpened = counter("redstart.sessions.opened", "Sessions that began");
        sessionsClosed = counter("redstart.sessions.closed", "Sessions that are over");
        protocolErrors = counter("redstart.protocol.errors", "Messages that were none");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** How long calls took, which is shown beside all the rest. */
    CallTimes callTimes() {
        return callTimes;
    }

    /** Shows how much there is as well. */
    void show(NodeLevels levels) {
        gauge("redstart.connections", "Open connections", levels.connections()::getAsInt);
        gauge("redstart.sessions", "Sessions, with those whose clients are away", levels.sessions()::getAsInt);
        gauge("redstart.users", "Users with sessions, in each namespace by itself", levels.users()::getAsInt);
        gauge(
                "redstart.kept.sessions",
                "Sessions of users that are kept beyond connections",
                levels.keptSessions()::getAsInt);
        gauge("redstart.queued.bytes", "What waits to be written to clients", levels.queuedBytes()::getAsLong);
        gauge("redstart.replay.bytes", "What is kept until it is acknowledged", levels.replayBytes()::getAsLong);
        gauge("redstart.channels", "Channels in use", levels.channels()::getAsInt);
        gauge("redstart.channel.bytes", "What states and histories of channels take", levels.channelBytes()::getAsLong);
        gauge("redstart.bundles", "Bundles in use", levels.bundles()::getAsInt);
        gauge(
                "redstart.draining",
                "1 while the server is about to stop",
                () -> levels.draining().getAsBoolean() ? 1 : 0);
    }

    private void gauge(String name, String description, Supplier<Number> level) {
        Gauge.builder(name, level).description(description).register(registry);
    }

    @Override
    public void connectionOpened(String door) {
        door(door).opened.increment();
    }

    @Override
    public void connectionClosed(String door, int code) {
        door(door).closed(code).increment();
    }

    private Door door(String name) {
        return doors.computeIfAbsent(name, Door::new);
    }

    @Override
    public void sessionOpened() {
        sessionsOpened.increment();
    }

    @Override
    public void sessionClosed() {
        sessionsClosed.increment();
    }

    @Override
    public void resumed(@Nullable String why) {
        bounded(
                        resumes,
                        why == null ? "resumed" : why,
                        MOST_NAMES,
                        name -> Counter.builder("redstart.resumes")
                                .description("Clients that came back: resumed, or why their session could not go on")
                                .tag("outcome", name)
                                .register(registry))
                .increment();
    }

    @Override
    public void callsAnswered(String target, int answered, long nanos, @Nullable String code) {
        bounded(calls, target, MOST_TARGETS, Answers::new).of(code).add(answered, nanos);
    }

    @Override
    public void protocolError() {
        protocolErrors.increment();
    }

    @Override
    public void limitHit(String limit) {
        bounded(
                        limits,
                        limit,
                        MOST_NAMES,
                        name -> Counter.builder("redstart.limit.hits")
                                .description("What a limit refused or ended")
                                .tag("limit", name)
                                .register(registry))
                .increment();
    }

    private static <T> T bounded(Map<String, T> known, String name, int most, Function<String, T> made) {
        T one = known.get(name);
        if (one != null) {
            return one;
        }
        return known.computeIfAbsent(known.size() < most ? name : OTHER, made);
    }

    /** The connections of one door. */
    private final class Door {
        private final String name;
        private final Counter opened;
        private final Map<String, Counter> closed = new ConcurrentHashMap<>(0);

        Door(String name) {
            this.name = name;
            this.opened = Counter.builder("redstart.connections.opened")
                    .description("Connections that were opened, by door")
                    .tag("door", name)
                    .register(registry);
        }

        Counter closed(int code) {
            return bounded(closed, Integer.toString(code), MOST_NAMES, this::closed);
        }

        private Counter closed(String code) {
            return Counter.builder("redstart.connections.closed")
                    .description("Connections that are gone, by door and close code")
                    .tag("door", name)
                    .tag("code", code)
                    .register(registry);
        }
    }

    /** The answers of one target. */
    private final class Answers {
        private final String target;
        private final CallTimes.Times results;
        /** Those of failures, and of results: a method may well have a code {@code ok}. */
        private final Map<String, CallTimes.Times> outcomes = new ConcurrentHashMap<>(1);

        Answers(String target) {
            this.target = target;
            this.results = times(OK);
            outcomes.put(OK, results);
        }

        CallTimes.Times of(@Nullable String code) {
            return code == null ? results : bounded(outcomes, code, MOST_CODES + 1, this::times);
        }

        private CallTimes.Times times(String outcome) {
            return callTimes.of(target, outcome);
        }
    }
}
