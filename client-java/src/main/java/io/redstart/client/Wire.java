package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.Lines;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PayloadReader;
import io.redstart.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** Joins the parts of a client, and knows where each message belongs. */
final class Wire implements ClientSession.Events {
    /** How long what was said before a close may take to leave. */
    private static final long FAREWELL = 2_000;

    private static final long USUAL_LIMIT = 65_536;
    private static final Pattern ANSWER = Pattern.compile("\\s*\\[\\s*\"(?:ret|err|item|end)\"");

    private final Lane lane;
    private final Turn turn;
    private final Json json;
    private final Clock clock;
    private final Complaints complaints;
    private final Listening listening;
    private final Runnable released;
    private final Outbox outbox;
    private final OpenCalls calls;
    private final Asks asks;
    private final Channels channels;
    private final Pushes pushes;
    private final ClientSession session;
    private final MessageReader reader;
    private final MessageWriter hellos;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable String contract;
    private @Nullable String closing;
    private Clock.@Nullable Timer farewell;

    Wire(Parts parts, ClientSession.Config config) {
        lane = parts.lane();
        json = parts.json();
        clock = config.clock();
        complaints = parts.complaints();
        listening = new Listening(json, complaints);
        released = parts.released();
        turn = new Turn(this::report);
        outbox = new Outbox(json.mapper());
        calls = new OpenCalls(outbox, clock, turn, parts.timeout());
        asks = new Asks(turn, lane, json, outbox, this::report);
        channels = new Channels(turn, said -> this.<@Nullable Object>ask(said, true, CallOptions.NONE), this::report);
        session = new ClientSession(turn, lane, config, this);
        pushes = new Pushes(turn, lane, clock, outbox, session::gap);
        reader = new MessageReader(json.mapper().tokenStreamFactory(), this::payload);
        hellos = new MessageWriter(json.mapper(), Integer.MAX_VALUE);
        contract = config.contract();
    }

    /** What a wire is made of. A timeout of 0 is none. */
    record Parts(Lane lane, Json json, Complaints complaints, long timeout, Runnable released) {}

    void connect() {
        turn.take(session::dial);
    }

    CompletableFuture<Void> opened() {
        return opened;
    }

    /** Completes when nothing is left of the client. */
    CompletableFuture<Void> whenGone() {
        return gone;
    }

    boolean isCallback() {
        return lane.isHere();
    }

    Json json() {
        return json;
    }

    Listening listening() {
        return listening;
    }

    Asks asks() {
        return asks;
    }

    Channels channels() {
        return channels;
    }

    ConnectionState state() {
        return session.state();
    }

    <T> CompletableFuture<T> call(String target, JavaType type, CallOptions options, Object args) {
        Object written;
        try {
            written = json.write(args);
        } catch (CallException invalid) {
            return CompletableFuture.failedFuture(invalid);
        }
        return start((id, meta) -> new FromClient.Call(id, target, written, meta), type, false, options);
    }

    <T> CompletableFuture<T> ask(OpenCall.Said said, boolean repeatable, CallOptions options) {
        return start(said, json.any(), repeatable, options);
    }

    private <T> CompletableFuture<T> start(OpenCall.Said said, JavaType type, boolean repeatable, CallOptions options) {
        var answer = new PendingAnswer<T>(lane);
        var call = new OpenCall(said, type, answer, options, repeatable);
        var unused = answer.whenComplete((value, failure) -> turn.take(call::forget));
        turn.take(() -> calls.start(call));
        return answer;
    }

    <T> Flow.Publisher<T> stream(String target, JavaType type, CallOptions options, Object args) {
        Object written = json.write(args);
        OpenCall.Said said = (id, meta) -> new FromClient.Call(id, target, written, meta);
        return subscriber -> {
            var items = new ItemStream<T>(subscriber, turn, lane, complaints, calls::start);
            items.begin(new OpenCall(said, type, items, options, false));
        };
    }

    /** Says something that nobody answers; if it cannot leave, that is reported. */
    void say(FromClient message) {
        turn.take(() -> outbox.put(new Outgoing() {
            @Override
            public FromClient leave() {
                return message;
            }

            @Override
            public void refuse(CallException why) {
                report(why);
            }
        }));
    }

    /** The live session has new credentials. */
    CompletableFuture<@Nullable Object> authenticate(String token) {
        CompletableFuture<@Nullable Object> answer =
                ask((id, meta) -> new FromClient.Auth(id, token), true, CallOptions.NONE);
        var unused = answer.thenRun(() -> turn.take(() -> session.renew(token)));
        return answer;
    }

    void close(String reason) {
        turn.take(() -> {
            outbox.refuseMore(reason);
            if (outbox.isIdle()) {
                session.close(1000, reason);
            } else {
                closing = reason;
                farewell = clock.after(FAREWELL, () -> turn.take(() -> session.close(1000, reason)));
            }
        });
    }

    @Override
    public void drained() {
        outbox.flush();
        if (closing != null && outbox.isIdle()) {
            session.close(1000, closing);
        }
    }

    @Override
    public void say(FromClient hello, Connection on) {
        on.send(Json.text(hellos.write(hello)));
    }

