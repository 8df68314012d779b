package io.redstart.server.dispatch;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FiniteNumbers;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.PayloadReader.Kind;
import io.redstart.protocol.ProtocolException;
import io.redstart.protocol.WireError;
import io.redstart.protocol.packet.PacketException;
import io.redstart.server.invocation.BoundCall;
import io.redstart.server.session.LiveSession;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads the messages of a connection and does what each asks for. */
final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    /** All that is quoted, from the first mark to the last: what is in it may hold such marks itself. */
    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

    private static final ObjectReader TREE = JsonMapper.shared()
            .readerFor(JsonNode.class)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(FiniteNumbers.ONLY);

    private final Dispatcher host;
    private final ConnectionLife life;
    private final Credentials credentials;
    private final MessageReader reader;
    private int errors;
    private @Nullable Object bound;
    /** How long the message is that is being read. */
    private int length;

    private boolean tooLarge;

    Messages(Dispatcher host, ConnectionLife life, Credentials credentials) {
        this.host = host;
        this.life = life;
        this.credentials = credentials;
        this.reader = host.reader(this::payload);
    }

    /** The first message, if it is a hello. */
    FromClient.@Nullable Hello hello(byte[] bytes, int from, int length) {
        try {
            if (reader.fromClient(bytes, from, length) instanceof FromClient.Hello said) {
                return said;
            }
        } catch (ProtocolException notHello) {
            note("The first message is no hello", notHello);
        }
        return null;
    }

    /** Without any text the client said, which may be a token in the wrong place. */
    private static void note(String what, ProtocolException broken) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{}: {}",
                    what,
                    QUOTED.matcher(String.valueOf(broken.getMessage())).replaceAll("'…'"));
        }
    }

    private @Nullable Object payload(Kind kind, long id, @Nullable String target, JsonParser parser) {
        LiveSession open = life.session();
        if (open == null) {
            // nothing is made of what somebody says whom nobody knows yet; it is read again later
            parser.skipChildren();
            return null;
        }
        int base = (int) host.transport().maxMessage();
        if (kind == Kind.ARGS) {
            bound = host.invocation().bind(open, id, Objects.requireNonNull(target), parser, length, base);
            return bound;
        }
        if (length > base) {
            // only methods may take more, and what they are not is not collected either
            tooLarge = true;
            parser.skipChildren();
            return null;
        }
        return TREE.readValue(parser);
    }

    /** Gives back what was bound for a message that turned out to be broken. */
    private void discardBound() {
        host.invocation().discard(bound);
        bound = null;
    }

    void take(LiveSession open, byte[] bytes, int from, int length) {
        this.length = length;
        try {
            FromClient message = reader.fromClient(bytes, from, length);
            bound = null;
            if (tooLarge) {
                life.tooLarge();
                return;
            }
            take(open, message);
        } catch (ProtocolException broken) {
            discardBound();
            mistake(broken);
        }
    }

    /** A binary frame holds packets. */
    void takePackets(LiveSession open, byte[] bytes, int from, int length) {
        if (length > host.transport().maxMessage()) {
            life.tooLarge();
            return;
        }
        long now = life.heardAt();
        if (credentials.haveEnded(now)) {
            credentials.end();
            return;
        }
        open.requested(now);
        try {
            bounded(host.invocation().packets(open, bytes, from, length));
        } catch (PacketException broken) {
            mistake(new ProtocolException(String.valueOf(broken.getMessage()), null));
        }
    }

    private void take(LiveSession open, FromClient message) {
        long now = life.heardAt();
        if (credentials.haveEnded(now) && isTooLate(message)) {
            credentials.end();
            return;
        }
        if (asksForSomething(message)) {
            open.requested(now);
        }
        if (message instanceof FromClient.Call call) {
            if (life.isLeaving()) {
                host.invocation().discard(call.args());
                refuse(
                        call.id(),
                        new CallException(ErrorCodes.UNAVAILABLE, "The server stops", null, Duration.ZERO, List.of()));
                return;
            }
            host.invocation().call(open, call.id(), (BoundCall) Objects.requireNonNull(call.args()), call.meta(), now);
        } else if (message instanceof FromClient.Cast cast) {
            bounded(host.invocation().cast(open, (BoundCall) Objects.requireNonNull(cast.args()), now));
        } else if (message instanceof FromClient.Ack ack) {
            acknowledge(open, ack.seen());
        } else if (message instanceof FromClient.Pong pong) {
            life.ponged();
            open.ponged(host.now());
            acknowledge(open, pong.seen());
        } else if (message instanceof FromClient.More more) {
            host.invocation().more(open, more.id(), more.count());
        } else if (message instanceof FromClient.Cancel cancel) {
            host.invocation().cancel(open, cancel.id());
        } else if (message instanceof FromClient.Act act) {
            host.invocation().action(open, act);
        } else if (message instanceof FromClient.Event event) {
            bounded(host.invocation().event(open, event.name(), (JsonNode) Objects.requireNonNull(event.data())));
        } else if (message instanceof FromClient.Text text) {
            bounded(host.invocation().text(open, text.text()));
        } else if (message instanceof FromClient.Json raw) {
            bounded(host.invocation().json(open, (JsonNode) Objects.requireNonNull(raw.value())));
        } else if (message instanceof Answer answer) {
            open.answered(answer);
        } else if (message instanceof FromClient.Auth auth) {
            credentials.renew(open, auth);
        } else if (message instanceof FromClient.Can can) {
            host.invocation().can(open, can.id());
        } else if (message instanceof FromClient.InChannel asked) {
            host.invocation().channel(open, asked);
        } else {
            mistake(new ProtocolException("hello came twice (expected: once, first)", null));
        }
    }

    private static boolean asksForSomething(FromClient message) {
        return !(message instanceof FromClient.Ack
                || message instanceof FromClient.Pong
                || message instanceof FromClient.More
                || message instanceof FromClient.Auth);
    }

    /** Whether something is asked for that takes credentials, which have ended; then it is refused. */
    private boolean isTooLate(FromClient message) {
        if (message instanceof FromClient.Call call) {
            host.invocation().discard(call.args());
            refuse(call.id(), Credentials.ended());
        } else if (message instanceof FromClient.Cast cast) {
            host.invocation().discard(cast.args());
        } else if (message instanceof FromClient.Act act) {
            refuse(act.id(), Credentials.ended());
        } else if (message instanceof FromClient.InChannel asked) {
            refuse(asked.id(), Credentials.ended());
        } else {
            return message instanceof FromClient.Event
                    || message instanceof FromClient.Text
                    || message instanceof FromClient.Json;
        }
        return true;
    }

    private void bounded(boolean taken) {
        if (!taken) {
            host.observer().limitHit("waiting");
            life.leave(CloseCode.TOO_MANY_MESSAGES, "too many messages wait", 1_000L);
        }
    }

    private void acknowledge(LiveSession open, long seen) {
        if (!open.acknowledge(seen)) {
            life.leave(CloseCode.POSITION_IMPOSSIBLE, "seen is " + seen + ", which was never sent", 0L);
        }
    }

    private void refuse(long id, CallException refusal) {
        host.refuse(life, id, refusal);
    }

    /** What came is no message of the client's wire; what becomes of that is the door's. */
    void counted(String why) {
        host.observer().protocolError();
        LOG.debug("Not a message: {}", why);
    }

    /** What came is no message. After too many of them the connection is closed. */
    void mistake(ProtocolException broken) {
        host.observer().protocolError();
        note("Not a message", broken);
        Long id = broken.id();
        LiveSession open = life.session();
        if (id != null && open != null) {
            String message = Objects.requireNonNull(broken.getMessage());
            if (broken.isAnswer()) {
                open.answered(new Answer.Failure(id, WireError.of(ErrorCodes.INVALID, message)));
            } else {
                life.connection()
                        .send(host.writer()
                                .write(new Answer.Failure(id, WireError.of(ErrorCodes.BAD_MESSAGE, message))));
            }
        }
        if (++errors > host.settings().maxErrors()) {
            life.leave(CloseCode.TOO_MANY_ERRORS, "too many messages that are none", null);
        }
    }
}
