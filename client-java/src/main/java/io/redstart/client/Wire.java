package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** Joins the parts of a client. */
final class Wire implements ClientSession.Events {
    /** How long what was said before a close may take to leave. */
    private static final long FAREWELL = 2_000;

    private static final long USUAL_LIMIT = 65_536;

    private final Lane lane;
    private final Turn turn;
    private final Json json;
    private final Clock clock;
    private final Complaints complaints;
    private final Listening listening;
    private final ChannelListening channelListening;
    private final Runnable released;
    private final Outbox outbox;
    private final OpenCalls calls;
    private final Asks asks;
    private final Channels channels;
    private final Permissions permissions;
    private final TypedPackets packets;
    private final Identity identity;
    private final Pushes pushes;
    private final ClientSession session;
    private final Incoming incoming;
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
        channelListening = new ChannelListening(json, complaints);
        released = parts.released();
        turn = new Turn(this::report);
        outbox = new Outbox(json.mapper());
        calls = new OpenCalls(outbox, clock, turn, parts.timeout());
        asks = new Asks(turn, lane, json, outbox, this::report);
        channels = new Channels(turn, lane, json, channelListening, calls::start, this::report);
        permissions = new Permissions(turn, lane, json, calls::start, this::report);
        packets = new TypedPackets(turn, lane, json.mapper(), outbox, this::report);
        identity = new Identity(lane, calls, this::report);
        session = new ClientSession(turn, lane, config, this);
        pushes = new Pushes(turn, lane, clock, outbox, session::gap);
        incoming = new Incoming(
                json,
                calls,
                asks,
                pushes,
                listening,
                channelListening,
                channels,
                session,
                permissions,
                packets,
                identity,
                this::report,
                this::contractIs);
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

    ChannelListening channelListening() {
        return channelListening;
    }

    Asks asks() {
        return asks;
    }

    Channels channels() {
        return channels;
    }

    Permissions permissions() {
        return permissions;
    }

    Identity identity() {
        return identity;
    }

    TypedPackets packets() {
        return packets;
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

    <T> CompletableFuture<T> ask(OpenCall.Said said, JavaType type, CallOptions options) {
        return start(said, type, true, options);
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
    public void welcomed(FromServer.Welcome welcome, ClientSession.Greeting greeting, Connection on) {
        boolean resumed = greeting.resumed();
        if (!resumed) {
            outbox.nextEra();
            asks.forget();
        }
        packets.welcomed(welcome.packets());
        identity.is(welcome.user(), null, false);
        pushes.opened(resumed, greeting.helloSaid());
        long limit = welcome.limits().getOrDefault("message", USUAL_LIMIT);
        outbox.open(
                on,
                (int) Math.max(1, Math.min(limit, Integer.MAX_VALUE)),
                calls.again(resumed, identity.user() != null));
        if (greeting.before() && !resumed) {
            channels.again();
            permissions.again();
        }
        if (!welcome.api().isEmpty()) {
            contractIs(welcome.api());
        }
        lane.execute(() -> opened.complete(null));
    }

    @Override
    public void renewed(String token) {
        var unused = authenticate(token).exceptionally(refused -> {
            report(refused);
            return null;
        });
    }

    @Override
    public void lost() {
        outbox.shut();
        packets.lost();
        pushes.lost();
        if (closing != null) {
            session.close(1000, closing);
        }
    }

    @Override
    public void closed(String reason) {
        packets.lost();
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
    public @Nullable String packetsHash() {
        return packets.hash();
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
    public void packets(byte[] frame) {
        packets.take(frame);
    }

    @Override
    public void text(String frame, Connection from) {
        incoming.text(frame, from);
    }
}
