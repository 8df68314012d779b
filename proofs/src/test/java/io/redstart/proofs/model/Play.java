package io.redstart.proofs.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Does a program's steps to a real session and to the model of it, and fails where they differ. */
final class Play {
    private final TestServer server;
    private final Methods methods;
    private Model model = new Model();
    private TestClient client;
    private int seen;
    private long lastId;
    private int values;
    /** The value of each call that runs and is answered later. */
    private final Map<Long, Integer> laters = new ConcurrentHashMap<>();

    /** What the session's client calls. */
    @Api("model")
    @Singleton
    public static final class Methods {
        final Map<Integer, CompletableFuture<Integer>> open = new ConcurrentHashMap<>();
        final Map<Integer, Integer> runs = new ConcurrentHashMap<>();

        /**
         * Pushes, and answers at once.
         *
         * @param value what it is about
         * @param session is pushed to
         * @return the value
         */
        @Call
        public int now(int value, Session session) {
            runs.merge(value, 1, Integer::sum);
            session.emit("n", value);
            return value;
        }

        /**
         * Answers when the test says so.
         *
         * @param value what it is about
         * @return the value, later
         */
        @Call
        public CompletionStage<Integer> later(int value) {
            runs.merge(value, 1, Integer::sum);
            return open.computeIfAbsent(value, first -> new CompletableFuture<>());
        }
    }

    Play(TestServer server, Methods methods) {
        this.server = server;
        this.methods = methods;
        client = server.client();
        welcome(client);
    }

    private void welcome(TestClient welcomed) {
        client = welcomed;
        model.key = welcomed.key();
    }

    void run(List<Step> program) {
        for (Step step : program) {
            take(step);
            client.hearsNothing();
        }
        assertThat(methods.runs.values()).as("how often each call ran").allMatch(runs -> runs == 1);
    }

    private void take(Step step) {
        switch (step.what()) {
            case PUSH -> push(1 + step.a() % 3);
            case OVERFLOW -> push(1 + (step.a() % 2 == 0 ? Model.KEPT : Model.UNACKNOWLEDGED));
            case ACK -> acknowledge(step.a() % (seen + 1));
            case ACK_TOO_MUCH -> acknowledgeTooMuch();
            case CUT -> cut();
            case RESUME -> resume(model.key, step);
            case RESUME_WITH_FORMER_KEY -> resume(String.valueOf(model.formerKey), step);
            case RESUME_WITH_WRONG_KEY -> resume("guessed", step);
            case WAIT -> waits(1 + step.a() % 4);
            case CALL -> call("now");
            case CALL_LATER -> call("later");
            case REPEAT -> repeat(step.a());
            case ANSWER -> answer(step.a());
            case CANCEL -> cancel(step.a());
            case CLOSE -> close();
        }
    }

    private void push(int count) {
        for (int i = 0; i < count && !model.over; i++) {
            int value = ++values;
            server.sessions().find(client.sid()).orElseThrow().emit("n", value);
            hearsPush(value);
        }
    }

    private void hearsPush(int value) {
        int seq = model.push(value);
        if (model.connected) {
            client.hears("['evt'," + seq + ",null,'n'," + value + "]");
            seen = seq;
        }
    }

    private void says(String message) {
        client.says(message);
        model.heard();
    }

    private void acknowledge(int upTo) {
        if (model.connected) {
            says("['ack'," + upTo + "]");
            model.acknowledge(upTo);
        }
    }

    private void acknowledgeTooMuch() {
        if (model.connected) {
            says("['ack'," + (model.pushed.size() + 1) + "]");
            client.hears("['bye',{'code':4400,'reason':'*','retry':'*'}]");
            client.closedWith(4400);
            server.settles();
            model.cut();
        }
    }

    private void cut() {
        if (model.connected) {
            client.cut();
            model.cut();
        }
    }

