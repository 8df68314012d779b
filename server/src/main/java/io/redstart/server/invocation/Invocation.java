package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.Channels;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CallMeta;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import io.redstart.protocol.packet.MapCodec;
import io.redstart.protocol.packet.PacketCodec;
import io.redstart.protocol.packet.PacketException;
import io.redstart.protocol.packet.PacketReader;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.Packets;
import io.redstart.server.channel.ChannelCode;
import io.redstart.server.observe.Observer;
import io.redstart.server.observe.Observers;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.ParameterModel;
import io.redstart.server.registry.ParameterModel.Role;
import io.redstart.server.session.CallLedger.Entry;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import io.redstart.server.session.SessionListener;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.transport.Gathering;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients may have done: calls, casts, actions and events, each run in its session's turn. */
public final class Invocation {
    private static final Logger LOG = LoggerFactory.getLogger(Invocation.class);
    private static final int MAX_KEY = 256;

    private final Catalogue catalogue;
    private final SessionRegistry registry;
    private final InvocationSettings settings;
    private final Executor workers;
    private final LongSupplier clock;
    private final Observer observer;
    private final boolean timesCalls;
    private final MessageWriter writer;
    private final JsonMapper json;
    private final IdempotentCalls idempotent;
    private final Abilities abilities;
    private final NodeCalls open;
    private final ChannelCode channelCode;
    private final ChannelCalls channels;

    /**
     * Calls into what is deployed.
     *
     * @param catalogue what may be called
     * @param registry all sessions
     * @param settings bounds of calls
     * @param workers run what may wait
     * @param clock tells the time in milliseconds; only grows
     * @param observer is told of answers
     */
    public Invocation(
            Catalogue catalogue,
            SessionRegistry registry,
            InvocationSettings settings,
            Executor workers,
            LongSupplier clock,
            Observer observer) {
        this(catalogue, registry, settings, workers, clock, observer, new NodeCalls());
    }

    /**
     * Calls into what is deployed, beside other namespaces of the same node.
     *
     * @param catalogue what may be called
     * @param registry all sessions
     * @param settings bounds of calls
     * @param workers run what may wait
     * @param clock tells the time in milliseconds; only grows
     * @param observer is told of answers
     * @param open counts calls of all namespaces
     */
    public Invocation(
            Catalogue catalogue,
            SessionRegistry registry,
            InvocationSettings settings,
            Executor workers,
            LongSupplier clock,
            Observer observer,
            NodeCalls open) {
        this.catalogue = catalogue;
        this.registry = registry;
        this.settings = settings;
        this.workers = workers;
        this.clock = clock;
        this.observer = observer;
        this.timesCalls = Observers.hearsOfAnswers(observer);
        this.open = open;
        this.json = JsonMapper.shared();
        this.writer = new MessageWriter(json, (int) settings.maxAnswer());
        this.idempotent = new IdempotentCalls(settings, clock, observer, writer);
        this.abilities = new Abilities(catalogue, registry, writer);
        this.channelCode = new BundleChannelCode(catalogue, this);
        this.channels = new ChannelCalls(this, catalogue.channels(), () -> channelCode, writer);
        catalogue.asks(channelCode);
        catalogue.whenChanged(abilities::changed);
        registry.listen(new SessionListener() {
            @Override
            public void userChanged(LiveSession session, @Nullable User before) {
                abilities.changed(session);
            }
        });
        catalogue.whenPacketsChanged(this::packetsChanged);
    }

    /**
     * Finds a method, judges whether the session may, and binds its arguments, while the message is being read.
     *
     * @param session who calls
     * @param id the client's number for the call, 0 for a cast
     * @param target the method
     * @param parser stands at the arguments; afterwards at their end
     * @param length how long the message is, in bytes
     * @param maxMessage how long it may be, unless the method says otherwise
     * @return what became of them
     */
    public BoundCall bind(LiveSession session, long id, String target, JsonParser parser, int length, int maxMessage) {
        BoundMethod method = catalogue.enter(target);
        if (method == null) {
            parser.skipChildren();
            return new BoundCall.Refused(notFound("method", target));
        }
        boolean bound = false;
        try {
            CallException refusal = refusal(session, id, method);
            if (refusal == null) {
                refusal = tooLarge(method, length, maxMessage);
            }
            if (refusal != null) {
                parser.skipChildren();
                return refused(method, refusal);
            }
            BoundCall ready = method.model().guards().idempotent()
                    ? bindText(method, parser)
                    : new BoundCall.Ready(method, method.arguments().bind(parser), null);
            bound = true;
            return ready;
        } catch (CallException refusal) {
            return refused(method, refusal);
        } finally {
            if (!bound) {
                method.use().exit();
            }
        }
    }

