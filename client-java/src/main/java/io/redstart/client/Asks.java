package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.WireError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Answers what the server asks, each ask once. All but registering is done in the wire's turn. */
final class Asks {
    /** How many asks a server lets wait for answers. */
    static final int MOST = 1_000;
    /**
     * How many answers are kept, in case the server has to ask again after a lost connection. A line loses what was said
     * last, so an answer that got lost has only others behind it that got lost too, and that the server waits for (fewer
     * than {@link #MOST}), or gave up before this one (fewer than that again).
     */
    private static final int KEPT = 2 * MOST;

    private final Map<String, AskHandler> handlers = new ConcurrentHashMap<>();
    private Map<Long, Asked> running = new HashMap<>();
    /** The one that was said last is the last. */
    private final Map<Long, Asked> answered = new LinkedHashMap<>();

    private final Turn turn;
    private final Lane lane;
    private final Json json;
    private final Outbox outbox;
    private final Consumer<Throwable> report;

    /** One ask, and its answer once there is one. */
    private static final class Asked {
        private final long id;
        private @Nullable FromClient answer;
        /** Whether the answer waits for the line. */
        private boolean leaves;

        Asked(long id) {
            this.id = id;
        }
    }

    Asks(Turn turn, Lane lane, Json json, Outbox outbox, Consumer<Throwable> report) {
        this.turn = turn;
        this.lane = lane;
        this.json = json;
        this.outbox = outbox;
        this.report = report;
    }

    Subscription handle(String name, AskHandler handler) {
        handlers.put(name, handler);
        return () -> handlers.remove(name, handler);
    }

    void ask(long id, String name, JsonNode args) {
        Asked known = answered.remove(id);
        if (known != null) {
            say(known);
        } else if (running.containsKey(id)) {
            return; // it is answered once it has run
        } else if (running.size() >= MOST) {
            var overloaded = new CallException(ErrorCodes.OVERLOADED, "The client has too much to do");
            FromClient refusal = refusal(id, overloaded);
            outbox.tell(() -> refusal);
        } else {
            var asked = new Asked(id);
            running.put(id, asked);
            lane.execute(() -> run(asked, new Ask(name, args, json)));
        }
    }

    /** A new session counts anew. */
    void forget() {
        running = new HashMap<>();
        answered.clear();
    }

    private void run(Asked asked, Ask ask) {
        long id = asked.id;
        AskHandler handler = handlers.get(ask.name());
        if (handler == null) {
            answer(asked, refusal(id, new CallException(ErrorCodes.NOT_FOUND, "Nothing here answers " + ask.name())));
            return;
        }
        try {
            Object answer = handler.answer(ask);
            if (answer instanceof CompletionStage<?> stage) {
                stage.whenComplete(
                        (value, thrown) -> answer(asked, thrown == null ? result(id, value) : refusal(id, thrown)));
            } else {
                answer(asked, result(id, answer));
            }
        } catch (Exception thrown) {
            answer(asked, refusal(id, thrown));
        }
    }

    private FromClient result(long id, @Nullable Object value) {
        try {
            return new Answer.Result(id, json.write(value));
        } catch (CallException unwritable) {
            report.accept(unwritable);
            return failed(id);
        }
    }

    private FromClient refusal(long id, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CallException meant) {
            try {
                WireError error = WireError.of(meant);
                Object data = meant.data() == null ? null : json.write(meant.data());
                return new Answer.Failure(
                        id, new WireError(error.code(), error.message(), data, error.retry(), error.fields(), null));
            } catch (CallException unwritable) {
                report.accept(unwritable);
                return failed(id);
            }
        }
        report.accept(cause); // the server need not know how this program is built
        return failed(id);
    }

    private static FromClient failed(long id) {
        return new Answer.Failure(id, WireError.of(ErrorCodes.INTERNAL, "The handler failed"));
    }

    private void answer(Asked asked, FromClient answer) {
        turn.take(() -> {
            if (running.remove(asked.id, asked)) { // if not, the session that asked is over, or it was answered
                asked.answer = answer;
                say(asked);
            }
        });
    }

    private void say(Asked asked) {
        answered.put(asked.id, asked);
        if (answered.size() > KEPT) {
            answered.remove(answered.keySet().iterator().next());
        }
        if (!asked.leaves) {
            asked.leaves = true;
            outbox.tell(
                    () -> {
                        asked.leaves = false;
                        return asked.answer;
                    },
                    () -> asked.leaves = false);
        }
    }
}