    private void resume(String key, Step step) {
        boolean tookOver = model.connected;
        boolean over = model.over;
        boolean lies = step.b() % 20 == 0;
        int shown = lies ? model.pushed.size() + 1 : Math.max(0, seen - step.a() % 4);
        String why = model.resume(key, shown);
        TestClient before = client;
        TestClient back = server.connects();
        back.says("['hello',{'v':1,'resume':{'sid':'" + before.sid() + "','key':'" + key + "','seen':" + shown + "}}]");
        if (why == null) {
            back.hears("['welcome',{'sid':'" + before.sid() + "','resumed':true,'*':'*'}]");
            for (int seq = shown + 1; seq <= model.pushed.size(); seq++) {
                back.hears("['evt'," + seq + ",null,'n'," + model.pushed.get(seq - 1) + "]");
            }
            if (tookOver) {
                before.closedWith(4409);
            }
            seen = model.pushed.size();
        } else {
            JsonNode facts = back.hears("['welcome',{'resumed':false,'*':'*'}]").get(1);
            assertThat(facts.get("why").stringValue()).isIn(why, over ? "expired" : why, over ? "gap" : why);
            leaves(before);
            begins();
        }
        welcome(back);
    }

    /** The client forgets the session; what runs for it ends when it expires. */
    private void leaves(TestClient before) {
        before.cut();
        methods.open.clear();
        laters.clear();
    }

    private void begins() {
        model = new Model();
        seen = 0;
        lastId = 0;
    }

    private void waits(int seconds) {
        server.passes(Duration.ofSeconds(seconds));
        model.waits(seconds);
        assertThat(server.sessions().find(client.sid()).isPresent()).isEqualTo(!model.over);
    }

    private void call(String method) {
        if (!model.connected) {
            return;
        }
        int value = ++values;
        long id = ++lastId;
        says("['call'," + id + ",'model." + method + "',[" + value + "]]");
        Model.CallState call = new Model.CallState();
        model.calls.put(id, call);
        if (method.equals("now")) {
            hearsPush(value);
            answered(id, call, "['ret'," + id + "," + value + "]");
        } else {
            laters.put(id, value);
        }
    }

    private void answered(long id, Model.CallState call, String answer) {
        model.answered(call, answer);
        if (model.connected) {
            client.hears(answer);
        }
        laters.remove(id);
    }

    private void repeat(int choice) {
        if (!model.connected || model.calls.isEmpty()) {
            return;
        }
        long id = 1 + choice % lastId;
        Model.CallState call = model.calls.get(id);
        says("['call'," + id + ",'model.now',[0]]");
        server.settles();
        if (call.answer == null) {
            return; // joined: its one answer will come
        }
        if (model.mayBeDropped(call)) {
            JsonNode answer = client.hears("'*'");
            if (answer.get(0).stringValue().equals("err")
                    && answer.get(2).get("code").stringValue().equals("unknown_outcome")) {
                assertThat(answer.get(1).asLong()).isEqualTo(id);
                return;
            }
            assertThat(answer.get(1).asLong()).isEqualTo(id);
        } else {
            client.hears(call.answer);
        }
        model.heardAgain(call);
    }

    private void answer(int choice) {
        if (laters.isEmpty() || model.over) {
            return;
        }
        long id = new ArrayList<>(laters.keySet()).get(choice % laters.size());
        int value = laters.get(id);
        methods.open.get(value).complete(value);
        answered(id, model.calls.get(id), "['ret'," + id + "," + value + "]");
    }

    private void cancel(int choice) {
        if (!model.connected || model.calls.isEmpty()) {
            return;
        }
        long id = 1 + choice % lastId;
        says("['cancel'," + id + "]");
        server.settles();
        if (laters.containsKey(id)) {
            answered(id, model.calls.get(id), "['err'," + id + ",{'code':'cancelled','message':'*'}]");
        }
    }

    private void close() {
        if (model.connected) {
            client.closes();
            server.settles();
            assertThat(server.sessions().find(client.sid())).isEmpty();
            methods.open.clear();
            begins();
            laters.clear();
            welcome(server.client());
        }
    }
}
