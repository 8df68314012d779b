package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.WireError;
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
    /** How many asks are remembered, in case the server has to ask again after a lost connection. */
    static final int KEPT = 1_000;

    private final Map<String, AskHandler> handlers = new ConcurrentHashMap<>();
    private final Map<Long, Kept> asked = new LinkedHashMap<>();
    private final Turn turn;
    private final Lane lane;
    private final Json json;
    private final Outbox outbox;
    private final Consumer<Throwable> report;

    /** An answer, once there is one. */
    private static final class Kept {
        private @Nullable FromClient answer;
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
        Kept known = asked.get(id);
        if (known != null) {
            FromClient answer = known.answer;
            if (answer != null) {
                outbox.tell(() -> answer);
            }
            return;
        }
        var kept = new Kept();
        var overloaded = new CallException(ErrorCodes.OVERLOADED, "The client has too much to do");
        if (asked.size() >= KEPT && !forgetsOne()) {
            FromClient refusal = refusal(id, overloaded);
            outbox.tell(() -> refusal);
            return;
        }
        asked.put(id, kept);
        if (lane.waiting() > Pushes.MAX_WAITING) {
            say(kept, refusal(id, overloaded));
        } else {
            lane.execute(() -> run(id, kept, new Ask(name, args, json)));
        }
    }

    /** The oldest answer goes; what is not answered yet stays, or it would be run twice. */
    private boolean forgetsOne() {
        for (Map.Entry<Long, Kept> entry : asked.entrySet()) {
            if (entry.getValue().answer != null) {
                asked.remove(entry.getKey());
                return true;
            }
        }
        return false;
    }

    /** A new session counts anew. */
    void forget() {
        asked.clear();
    }

    private void run(long id, Kept kept, Ask ask) {
        AskHandler handler = handlers.get(ask.name());
        if (handler == null) {
            answer(kept, refusal(id, new CallException(ErrorCodes.NOT_FOUND, "Nothing here answers " + ask.name())));
            return;
        }
        try {
            Object answer = handler.answer(ask);
            if (answer instanceof CompletionStage<?> stage) {
                stage.whenComplete(
                        (value, thrown) -> answer(kept, thrown == null ? result(id, value) : refusal(id, thrown)));
            } else {
                answer(kept, result(id, answer));
            }
        } catch (Exception thrown) {
            answer(kept, refusal(id, thrown));
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

    private void answer(Kept kept, FromClient answer) {
        turn.take(() -> say(kept, answer));
    }

    private void say(Kept kept, FromClient answer) {
        if (kept.answer == null && asked.containsValue(kept)) {
            kept.answer = answer;
            outbox.tell(() -> answer);
        }
    }
}
