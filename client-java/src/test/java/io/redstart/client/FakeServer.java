package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A server in memory that says what a test tells it to, and a clock moved by hand. */
final class FakeServer implements Line.Dialer {
    final HandClock clock = new HandClock();
    final List<FakeLine> lines = new ArrayList<>();
    final List<Throwable> reported = new ArrayList<>();
    private final Deque<String> unread = new ArrayDeque<>();

    @Override
    public Line dial(Line.Events events) {
        unread.clear();
        lines.add(new FakeLine(events));
        return line();
    }

    /** A client to this server, all on the thread of the test. */
    ClientBuilder client() {
        return RedstartClient.builder(URI.create("ws://dialogue"))
                .line(this, clock, () -> 0.5)
                .executor(Runnable::run)
                .onError(reported::add);
    }

    /** A client that is open, its hello taken. */
    RedstartClient open() {
        RedstartClient client = client().connect();
        welcomes();
        return client;
    }

    FakeLine line() {
        return lines.get(lines.size() - 1);
    }

    boolean isDialled() {
        return !lines.isEmpty() && line().isDialling();
    }

    /** Takes the line, expects the hello and welcomes the client to a fresh session. */
    void welcomes() {
        line().open();
        hears("[\"hello\",\"*\"]");
        says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k1\",\"resumed\":false,\"window\":120000,\"heartbeat\":25000}]");
    }

    /** Expects this to be the client's next message. */
    void hears(String expected) {
        hears(Matching.JSON.readTree(expected));
    }

    void hears(JsonNode expected) {
        String actual = next();
        if (actual == null || !Matching.message(Matching.JSON.readTree(actual), expected)) {
            assertThat(actual).isEqualTo(expected.toString());
        }
    }

    void hearsNothing() {
        assertThat(next()).isNull();
    }

    private String next() {
        if (unread.isEmpty() && !line().frames.isEmpty()) {
            unread.addAll(List.of(line().frames.remove().split("\n")));
        }
        return unread.poll();
    }

    void says(String frame) {
        line().says(frame);
    }

    /** What was reported since the last time. */
    List<Throwable> reported() {
        List<Throwable> all = List.copyOf(reported);
        reported.clear();
        return all;
    }
}