    @Override
    public void welcomed(FromServer.Welcome welcome, boolean resumed, boolean before, long helloSaid, Connection on) {
        if (!resumed) {
            outbox.nextEra();
            asks.forget();
        }
        pushes.opened(resumed, helloSaid);
        long limit = welcome.limits().getOrDefault("message", USUAL_LIMIT);
        outbox.open(on, (int) Math.max(1, Math.min(limit, Integer.MAX_VALUE)), calls.again(resumed));
        if (before && !resumed) {
            channels.again();
        }
        if (!welcome.api().isEmpty()) {
            contractIs(welcome.api());
        }
        lane.execute(() -> opened.complete(null));
    }

    @Override
    public void lost() {
        outbox.shut();
        pushes.lost();
        if (closing != null) {
            session.close(1000, closing);
        }
    }

    @Override
    public void closed(String reason) {
        pushes.lost();
        calls.abandon(reason);
        outbox.close(reason);
        calls.close();
        if (farewell != null) {
            farewell.cancel();
        }
        lane.execute(() -> opened.completeExceptionally(Failures.unavailable(reason)));
    }

    @Override
    public void gone() {
        lane.execute(() -> {
            released.run();
            gone.complete(null);
        });
    }

    @Override
    public void state(ConnectionState state) {
        lane.execute(() -> listening.states().tell("", listener -> listener.accept(state)));
    }

    @Override
    public long handed() {
        return pushes.handed();
    }

    @Override
    public void report(Throwable problem) {
        lane.execute(() -> complaints.accept(problem));
    }

    private void contractIs(String hash) {
        String known = contract;
        contract = hash;
        if (known != null && !known.equals(hash)) {
            lane.execute(() -> listening.contracts().tell("", listener -> listener.accept(hash)));
        }
    }

    @Override
    public void text(String frame, Connection from) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        Lines.forEach(bytes, 0, bytes.length, (in, start, length) -> {
            if (!from.isOver()) {
                line(in, start, length);
            }
        });
    }

    private void line(byte[] bytes, int from, int length) {
        try {
            take(reader.fromServer(bytes, from, length));
        } catch (ProtocolException broken) {
            CallException why = Failures.badMessage(broken);
            Long id = broken.id();
            boolean told = id != null
                    && isAnswer(bytes, from, length)
                    && calls.find(id) != null
                    && calls.with(id, call -> call.stopLast(why));
            if (!told) {
                report(why);
            }
        } catch (RuntimeException unexpected) {
            report(unexpected);
        }
    }

    /** Only then its id is one of ours. */
    private static boolean isAnswer(byte[] bytes, int from, int length) {
        Matcher answer = ANSWER.matcher(new String(bytes, from, Math.min(length, 32), StandardCharsets.ISO_8859_1));
        return answer.lookingAt();
    }

    private @Nullable Object payload(PayloadReader.Kind kind, long id, @Nullable String target, JsonParser parser) {
        return switch (kind) {
            case VALUE -> {
                OpenCall call = calls.find(id);
                if (call == null) {
                    parser.skipChildren();
                    yield null;
                }
                yield json.read(parser, call.type());
            }
            case ERROR_DATA -> json.read(parser, json.any());
            case ACTION, DATA, STATE, ARGS -> json.tree(parser);
        };
    }

    private void take(FromServer message) {
        if (message instanceof FromServer.Bye bye) {
            session.bye(bye);
        } else if (message instanceof FromServer.Welcome welcome && !session.isWelcomed()) {
            session.welcome(welcome);
        } else if (!session.isWelcomed() || message instanceof FromServer.Welcome) {
            report(Failures.badMessage(message.getClass().getSimpleName() + " at the wrong time"));
        } else if (message instanceof Answer.Result result) {
            known(calls.with(result.id(), call -> call.answer(result.value())), result.id());
        } else if (message instanceof Answer.Failure failure) {
            known(calls.with(failure.id(), call -> call.refused(Failures.remote(failure.error()))), failure.id());
        } else if (message instanceof FromServer.Item item) {
            known(calls.with(item.id(), call -> call.item(item.number(), item.value())), item.id());
        } else if (message instanceof FromServer.End end) {
            known(calls.with(end.id(), call -> end(call, end)), end.id());
        } else if (message instanceof FromServer.Act act) {
            PushInfo info = new PushInfo(
                    act.seq(),
                    act.channel(),
                    act.meta().call(),
                    act.meta().user(),
                    act.meta().offset());
            pushes.take(act.seq(), () -> listening.action((JsonNode) act.action(), info));
        } else if (message instanceof FromServer.Event event) {
            PushInfo info = new PushInfo(
                    event.seq(),
                    event.channel(),
                    event.meta().call(),
                    event.meta().user(),
                    event.meta().offset());
            pushes.take(event.seq(), () -> listening.event(event.name(), (JsonNode) event.data(), info));
        } else if (message instanceof FromServer.State state) {
            pushes.take(state.seq(), () -> listening.channelState(state));
        } else if (message instanceof FromServer.Ask ask && ask.args() instanceof JsonNode args) {
            asks.ask(ask.id(), ask.name(), args);
        } else if (message instanceof FromServer.Ping) {
            pushes.pong();
        } else if (message instanceof FromServer.Api api) {
            contractIs(api.hash());
        }
    }

    private static void end(OpenCall call, FromServer.End end) {
        if (end.error() == null) {
            call.end();
        } else {
            call.refused(Failures.remote(end.error()));
        }
    }

    /** About a call that is over the server says things too late, which is nothing special. */
    private void known(boolean known, long id) {
        if (!known) {
            report(Failures.badMessage("an answer to call " + id + ", which there never was"));
        }
    }
}
