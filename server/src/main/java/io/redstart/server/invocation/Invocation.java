package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CallMeta;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import io.redstart.server.observe.Observer;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.ParameterModel.Role;
import io.redstart.server.session.CallLedger.Entry;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import io.redstart.server.session.SessionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients may have done: calls, casts, actions and events, each run in its session's turn. */
public final class Invocation {
    private static final Logger LOG = LoggerFactory.getLogger(Invocation.class);

    private final Catalogue catalogue;
    private final SessionRegistry registry;
    private final InvocationSettings settings;
    private final Executor workers;
    private final LongSupplier clock;
    private final Observer observer;
    private final MessageWriter writer;
    private final JsonMapper json;

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
        this.catalogue = catalogue;
        this.registry = registry;
        this.settings = settings;
        this.workers = workers;
        this.clock = clock;
        this.observer = observer;
        this.json = JsonMapper.shared();
        this.writer = new MessageWriter(json, (int) settings.maxAnswer());
    }

    /**
     * Finds a method and binds its arguments, while the message is being read.
     *
     * @param target the method
     * @param parser stands at the arguments; afterwards at their end
     * @param length how long the message is, in bytes
     * @param maxMessage how long it may be, unless the method says otherwise
     * @return what became of them
     */
    public BoundCall bind(String target, JsonParser parser, int length, int maxMessage) {
        BoundMethod method = catalogue.enter(target);
        if (method == null) {
            parser.skipChildren();
            return new BoundCall.Refused(notFound("method", target));
        }
        boolean bound = false;
        try {
            int max = method.model().maxMessage() == 0
                    ? maxMessage
                    : method.model().maxMessage();
            if (length > max) {
                parser.skipChildren();
                return new BoundCall.Refused(tooLarge(target, max));
            }
            BoundCall ready = new BoundCall.Ready(method, method.arguments().bind(parser));
            bound = true;
            return ready;
        } catch (CallException refusal) {
            return new BoundCall.Refused(refusal);
        } finally {
            if (!bound) {
                method.use().exit();
            }
        }
    }

    private CallException tooLarge(String target, int max) {
        observer.limitHit("method-message");
        return new CallException(ErrorCodes.TOO_LARGE, target + " takes messages of at most " + max + " bytes");
    }

    /**
     * The largest message that a method takes which says so itself.
     *
     * @return in bytes; 0 if none does
     */
    public int maxMessage() {
        return catalogue.maxMessage();
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
     */
    public void call(LiveSession session, long id, BoundCall bound, CallMeta meta) {
        if (bound instanceof BoundCall.Ready ready) {
            boolean streams = ready.method().model().answer() == MethodModel.Answer.STREAM;
            if (streams && meta.grant() == null) {
                ready.method().use().exit();
                refuse(
                        session,
                        id,
                        new CallException(
                                ErrorCodes.INVALID,
                                ready.method().model().target()
                                        + " answers with a stream (expected: to be read item by item)"));
                return;
            }
            run(session, ready.method(), ready.args(), id, meta);
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

    private void run(LiveSession session, BoundMethod method, @Nullable Object[] args, long id, CallMeta meta) {
        long wait = meta.ttl() == null
                ? settings.timeout().toMillis()
                : Math.min(meta.ttl(), settings.timeout().toMillis());
        CallRun run = new CallRun(this, session, method, args, id, meta, clock.getAsLong() + wait);
        if (id != 0 && !begins(session, run)) {
            method.use().exit();
            return;
        }
        session.turn().take(run, method.model().nonBlocking());
    }

    private boolean begins(LiveSession session, CallRun run) {
        Entry entry = session.calls().begin(run, settings.maxCalls());
        if (entry instanceof Entry.Fresh) {
            return true;
        }
        again(session, run.id(), entry, run.meta());
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

    private byte[] failure(long id, CallException refusal) {
        return writer.write(new Answer.Failure(id, WireError.of(refusal)));
    }

    /**
     * Runs a call that wants no answer.
     *
     * @param session who calls
     * @param bound what was bound
     * @return false if too much is waiting already
     */
    public boolean cast(LiveSession session, BoundCall bound) {
        if (bound instanceof BoundCall.Ready ready) {
            if (session.turn().waiting() >= settings.maxWaiting()) {
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
            run(session, ready.method(), ready.args(), 0, CallMeta.NONE);
        } else {
            LOG.debug(
                    "A cast was refused: {}",
                    ((BoundCall.Refused) bound).refusal().message());
        }
        return true;
    }

    /**
     * Runs the handler of a client's action.
     *
     * @param session who sent it
     * @param id the client's number for it
     * @param action the action
     */
    public void action(LiveSession session, long id, JsonNode action) {
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
            @Nullable Object[] args = method.arguments().bindOne(action.get("payload"));
            method.model().parameters().stream()
                    .filter(parameter -> parameter.role() == Role.ACTION)
                    .forEach(parameter -> args[parameter.index()] = plain(type, action));
            run(session, method, args, id, CallMeta.NONE);
        } catch (CallException refusal) {
            method.use().exit();
            refuse(session, id, refusal);
        }
    }

    private Object plain(String type, JsonNode action) {
        JsonNode payload = action.get("payload");
        JsonNode meta = action.get("meta");
        @SuppressWarnings("unchecked")
        Map<String, Object> details = meta != null && meta.isObject() ? json.treeToValue(meta, Map.class) : Map.of();
        details.values().removeIf(java.util.Objects::isNull);
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
        if (session.turn().waiting() >= settings.maxWaiting()) {
            return false;
        }
        List<BoundMethod> methods = catalogue.enterEvent(name);
        if (methods.isEmpty()) {
            LOG.debug("Nobody handles the event '{}'", name);
        }
        for (BoundMethod method : methods) {
            try {
                run(session, method, method.arguments().bindOne(data), 0, CallMeta.NONE);
            } catch (CallException refusal) {
                method.use().exit();
                LOG.debug("An event was refused: {}", refusal.message());
            }
        }
        return true;
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

    Executor workers() {
        return workers;
    }

    long now() {
        return clock.getAsLong();
    }

    void answered(String target, long nanos, @Nullable String code) {
        observer.callAnswered(target, nanos, code);
    }

    Session session(BundleUse use, LiveSession session, CallScope scope) {
        return new ApiSession(session, catalogue.pushes(use).of(scope));
    }

    Sessions sessions(BundleUse use, CallScope scope) {
        return new ApiSessions(registry, catalogue.pushes(use).of(scope));
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
