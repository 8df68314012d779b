package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the server lets this client use. It is asked once; from then on the server tells what changes. All but reading
 * what was told last is done in the wire's turn.
 */
final class Permissions implements Waiter {
    private final Turn turn;
    private final Lane lane;
    private final Json json;
    private final Listeners<Consumer<? super Permitted>> listeners;
    private final Consumer<OpenCall> start;
    private final Consumer<Throwable> report;
    private final List<Question> questions = new ArrayList<>();
    private volatile @Nullable Permitted told;
    private boolean asked;

    /** Who waits for the first answer. */
    private record Question(Predicate<Permitted> may, PendingAnswer<Boolean> answer) {}

    Permissions(Turn turn, Lane lane, Json json, Consumer<OpenCall> start, Consumer<Throwable> report) {
        this.turn = turn;
        this.lane = lane;
        this.json = json;
        this.start = start;
        this.report = report;
        listeners = new Listeners<>(report);
    }

    @Nullable
    Permitted told() {
        return told;
    }

    CompletableFuture<Boolean> can(Predicate<Permitted> may) {
        var answer = new PendingAnswer<Boolean>(lane);
        turn.take(() -> {
            Permitted known = told;
            if (known != null) {
                answer.value(may.test(known));
            } else {
                questions.add(new Question(may, answer));
                ask();
            }
        });
        return answer;
    }

    Subscription add(Consumer<? super Permitted> listener) {
        Subscription subscription = listeners.add(listener);
        turn.take(() -> {
            if (told == null) {
                ask();
            }
        });
        return subscription;
    }

    private void ask() {
        if (!asked) {
            asked = true;
            start.accept(new OpenCall(
                    (id, meta) -> new FromClient.Can(id), json.type(JsonNode.class), this, CallOptions.NONE, true));
        }
    }

    void take(FromServer.Can can) {
        take(new Permitted(can.calls(), can.actions(), can.events(), can.packets()));
    }

    private void take(Permitted permitted) {
        told = permitted;
        asked = true;
        for (Question question : taken()) {
            question.answer().value(question.may().test(permitted));
        }
        lane.execute(() -> listeners.tell("", listener -> listener.accept(permitted)));
    }

    /** A fresh session: what the one before was told counts no more. */
    void again() {
        if (told != null) { // otherwise the question itself is repeated
            told = null;
            asked = false;
            ask();
        }
    }

    @Override
    public void value(@Nullable Object value) {
        try {
            JsonNode lists = (JsonNode) value;
            boolean packets = lists != null && lists.has("packets");
            take(new Permitted(
                    names(lists, "calls"),
                    names(lists, "actions"),
                    names(lists, "events"),
                    packets ? names(lists, "packets") : List.of()));
        } catch (CallException broken) {
            refused(broken);
        }
    }

    private static List<String> names(@Nullable JsonNode lists, String kind) {
        JsonNode list = lists == null ? null : lists.get(kind);
        var names = new ArrayList<String>();
        if (list == null || !list.isArray()) {
            throw Failures.badMessage("can: " + kind + " is no array");
        }
        for (JsonNode name : list) {
            if (!name.isString()) {
                throw Failures.badMessage("can: " + kind + " has something else than texts in it");
            }
            names.add(name.stringValue());
        }
        return names;
    }

    @Override
    public void refused(CallException why) {
        fail(question -> question.answer().refused(why), why);
    }

    @Override
    public void given(CallException up) {
        fail(question -> question.answer().given(up), up);
    }

    /** The next question asks anew. Without one, whoever listens to problems is told. */
    private void fail(Consumer<Question> failing, CallException why) {
        asked = false;
        List<Question> failed = taken();
        failed.forEach(failing);
        if (failed.isEmpty()) {
            report.accept(why);
        }
    }

    private List<Question> taken() {
        List<Question> all = List.copyOf(questions);
        questions.clear();
        return all;
    }
}
