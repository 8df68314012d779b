package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.channel.ChannelRules;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.Turns;
import io.redstart.server.door.tcp.ByteLine;
import io.redstart.server.door.tcp.LineEnd;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of control: requests are answered one after the other, in the order they came, however many come at once. A
 * body that is no request is refused and the line goes on; what is no frame ends it behind the answers to what was before.
 */
final class ControlLine implements LineEnd {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLine.class);
    private static final Set<String> PRESENT = Set.of("users", "sessions", "of");
    private static final Set<String> ACTIONS = Set.of("emit", "set", "get", "channelInfo", "subscribe", "unsubscribe");
    /** Wrong keys of a line; it is closed with the last. */
    private static final int MOST_WRONG_KEYS = 3;
    /** Requests that wait for the one before them. */
    private static final int MOST_WAITING = 2_000;

    /** More has no name behind the door. */
    private static final int LONGEST_NAME = 256;

    private static final int OVER = 1000;
    private static final byte[] NO_FRAME = {};

    private final ControlDoor door;
    private final Handshake handshake;
    private final ControlFrames frames;
    private final Turns turns = new Turns(() -> line().cut());
    private @Nullable ByteLine line;

    // the following in turns only
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(1);
    private long waitingBytes;
    private boolean busy;
    private boolean ending;
    private boolean over;
    private int wrongKeys;
    private @Nullable ControlSession session;
    private @Nullable String name;
    private Answer answer = Answer.DONE;
    private @Nullable Runnable then;

    /** How a result becomes a reply. */
    private enum Answer {
        DONE,
        VALUE,
        PRESENT
    }

    ControlLine(ControlDoor door, Handshake handshake) {
        this.door = door;
        this.handshake = handshake;
        this.frames = new ControlFrames((int) door.transport().maxMessage());
    }

    @Override
    public void opened(ByteLine opened) {
        line = opened;
        opened.read();
    }

    private ByteLine line() {
        return Objects.requireNonNull(line);
    }

    @Override
    public void bytes(byte[] bytes, int from, int length) {
        ByteLine open = line();
        boolean whole = frames.add(bytes, from, length, (body, start, size) -> {
            if (open.takes()) {
                comes(Arrays.copyOfRange(body, start, start + size));
            }
            return true;
        });
        if (!whole) {
            open.stop();
            door.noMessage();
            turns.take(() -> {
                waiting.add(NO_FRAME);
                ending = true;
                goOn();
            });
        }
    }

    private void comes(byte[] body) {
        turns.take(() -> {
            if (ending || over) {
                return;
            }
            waitingBytes += body.length;
            if (waiting.size() >= MOST_WAITING
                    || waitingBytes > door.transport().maxQueued()) {
                door.limitHit("waiting");
                end(CloseCode.TOO_MANY_MESSAGES.code());
                return;
            }
            waiting.add(body);
            goOn();
        });
    }

    /** Takes the next request if the one before has been answered. */
    private void goOn() {
        while (!busy && !over) {
            byte[] next = waiting.poll();
            if (next == null) {
                if (ending) {
                    end(OVER);
                }
                return;
            }
            waitingBytes -= next.length;
            busy = true;
            if (next == NO_FRAME) {
                refuse("Invalid length", ControlReply.MISSING);
            } else {
                take(next);
            }
        }
    }

    private void take(byte[] body) {
        ControlRequest request = ControlRequest.of(body, 0, body.length);
        if (request == null) {
            door.noMessage();
            refuse("Invalid JSON", ControlReply.MISSING);
            return;
        }
        String action = request.action();
        if (action == null || action.isEmpty()) {
            refuse("Need action", ControlReply.MISSING);
        } else if (action.equals("registerNameSpace")) {
            register(request);
        } else if (action.equals("auth")) {
            authenticate(request);
        } else if (!ACTIONS.contains(action)) {
            refuse("Invalid action...", ControlReply.INVALID_ACTION);
        } else if (session == null) {
            refuse("Need auth", ControlReply.NEED_AUTH);
        } else {
            control(session, action, request);
        }
    }

    private void register(ControlRequest request) {
        String wanted = request.text("name");
        String key = request.text("key");
        if (wanted == null) {
            refuse("Need name", ControlReply.MISSING);
        } else if (key == null) {
            refuse("Need key", ControlReply.MISSING);
        } else {
            door.registrar()
                    .register(wanted, key)
                    .whenComplete((secret, thrown) -> turns.take(() -> {
                        if (thrown == null) {
                            reply(("{\"success\":true,\"secretKey\":" + ControlRequest.quoted(secret) + "}")
                                    .getBytes(UTF_8));
                        } else {
                            notRegistered(thrown instanceof CompletionException ? thrown.getCause() : thrown);
                        }
                        goOn();
                    }));
        }
    }

    private void notRegistered(@Nullable Throwable why) {
        String code = why instanceof CallException refused ? refused.code() : "";
        switch (code) {
            case ErrorCodes.FORBIDDEN -> wrongKey("Invalid key", ControlReply.INVALID_SERVER_KEY);
            case ErrorCodes.CONFLICT -> refuse("Name space is busy", ControlReply.BUSY);
            default -> {
                if (code.isEmpty()) {
                    LOG.error("A namespace could not be registered", why);
                }
                reply(ControlReply.failure(code, why == null ? "" : String.valueOf(why.getMessage())));
            }
        }
    }

    private void authenticate(ControlRequest request) {
        String wanted = request.text("name");
        String key = request.text("sKey");
        if (wanted == null) {
            refuse("Need name - name space", ControlReply.MISSING);
            return;
        }
        if (key == null) {
            refuse("Need sKey - secret key", ControlReply.MISSING);
            return;
        }
        Entrance entrance;
        try {
            entrance = door.into(wanted);
        } catch (CallException nowhere) {
            refuse("Name space not found", ControlReply.NOT_FOUND);
            return;
        }
        entrance.authentication()
                .decide(handshake, key)
                .whenComplete((decision, thrown) -> turns.take(() -> {
                    if (isControl(decision)) {
                        enter(wanted, entrance);
                    } else {
                        wrongKey("Invalid sKey", ControlReply.INVALID_KEY);
                    }
                    goOn();
                }));
    }

    private static boolean isControl(@Nullable Decision decision) {
        return decision instanceof Decision.Accept accepted && ChannelRules.isControl(accepted.user());
    }

    private void enter(String wanted, Entrance entrance) {
        if (over) {
            return;
        }
        if (session != null && wanted.equals(name)) {
            reply(ControlReply.DONE); // it is in
            return;
        }
        leave();
        Heard heard = new Heard();
        ControlSession entered = new ControlSession(entrance, handshake, turns, door.transport(), door.clock(), heard);
        heard.of = entered;
        session = entered;
        name = wanted;
        answer = Answer.DONE;
        then = null;
        entered.enter();
    }

    private void leave() {
        ControlSession before = session;
        session = null;
        name = null;
        if (before != null) {
            before.leave();
        }
    }

    /** What is behind the door answers on any thread. */
    private final class Heard implements ControlSession.Answers {
        private @Nullable ControlSession of;

        private void inTurn(Runnable what) {
            turns.take(() -> {
                if (of == session && !over) {
                    what.run();
                    goOn();
                }
            });
        }

        @Override
        public void welcome() {
            inTurn(() -> reply(ControlReply.DONE));
        }

        @Override
        public void result(byte[] json) {
            inTurn(() -> answered(json));
        }

        @Override
        public void failure(byte[] json) {
            inTurn(() -> {
                then = null;
                reply(ControlSession.reply(json));
            });
        }

        @Override
        public void closed(int code, String reason) {
            inTurn(() -> {
                if (busy) {
                    reply(ControlReply.failure("", reason));
                }
                end(code);
            });
        }
    }

    private void answered(byte[] json) {
        Runnable next = then;
        if (next != null) {
            then = null;
            next.run();
            return;
        }
        switch (answer) {
            case DONE -> reply(ControlReply.DONE);
            case VALUE -> reply(json);
            case PRESENT -> reply(present(json));
        }
    }

    /** Who is there, as it was always told: a channel nobody is in has no entry. */
    private static byte[] present(byte[] json) {
        JsonFields told = Objects.requireNonNull(JsonFields.of(json, PRESENT));
        String sessions = Objects.requireNonNull(told.text("sessions"));
        if (sessions.equals("0")) {
            return "false".getBytes(UTF_8);
        }
        int users = 0;
        byte[] list = Objects.requireNonNull(told.json("users"));
        if (list.length > 2) {
            users = tools.jackson.databind.json.JsonMapper.shared()
                    .readTree(list)
                    .size();
        }
        return ("{\"countUser\":" + users + ",\"countConnection\":" + sessions + ",\"connId_UserId\":"
                        + new String(Objects.requireNonNull(told.json("of")), UTF_8) + "}")
                .getBytes(UTF_8);
    }

    private void control(ControlSession in, String action, ControlRequest request) {
        String channel = request.channel();
        if (channel == null) {
            refuse("Need argument channel", ControlReply.MISSING);
            return;
        }
        String user = request.user();
        if (channel.length() > LONGEST_NAME) {
            refuse("Invalid channel", ControlReply.MISSING);
            return;
        }
        if (request.hasOddUser() || (user != null && user.length() > LONGEST_NAME)) {
            refuse("Invalid params.userId", ControlReply.MISSING);
            return;
        }
        answer = Answer.DONE;
        switch (action) {
            case "emit" -> emit(in, channel, user, request.data());
            case "set" -> set(in, channel, user, request);
            case "get" -> {
                answer = Answer.VALUE;
                in.ask("get", channel + (user == null ? "" : ",{\"user\":" + ControlRequest.quoted(user) + "}"));
            }
            case "channelInfo" -> {
                answer = Answer.PRESENT;
                in.ask("who", channel + ",{\"sessions\":true}");
            }
            default -> let(in, action.equals("subscribe") ? "grant" : "revoke", channel, user, request);
        }
    }

    private void emit(ControlSession in, String channel, @Nullable String user, byte @Nullable [] data) {
        if (data == null) {
            refuse("Need argument data", ControlReply.MISSING);
        } else {
            publish(in, channel, user, data);
        }
    }

    private static void publish(ControlSession in, String channel, @Nullable String user, byte[] data) {
        in.ask(
                "pub",
                channel + ",\"" + FireDoor.EVENT + "\"," + new String(data, UTF_8)
                        + (user == null ? "" : ",{\"user\":" + ControlRequest.quoted(user) + "}"));
    }

    private void set(ControlSession in, String channel, @Nullable String user, ControlRequest request) {
        byte[] data = request.data();
        long ttl = request.ttlMillis();
        if (data == null) {
            refuse("Need argument data", ControlReply.MISSING);
            return;
        }
        if (ttl < 0) {
            refuse("Invalid params.ttl", ControlReply.MISSING);
            return;
        }
        boolean emits = request.emits();
        // that there is no state any more is told to nobody here, nor is the state of all where each has their own
        boolean said = emits && (JsonFields.isNull(data) || (user == null && channel.startsWith("\"@")));
        if (said) {
            then = () -> publish(in, channel, user, data);
        }
        in.ask(
                "set",
                channel + "," + new String(data, UTF_8) + ",{\"ttl\":" + ttl
                        + (user == null ? "" : ",\"user\":" + ControlRequest.quoted(user))
                        + (emits ? "}" : ",\"quiet\":true}"));
    }

    private void let(ControlSession in, String word, String channel, @Nullable String user, ControlRequest request) {
        if (!channel.startsWith("\"#")) {
            refuse("Private channel must begin with #", ControlReply.NOT_PRIVATE);
        } else if (user == null) {
            refuse(request.hasParams() ? "Need argument params.userId" : "Need argument params", ControlReply.MISSING);
        } else {
            in.ask(word, channel + "," + ControlRequest.quoted(user));
        }
    }

    /** Each wrong one is answered; the line is closed when there are too many. */
    private void wrongKey(String reason, int code) {
        refuse(reason, code);
        if (++wrongKeys >= MOST_WRONG_KEYS) {
            door.limitHit("wrong-keys");
            LOG.warn("A line of control is closed: it showed {} wrong keys", wrongKeys);
            end(CloseCode.NOT_AUTHENTICATED.code());
        }
    }

    private void refuse(String reason, int code) {
        reply(ControlReply.refusal(reason, code));
    }

    private void reply(byte[] body) {
        if (busy && !over) {
            busy = false;
            line().write(ControlReply.framed(body));
        }
    }

    /** Closes the line behind what was answered. */
    private void end(int code) {
        if (!over) {
            over = true;
            waiting.clear();
            leave();
            line().close(code);
        }
    }

    @Override
    public boolean isWithin() {
        return frames.isWithin();
    }

    @Override
    public void ended() {
        turns.take(() -> {
            ending = true;
            goOn();
        });
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        door.limitHit(limit);
        turns.take(() -> end(code.code()));
    }

    @Override
    public void stopping() {
        turns.take(() -> {
            if (session == null) {
                ending = true; // whoever is in is let go by what is behind the door
                goOn();
            }
        });
    }

    @Override
    public void closed(int code) {
        turns.take(() -> {
            over = true;
            waiting.clear();
            leave();
        });
    }
}
