package io.redstart.client;

import io.redstart.protocol.FromClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All calls that wait for their answer, by id. All is done in the wire's turn. */
final class OpenCalls {
    private final Map<Long, OpenCall> open = new LinkedHashMap<>();
    private final TreeSet<OpenCall> deadlines =
            new TreeSet<>(Comparator.comparingLong(OpenCall::deadline).thenComparingLong(OpenCall::id));
    private final Outbox outbox;
    private final Clock clock;
    private final Turn turn;
    private final long timeout;
    private long last;
    private Clock.@Nullable Timer timer;
    private long timerAt;

    /** Calls that take at most so many milliseconds if they do not say otherwise; 0 for as long as it takes. */
    OpenCalls(Outbox outbox, Clock clock, Turn turn, long timeout) {
        this.outbox = outbox;
        this.clock = clock;
        this.turn = turn;
        this.timeout = timeout;
    }

    void start(OpenCall call) {
        var said = call.options().timeout();
        long usual = call.isStream() ? 0 : timeout;
        call.begin(this, ++last, clock.now(), said == null ? usual : said.toMillis());
        add(call);
    }

    private void add(OpenCall call) {
        open.put(call.id(), call);
        if (call.deadline() != 0) {
            deadlines.add(call);
        }
        outbox.put(call);
        watch();
    }

    @Nullable
    OpenCall find(long id) {
        return open.get(id);
    }

    /** Does it with the call, if it is still open; false if there never was one. */
    boolean with(long id, Consumer<OpenCall> does) {
        OpenCall call = open.get(id);
        if (call != null) {
            does.accept(call);
        }
        return id <= last;
    }

    /**
     * What has to be said again on a new line; what may not be repeated ends. In another session a key counts only for
     * a user: what it means to a guest is another call.
     */
    List<OpenCall> again(boolean resumed, boolean isUser) {
        var again = new ArrayList<OpenCall>();
        for (OpenCall call : List.copyOf(open.values())) {
            if (!call.isSent()) {
                continue;
            }
            if (resumed || call.isRepeatable() || (isUser && call.isKeyed())) {
                again.add(call);
            } else {
                call.refused(Failures.unknownOutcome("The session is gone: the server may have run this, or not"));
            }
        }
        return again;
    }

    /** The user is another one: the key of a call that has left may be of the one before. */
    void forgetKeys() {
        open.values().stream().filter(OpenCall::isSent).forEach(OpenCall::forgetKey);
    }

    /** No answer will ever come, and nothing leaves any more. */
    void abandon(String why) {
        for (OpenCall call : List.copyOf(open.values())) {
            call.giveUp(
                    call.isSent() ? Failures.unknownOutcome("No answer will come: " + why) : Failures.unavailable(why));
        }
    }

    /** Makes a call again, as the newest: ids grow in the order in which calls leave. */
    void renew(OpenCall call) {
        remove(call);
        call.renumber(++last);
        add(call);
    }

    Clock.Timer after(long millis, Runnable task) {
        return clock.after(millis, () -> turn.take(task));
    }

    void tell(Supplier<@Nullable FromClient> message) {
        outbox.tell(message);
    }

    void remove(OpenCall call) {
        open.remove(call.id());
        untimed(call);
    }

    /** It has no deadline any more, or never had one. */
    void untimed(OpenCall call) {
        deadlines.remove(call);
    }

    long now() {
        return clock.now();
    }

    /** One timer for all: at the first deadline, or earlier if the call it was for has been answered. */
    private void watch() {
        if (deadlines.isEmpty()) {
            return;
        }
        long first = deadlines.first().deadline();
        if (timer != null && timerAt <= first) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAt = first;
        timer = clock.after(Math.max(0, first - clock.now()), () -> turn.take(this::expire));
    }

    private void expire() {
        timer = null;
        while (!deadlines.isEmpty() && deadlines.first().deadline() <= clock.now()) {
            deadlines.first().expire();
        }
        watch();
    }

    void close() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
