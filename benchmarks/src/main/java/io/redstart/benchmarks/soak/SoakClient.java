package io.redstart.benchmarks.soak;

import io.redstart.benchmarks.wire.Frames;
import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.PacketWire;
import io.redstart.protocol.Lines;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that does a bit of everything, and knows what it has to be answered: calls in flight, pushes to a channel,
 * packets; it is cut off and comes back, says goodbye, or vanishes. For one thread.
 */
final class SoakClient {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ACK_EVERY = 64;
    private static final long ANSWERED_WITHIN = TimeUnit.SECONDS.toNanos(20);
    private static final long TELL_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MOST_IN_FLIGHT = 16;

    private final String name;
    private final String channel;
    private final Random random;
    private final Tally tally;
    private final Map<Long, Asked> waiting = new LinkedHashMap<>();
    private final Deque<Long> heroes = new ArrayDeque<>();
    /** Packets that were under way when it was cut off: each is lost, or comes back on the next connection of the session. */
    private final Set<Long> underWay = new HashSet<>();

    private final Map<String, Long> told = new HashMap<>();
    private @Nullable Line line;
    private Stage stage = Stage.AWAY;
    private String session = "";
    private String key = "";
    private long seen;
    private long lastId;
    private long offset;
    private long tells;
    private long toldAt;
    private long until;
    private int inFlight = 1;
    private Leaving leaving = Leaving.CUT;

    /** A call, and what it has to be answered. */
    private record Asked(String message, String answer, long began) {}

    /** Where it is in the life of a connection. */
    private enum Stage {
        /** Comes when its time is there. */
        AWAY,
        /** A line is being opened. */
        DIALLING,
        /** Has said hello. */
        GREETING,
        /** Calls. */
        OPEN,
        /** Waits for the last answers, to leave. */
        QUIET
    }

    /** How it leaves. */
    private enum Leaving {
        /** In the middle of everything; it comes back to its session. */
        CUT,
        /** Nothing is in flight, and it says that the session is over. */
        GOODBYE,
        /** Nothing is in flight, and it never comes back. */
        VANISH
    }

    SoakClient(int number, long seed, Tally tally) {
        this.name = "c" + number;
        this.channel = "room:" + number / 8;
        this.random = new Random(seed * 31 + number);
        this.tally = tally;
    }

    /** Whether it wants a line now. */
    boolean wantsLine(long now) {
        if (stage != Stage.AWAY || now < until) {
            return false;
        }
        stage = Stage.DIALLING;
        return true;
    }

    /** Goes on with a line that was opened for it. */
    void connected(Line opened, Selector selector) throws IOException {
        line = opened;
        opened.watch(selector);
        stage = Stage.GREETING;
        String resume = session.isEmpty()
                ? ""
                : ",\"resume\":{\"sid\":\"" + session + "\",\"key\":\"" + key + "\",\"seen\":" + seen + "}";
        say("[\"hello\",{\"v\":1" + resume + "}]");
        opened.flush();
    }

    /** What it does without being told something: leaves, or notices that an answer is missing. */
    void tick(long now) throws IOException {
        Line open = line;
        if (!waiting.isEmpty()) {
            Map.Entry<Long, Asked> oldest = waiting.entrySet().iterator().next();
            if (now - oldest.getValue().began() > ANSWERED_WITHIN) {
                tally.fails(
                        name + ": no answer to " + shortened(oldest.getValue().message()));
                waiting.remove(oldest.getKey());
            }
        }
        if (open == null) {
            return;
        }
        if (stage == Stage.OPEN && now > until) {
            if (leaving == Leaving.CUT) {
                leave(now);
            } else {
                stage = Stage.QUIET;
            }
        } else if (stage == Stage.QUIET && waiting.isEmpty() && heroes.isEmpty()) {
            if (leaving == Leaving.GOODBYE) {
                open.add(Frames.close(1000));
                open.flush();
            }
            session = "";
            leave(now);
        }
    }