    private @Nullable CallException tooLarge(BoundMethod method, int length, int maxMessage) {
        int own = method.model().maxMessage();
        int max = own == 0 ? maxMessage : own;
        if (length <= max) {
            return null;
        }
        observer.limitHit("method-message");
        return new CallException(
                ErrorCodes.TOO_LARGE, method.model().target() + " takes messages of at most " + max + " bytes");
    }

    /**
     * What is deployed under a name.
     *
     * @param target the method's name, as clients call it
     * @return how it is called; null if there is no such method now
     */
    public @Nullable MethodModel method(String target) {
        return catalogue.method(target);
    }

    /**
     * The largest message that a method takes which says so itself.
     *
     * @return in bytes; 0 if none does
     */
    public int maxMessage() {
        return catalogue.maxMessage();
    }

    /** What the arguments say is written down, to be compared with what comes with the same key. */
    private static BoundCall bindText(BoundMethod method, JsonParser parser) {
        JsonMapper mapper = method.use().bundle().mapper();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = mapper.createGenerator(text)) {
            out.copyCurrentStructureExact(parser);
        }
        byte[] json = text.toByteArray();
        try (JsonParser again = mapper.createParser(json)) {
            again.nextToken();
            return new BoundCall.Ready(method, method.arguments().bind(again), json);
        }
    }

    private BoundCall refused(BoundMethod method, CallException refusal) {
        observer.refused(method.model().target(), refusal.code());
        return new BoundCall.Refused(refusal);
    }

    /** Why a session may not reach a method now; null if it may, and then its limits have counted it. */
    private @Nullable CallException refusal(LiveSession session, long id, BoundMethod method) {
        CallException denied = method.gate().refusal(session, catalogue.isGuarded());
        boolean counts =
                method.gate().isLimited() && (id == 0 || session.calls().known(id) == null);
        if (denied != null || !counts) {
            return denied;
        }
        CallException exceeded = method.gate().exceeded(session);
        if (exceeded != null) {
            observer.limitHit("rate");
        }
        return exceeded;
    }

    /** Lets a session through to what is asked about a channel, or throws why it may not. */
    void pass(LiveSession session, BoundMethod method) {
        CallException denied = refusal(session, 0, method);
        if (denied != null) {
            observer.refused(method.model().target(), denied.code());
            throw denied;
        }
    }

    /**
     * What the code of bundles says of channels.
     *
     * @return asks what is deployed at that moment
     */
    public ChannelCode channelCode() {
        return channelCode;
    }

    private static CallException notFound(String kind, String name) {
        String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        return new CallException(ErrorCodes.NOT_FOUND, "There is no " + kind + " '" + shown + "'");
    }

    /**
     * Gives back what was bound for a call that will not run, because its message was broken behind the arguments.
     *
     * @param bound what was bound
     */
    public void discard(@Nullable Object bound) {
        if (bound instanceof BoundCall.Ready ready) {
            ready.method().use().exit();
        }
    }

    /**
     * Runs a call.
     *
     * @param session who calls
     * @param id the client's number for it
     * @param bound what was bound
     * @param meta what it carries beside its arguments
     * @param now when it came, in milliseconds
     */
    public void call(LiveSession session, long id, BoundCall bound, CallMeta meta, long now) {
        if (bound instanceof BoundCall.Ready ready) {
            CallException unfit = unfit(ready.method().model(), meta);
            if (unfit != null) {
                ready.method().use().exit();
                observer.refused(ready.method().model().target(), unfit.code());
                refuse(session, id, unfit);
            } else if (meta.key() == null) {
                run(session, ready, id, meta, null, now);
            } else {
                keyed(session, ready, id, meta, meta.key(), now);
            }
            return;
        }
        // what was deployed may have changed since the client called first
        Entry known = session.calls().known(id);
        if (known == null) {
            refuse(session, id, ((BoundCall.Refused) bound).refusal());
        } else {
            again(session, id, known, meta);
        }
    }

    private static @Nullable CallException unfit(MethodModel method, CallMeta meta) {
        if (method.answer() == MethodModel.Answer.STREAM && meta.grant() == null) {
            return new CallException(
                    ErrorCodes.INVALID, method.target() + " answers with a stream (expected: to be read item by item)");
        }
        if (meta.key() == null) {
            return null;
        }
        if (!method.guards().idempotent()) {
            return new CallException(
                    ErrorCodes.INVALID, method.target() + " takes no key (expected: none, it is not idempotent)");
        }
        return meta.key().isEmpty() || meta.key().length() > MAX_KEY
                ? new CallException(
                        ErrorCodes.INVALID,
                        "key has " + meta.key().length() + " characters (expected: 1 to " + MAX_KEY + ")")
                : null;
    }

    /** A call with a key runs once, in whichever session of its user it comes. */
    private void keyed(LiveSession session, BoundCall.Ready ready, long id, CallMeta meta, String key, long now) {
        Entry known = session.calls().known(id);
        if (known != null) {
            ready.method().use().exit();
            again(session, id, known, meta);
            return;
        }
        User user = session.user();
        String scope = user == null ? "session " + session.id() : "user " + user.id();
        IdempotentCalls.Found found = idempotent.find(
                new KeyedCall.Key(scope, ready.method().model().target(), key),
                Sha256.of(Objects.requireNonNull(ready.text())));
        if (found instanceof IdempotentCalls.Found.Fresh fresh) {
            run(session, ready, id, meta, fresh.call(), now);
            return;
        }
        ready.method().use().exit();
        if (found instanceof IdempotentCalls.Found.Kept kept) {
            session.send(JoinedCall.withId(kept.answer(), id));
        } else if (found instanceof IdempotentCalls.Found.Running running) {
            join(session, id, meta, running.call(), now);
        } else {
            refuse(
                    session,
                    id,
                    new CallException(
                            ErrorCodes.CONFLICT, "key was used with other arguments (expected: one key a call)"));
        }
    }

    private void join(LiveSession session, long id, CallMeta meta, KeyedCall call, long now) {
        JoinedCall joined = new JoinedCall(this, session, id, deadline(meta, now), idempotent, call);
        if (begins(session, joined, meta)) {
            byte[] answer = idempotent.join(call, joined);
            if (answer != null) {
                joined.answered(answer);
            }
        }
    }

    long deadline(CallMeta meta, long now) {
        long most = settings.timeout().toMillis();
        return now + (meta.ttl() == null ? most : Math.min(meta.ttl(), most));
    }

    /** What wants no answer, or is not told by its caller how long it may take. */
    private void run(LiveSession session, BoundCall.Ready ready, long id) {
        run(session, ready, id, CallMeta.NONE, null, now());
    }

    private void run(
            LiveSession session, BoundCall.Ready ready, long id, CallMeta meta, @Nullable KeyedCall keyed, long now) {
        BoundMethod method = ready.method();
        CallRun run = new CallRun(this, session, method, ready.args(), id, meta, deadline(meta, now));
        run.keyed = keyed;
        if (!counts(session, run, meta)) {
            method.use().exit();
            if (keyed != null) {
                keyed.forget();
            }
            return;
        }
        if (id == 0) {
            session.calls().castBegins(run);
        }
        session.turn().take(run, method.model().nonBlocking() && !catalogue.mayBlockAround());
    }

    /** Counts a call among those of the node and of the session; false, and it is answered, if it may not run. */
    boolean counts(LiveSession session, RunningCall run, CallMeta meta) {
        if (!enter(session, run.id(), meta)) {
            return false;
        }
        if (run.id() == 0 || begins(session, run, meta)) {
            return true;
        }
        leave();
        return false;
    }

    private boolean enter(LiveSession session, long id, CallMeta meta) {
        if (open.enter(settings.maxNode())) {
            return true;
        }
        Entry known = id == 0 ? null : session.calls().known(id);
        if (known != null) {
            again(session, id, known, meta);
            return false;
        }
        observer.limitHit("node-calls");
        if (id != 0) {
            refuse(
                    session,
                    id,
                    new CallException(
                            ErrorCodes.OVERLOADED,
                            "The server has too many calls to do",
                            null,
                            Duration.ofSeconds(1),
                            List.of()));
        }
        return false;
    }

    /** A call does not count among those of the node any more. */
    void leave() {
        open.leave();
    }

    /**
     * How many calls, casts, actions and events of all sessions of the node run or wait.
     *
     * @return 0 or more, at most {@link InvocationSettings#maxNode()}
     */
    public int open() {
        return open.open();
    }

    /**
     * How many idempotency keys are known: of calls that run, and of answers that are kept.
     *
     * @return 0 or more
     */
    public int keys() {
        return idempotent.size();
    }

    /**
     * Time goes by: answers kept for idempotency keys are dropped, calls end whose sessions are over already, and
     * states of channels end.
     *
     * @param now the time, in milliseconds
     */
    public void tick(long now) {
        idempotent.tick(now);
        catalogue.channels().tick();
    }

    /** Whether a call is new; otherwise it is answered, and does not count. */
    private boolean begins(LiveSession session, RunningCall call, CallMeta meta) {
        Entry entry = session.calls().begin(call, settings.maxCalls());
        if (entry instanceof Entry.Fresh) {
            return true;
        }
        again(session, call.id(), entry, meta);
        return false;
    }

    private void again(LiveSession session, long id, Entry entry, CallMeta meta) {
        if (entry instanceof Entry.Running same) {
            same.call().repeated(meta.seen() == null ? 0 : meta.seen(), meta.grant() == null ? 0 : meta.grant());
        } else if (entry instanceof Entry.Answered answered) {
            session.answerAgain(id, answered.answer());
        } else if (entry instanceof Entry.Forgotten) {
            session.send(failure(id, new CallException(ErrorCodes.UNKNOWN_OUTCOME, "Its answer is not kept any more")));
        } else if (entry instanceof Entry.Refused) {
            observer.limitHit("calls");
            session.send(failure(
                    id,
                    new CallException(
                            ErrorCodes.RATE_LIMITED,
                            "More than " + settings.maxCalls() + " calls at once",
                            null,
                            Duration.ofMillis(100),
                            List.of())));
        }
    }

    /** Refuses a call before it runs; repeated, it is refused the same way. */
    private void refuse(LiveSession session, long id, CallException refusal) {
        session.send(failure(id, refusal));
    }

    byte[] failure(long id, CallException refusal) {
        return writer.write(new Answer.Failure(id, WireError.of(refusal)));
    }

    /**
     * Runs a call that wants no answer.
     *
     * @param session who calls
     * @param bound what was bound
     * @param now when it came, in milliseconds
     * @return false if too much is waiting already
     */
    public boolean cast(LiveSession session, BoundCall bound, long now) {
        if (bound instanceof BoundCall.Ready ready) {
            if (isFull(session)) {
                ready.method().use().exit();
                return false;
            }
            if (ready.method().model().answer() == MethodModel.Answer.STREAM) {
                ready.method().use().exit();
                LOG.debug(
                        "A cast was refused: {} answers with a stream",
                        ready.method().model().target());
                return true;
            }
            run(session, ready, 0, CallMeta.NONE, null, now);
        } else {
            LOG.debug(
                    "A cast was refused: {}",
                    ((BoundCall.Refused) bound).refusal().message());
        }
        return true;
    }

    /**
     * Runs the handler of a client's action, or tells it to the members of its channel.
     *
     * @param session who sent it
     * @param act the action, whose payload is a {@link JsonNode}
     */
    public void action(LiveSession session, FromClient.Act act) {
        JsonNode action = (JsonNode) Objects.requireNonNull(act.action());
        if (act.channel() != null) {
            channels.take(session, act, act.channel(), action);
        } else if (act.user() != null) {
            refuse(
                    session,
                    act.id(),
                    new CallException(ErrorCodes.INVALID, "user: '" + act.user() + "' (expected: only in a channel)"));
        } else {
            action(session, act.id(), action);
        }
    }

    /**
     * Does something with a channel.
     *
     * @param session who asks
     * @param asked what, with payloads that are {@link JsonNode}s
     */
    public void channel(LiveSession session, FromClient.InChannel asked) {
        channels.take(session, asked);
    }

    private void action(LiveSession session, long id, JsonNode action) {
        String type = action.path("type").asString("");
        if (type.isEmpty()) {
            refuse(session, id, new CallException(ErrorCodes.INVALID, "action: has no type (expected: a text)"));
            return;
        }
        BoundMethod method = catalogue.enterAction(type);
        if (method == null) {
            refuse(session, id, notFound("handler of the action", type));
            return;
        }
        try {
            CallException denied = refusal(session, id, method);
            if (denied != null) {
                throw denied;
            }
            @Nullable Object[] args = method.arguments().bindOne(action.get("payload"));
            method.model().parameters().stream()
                    .filter(parameter -> parameter.role() == Role.ACTION)
                    .forEach(parameter -> args[parameter.index()] = plain(type, action));
            run(session, new BoundCall.Ready(method, args, null), id);
        } catch (CallException refusal) {
            method.use().exit();
            observer.refused(type, refusal.code());
            refuse(session, id, refusal);
        }
    }

    private Object plain(String type, JsonNode action) {
        JsonNode payload = action.get("payload");
        JsonNode meta = action.get("meta");
        @SuppressWarnings("unchecked")
        Map<String, Object> details = meta != null && meta.isObject() ? json.treeToValue(meta, Map.class) : Map.of();
        details.values().removeIf(Objects::isNull);
        return new io.redstart.api.Action(
                type, payload == null ? null : json.treeToValue(payload, Object.class), details);
    }

    /**
     * Runs the handlers of a client's event.
     *
     * @param session who sent it
     * @param name its name
     * @param data its data
     * @return false if too much is waiting already
     */
    public boolean event(LiveSession session, String name, JsonNode data) {
        if (isFull(session)) {
            return false;
        }
        tell(session, name, catalogue.enterEvent(name), data);
        return true;
    }

    /**
     * Whether anything that is deployed takes an event.
     *
     * @param name the event's name
     * @return false if it would be passed over
     */
    public boolean takesEvent(String name) {
        return catalogue.takesEvent(name);
    }

    /**
     * Runs the handlers of a text that has no name.
     *
     * @param session who sent it
     * @param text the text
     * @return false if too much is waiting already
     */
    public boolean text(LiveSession session, String text) {
        return unnamed(session, ApiModel.TEXT, json.getNodeFactory().stringNode(text));
    }

    /**
     * Runs the handlers of JSON that has no name.
     *
     * @param session who sent it
     * @param value what was sent
     * @return false if too much is waiting already
     */
    public boolean json(LiveSession session, JsonNode value) {
        return unnamed(session, ApiModel.JSON, value);
    }

    private boolean unnamed(LiveSession session, String target, JsonNode data) {
        if (isFull(session)) {
            return false;
        }
        tell(session, target, catalogue.enterUnnamed(target), data);
        return true;
    }

    /** Whether too much waits for a session's turn. */
    private boolean isFull(LiveSession session) {
        return session.turn().waiting() >= settings.maxWaiting();
    }

    private void tell(LiveSession session, String name, List<BoundMethod> methods, JsonNode data) {
        if (methods.isEmpty()) {
            LOG.debug("Nobody handles '{}'", name);
        }
        for (BoundMethod method : methods) {
            try {
                CallException denied = refusal(session, 0, method);
                if (denied != null) {
                    throw denied;
                }
                run(session, new BoundCall.Ready(method, method.arguments().bindOne(data), null), 0);
            } catch (CallException refusal) {
                method.use().exit();
                observer.refused(name, refusal.code());
                LOG.debug("An event was refused: {}", refusal.message());
            }
        }
    }

    /**
     * Takes a frame of packets, or of bytes without a name, and runs their handlers. What is before a packet that is broken
     * has been taken by then.
     *
     * @param session who sent it
     * @param bytes holds the frame
     * @param from where it begins
     * @param length how long it is
     * @return false if too much is waiting already
     * @throws PacketException if there is a packet that is none
     */
    public boolean packets(LiveSession session, byte[] bytes, int from, int length) {
        if (length == 0) {
            throw new PacketException("packet: 0 bytes (expected: an id and its fields)");
        }
        PacketReader reader = new PacketReader(bytes, from, length);
        boolean drop = DroppedPackets.of(session);
        while (!reader.atEnd()) {
            if (isFull(session)) {
                return false;
            }
            int start = from + length - reader.left();
            int id = reader.id();
            if (id == Packets.RAW) {
                binary(session, reader.rest());
            } else if (drop) {
                return true;
            } else {
                packet(session, id, reader);
                seen(session, id, bytes, start, from + length - reader.left());
            }
        }
        return true;
    }

    private void binary(LiveSession session, byte[] bytes) {
        List<BoundMethod> methods = catalogue.enterUnnamed(ApiModel.BINARY);
        if (methods.isEmpty()) {
            LOG.debug("Nobody handles bytes without a name");
        }
        methods.forEach(method -> packet(session, method, "", bytes));
    }

    private void packet(LiveSession session, int id, PacketReader reader) {
        PacketsUp up = catalogue.enterPacket(id);
        if (up == null) {
            passOver(id, reader);
            return;
        }
        try {
            Object packet = read(reader, up.codec());
            if (up.methods().isEmpty()) {
                LOG.debug("Nobody handles the packet '{}'", up.schema().name());
            }
            for (BoundMethod method : up.methods()) {
                if (method.use().enter()) {
                    packet(session, method, up.schema().name(), packet);
                }
            }
        } finally {
            up.exit();
        }
    }

    /** Those who take all packets are each given a map of their own, and no class of another bundle. */
    private void seen(LiveSession session, int id, byte[] bytes, int start, int end) {
        PacketSchema schema = catalogue.packetIds().everUp(id);
        if (schema == null || !catalogue.takesAllPackets()) {
            return;
        }
        PacketReader again = new PacketReader(bytes, start + 2, end - start - 2);
        Map<String, @Nullable Object> values = new MapCodec(schema, json).read(again);
        for (BoundMethod method : catalogue.enterUnnamed(ApiModel.PACKETS)) {
            packet(session, method, schema.name(), new LinkedHashMap<>(values));
        }
    }

    /** What was sent before the client knew that something else is deployed is no mistake. */
    private void passOver(int id, PacketReader reader) {
        PacketSchema schema = catalogue.packetIds().everUp(id);
        if (schema == null) {
            throw new PacketException("packet: id " + id + " (expected: one of the table)");
        }
        Packets.read(reader, new MapCodec(schema, json));
        LOG.debug("Nobody takes the packet '{}' any more", schema.name());
    }

    /** A record may refuse its values. */
    private static Object read(PacketReader reader, PacketCodec codec) {
        try {
            return Packets.read(reader, codec);
        } catch (PacketException unfit) {
            throw unfit;
        } catch (RuntimeException refused) {
            LOG.debug("The record refuses its values", refused);
            throw new PacketException(codec.schema().name() + ": its record refuses the values");
        }
    }

    /** The method's bundle is held. */
    private void packet(LiveSession session, BoundMethod method, String name, Object packet) {
        CallException denied = refusal(session, 0, method);
        if (denied != null) {
            method.use().exit();
            observer.refused(method.model().target(), denied.code());
            LOG.debug("A packet was refused: {}", denied.message());
            return;
        }
        @Nullable
        Object[] args = new @Nullable Object[method.model().parameters().size()];
        for (ParameterModel parameter : method.model().parameters()) {
            if (parameter.role() == Role.PACKET) {
                args[parameter.index()] = packet;
            } else if (parameter.role() == Role.PACKET_NAME) {
                args[parameter.index()] = name;
            }
        }
        run(session, new BoundCall.Ready(method, args, null), 0);
    }

    /**
     * The packets that may travel.
     *
     * @return what clients are told; null as long as there were none
     */
    public FromServer.@Nullable PacketIds packets() {
        return catalogue.packetIds().current();
    }

    /**
     * A client was told of packets while that may have changed: it is told again if so.
     *
     * @param session whose client
     * @param told what it was told
     */
    public void packetsTold(LiveSession session, FromServer.@Nullable PacketIds told) {
        FromServer.PacketIds now = packets();
        if (now != null && !now.equals(told)) {
            session.send(writer.write(now));
        }
    }

    private void packetsChanged(FromServer.PacketIds now) {
        byte[] message = writer.write(now);
        registry.all().forEach(session -> session.send(message));
    }

    /**
     * A session is about to begin: bundles make what they keep for it.
     *
     * @param session which; nobody sees it yet
     * @param then told null when that is done, on any thread; otherwise why the session must not begin
     */
    public void prepare(LiveSession session, Consumer<@Nullable Refusal> then) {
        if (catalogue.keepsData()) {
            session.turn().take(gathering -> then.accept(catalogue.prepare(session)), false);
        } else {
            then.accept(null);
        }
    }

    /**
     * A session that was prepared does not begin.
     *
     * @param session which
     */
    public void unprepare(LiveSession session) {
        catalogue.unprepare(session);
    }

    /**
     * Tells a client what it may use, now and whenever that changes.
     *
     * @param session who asks
     * @param id the client's number for it
     */
    public void can(LiveSession session, long id) {
        abilities.asked(session, id);
    }

    /**
     * New credentials were brought: a session that asked what it may use is told if that is something else now, and leaves
     * the channels it may not be in any more.
     *
     * @param session whose
     */
    public void rolesChanged(LiveSession session) {
        catalogue.channels().userChanged(session);
        abilities.changed(session);
    }

    /**
     * A session has come back, perhaps with other roles: it leaves the channels it may not be in any more, and if it asked
     * what it may use, it is told unless it surely knows.
     *
     * @param session which
     */
    public void resumed(LiveSession session) {
        catalogue.channels().userChanged(session);
        abilities.resumed(session);
    }

    /**
     * The client does not want an answer any more.
     *
     * @param session who
     * @param id the call
     */
    public void cancel(LiveSession session, long id) {
        RunningCall call = session.calls().find(id);
        if (call != null) {
            call.cancel();
        }
    }

    /**
     * The client can take more items.
     *
     * @param session who
     * @param id the call
     * @param count how many more
     */
    public void more(LiveSession session, long id, int count) {
        RunningCall call = session.calls().find(id);
        if (call != null) {
            call.more(count);
        }
    }

    /**
     * Bounds of calls.
     *
     * @return the settings
     */
    public InvocationSettings settings() {
        return settings;
    }

    Interceptors enterInterceptors() {
        return catalogue.enterInterceptors();
    }

    Executor workers() {
        return workers;
    }

    long now() {
        return clock.getAsLong();
    }

    /** When something came in whose answer is told of; reads no clock if nobody hears of it. */
    long began() {
        return timesCalls ? Gathering.arrival() : 0;
    }

    void answered(String target, long began, @Nullable String code) {
        if (timesCalls) {
            AnsweredCalls.add(observer, target, began, code);
        }
    }

    Session session(BundleUse use, LiveSession session, CallScope scope) {
        return new ApiSession(session, catalogue.pushes(use).of(scope));
    }

    Sessions sessions(BundleUse use, CallScope scope) {
        return new ApiSessions(registry, catalogue.pushes(use).of(scope));
    }

    Channels channels(BundleUse use, CallScope scope) {
        return new ApiChannels(catalogue, catalogue.pushes(use).of(scope));
    }

    /**
     * The contract changed: everybody is told.
     *
     * @param hash of the new contract
     */
    public void contractChanged(String hash) {
        byte[] message = writer.write(new FromServer.Api(hash));
        registry.all().forEach(session -> session.send(message));
    }
}