    private void leave(long now) throws IOException {
        if (line != null) {
            line.close();
        }
        line = null;
        underWay.addAll(heroes);
        heroes.clear();
        stage = Stage.AWAY;
        until = now + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500));
    }

    /** The line is gone, though nobody here wanted it. */
    void broken(IOException why, long now) throws IOException {
        tally.fails(name + ": " + why.getMessage());
        session = "";
        waiting.clear();
        leave(now);
    }

    /** Whether this is its line now. */
    boolean has(Line other) {
        return line == other;
    }

    /** Reads what is there, and says what comes next. */
    void serve(long now) throws IOException {
        Line open = line;
        if (open == null) {
            return;
        }
        open.readIfThere((bytes, from, length) -> {
            if (bytes[from] == '[') {
                Lines.forEach(bytes, from, length, (text, start, size) -> message(text, start, size, now));
            } else {
                packets(bytes, from, length);
            }
        });
        fill(now);
        open.flush();
    }

    private void packets(byte[] bytes, int from, int length) {
        PacketWire.numbers(bytes, from, length, number -> {
            tally.packet();
            if (underWay.remove(number)) {
                return;
            }
            Long expected = heroes.poll();
            if (expected == null || expected != number) {
                tally.fails(name + ": packet " + number + " came (expected: " + expected + ")");
            }
        });
    }

    private void message(byte[] bytes, int from, int length, long now) {
        JsonNode message = JSON.readTree(bytes, from, length);
        switch (message.get(0).asString()) {
            case "welcome" -> welcomed(message.get(1), now);
            case "ret" -> answered(message.get(1).asLong(), message.get(2), now);
            case "evt" -> pushed(message);
            case "state" -> {
                if (counts(message.get(1).asLong())) {
                    offset = message.get(3).get(1).asLong();
                }
            }
            case "ping" -> say("[\"pong\"," + seen + "]");
            default -> tally.fails(name + ": the server said " + shortened(message.toString()));
        }
    }

    private void welcomed(JsonNode welcome, long now) {
        boolean resumed = welcome.get("resumed").asBoolean();
        if (!session.isEmpty() && !resumed) {
            tally.fails(name + ": its session is gone: " + welcome.get("why"));
            waiting.clear();
        }
        session = welcome.get("sid").asString();
        key = welcome.get("key").asString();
        stage = Stage.OPEN;
        until = now + TimeUnit.MILLISECONDS.toNanos(2_000 + random.nextInt(8_000));
        inFlight = 1 + random.nextInt(MOST_IN_FLIGHT);
        leaving = Leaving.values()[Math.max(0, random.nextInt(4) - 1)];
        if (resumed) {
            tally.resumed();
            waiting.values().forEach(asked -> say(asked.message()));
        } else {
            tally.began();
            underWay.clear();
            seen = 0;
            offset = -1;
            told.clear();
            ask("null", id -> "[\"join\"," + id + ",\"" + channel + "\",{}]", now);
        }
    }

    private void answered(long id, JsonNode value, long now) {
        Asked asked = waiting.remove(id);
        if (asked == null) {
            tally.fails(name + ": call " + id + " was answered twice, or never asked");
        } else if (!value.toString().equals(asked.answer())) {
            tally.fails(name + ": " + shortened(asked.message()) + " was answered " + shortened(value.toString()));
        } else {
            tally.answered(now - asked.began());
        }
    }

    private void pushed(JsonNode push) {
        if (!counts(push.get(1).asLong())) {
            return;
        }
        long at = push.get(5).get("o").asLong();
        if (at != offset + 1) {
            tally.fails(name + ": offset " + at + " of " + channel + " came (expected: " + (offset + 1) + ")");
        }
        offset = at;
        String[] by = push.get(4).asString().split("-", 2);
        long number = Long.parseLong(by[1]);
        Long before = told.put(by[0], number);
        if (before != null && number <= before) {
            tally.fails(
                    name + ": " + by[0] + " said " + number + " after " + before + " (expected: each call runs once)");
        }
        tally.pushed();
    }

    /** Whether a push is new. */
    private boolean counts(long seq) {
        if (seq <= seen) {
            return false;
        }
        if (seq != seen + 1) {
            tally.fails(name + ": push " + seq + " came (expected: " + (seen + 1) + ")");
        }
        seen = seq;
        if (seq % ACK_EVERY == 0) {
            say("[\"ack\"," + seq + "]");
        }
        return true;
    }

    private void fill(long now) {
        while (stage == Stage.OPEN && waiting.size() + heroes.size() < inFlight) {
            callSomething(now);
        }
    }

    private void callSomething(long now) {
        int die = random.nextInt(100);
        String text = name + "-" + random.nextInt(1_000_000) + "x".repeat(random.nextInt(64));
        if (die < 10) {
            long number = random.nextLong();
            heroes.add(number);
            Line open = line;
            if (open != null) {
                open.add(PacketWire.hero(number));
            }
        } else if (die < 60) {
            echo("echo.quick", text, now);
        } else if (die < 85) {
            echo("echo.plain", text, now);
        } else if (die < 90) {
            String args = "[\"" + text + "\"," + (5 + random.nextInt(40)) + "]";
            ask(quoted(text), id -> call(id, "soak.slow", args), now);
        } else if (die < 92) {
            echo("echo.quick", text.repeat(1 + random.nextInt(500)), now);
        } else if (die < 94) {
            int times = 1 + random.nextInt(500);
            ask(quoted(text.repeat(times)), id -> call(id, "soak.big", "[\"" + text + "\"," + times + "]"), now);
        } else if (now - toldAt > TELL_EVERY) {
            toldAt = now;
            String args = "[\"" + channel + "\",\"" + name + "-" + ++tells + "\"]";
            ask("null", id -> call(id, "soak.tell", args), now);
        }
    }

    private void echo(String method, String text, long now) {
        ask(quoted(text), id -> call(id, method, "[\"" + text + "\"]"), now);
    }

    /** Makes a message of an id. */
    private interface Numbered {
        String message(long id);
    }

    private void ask(String answer, Numbered numbered, long now) {
        String message = numbered.message(++lastId);
        waiting.put(lastId, new Asked(message, answer, now));
        say(message);
    }

    private static String call(long id, String method, String args) {
        return "[\"call\"," + id + ",\"" + method + "\"," + args + "]";
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private void say(String message) {
        Line open = line;
        if (open != null) {
            open.add(Frames.text(message));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "… (" + text.length() + ")";
    }
}
