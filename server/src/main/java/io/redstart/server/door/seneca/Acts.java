package io.redstart.server.door.seneca;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.Lines;
import io.redstart.server.door.Behind;
import io.redstart.server.door.JsonMembers;
import io.redstart.server.door.JsonParts;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.Receiver;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Acts of one connection: calls and casts of redstart.v1 to what is behind it, which it is a client of that acknowledges
 * what has been written. What may be heard and what may be said are each for one thread at a time.
 */
final class Acts {
    /** Names are no longer, and what is longer is none. */
    private static final int LONGEST_NAME = 64;

    private static final int LONGEST_TOKEN = 16 * 1024;

    private final Behind behind;
    private final ActNames names;
    private final Answers answers;
    private final JsonMembers custom = new JsonMembers();
    private final JsonParts said = new JsonParts();
    /** What waits for its answer, by our number for it. Bounded by what a session may call at once. */
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();

    private boolean greeted;
    private long lastId;
    private boolean welcome;

    /**
     * An act that wants an answer.
     *
     * @param id what its caller calls it, as JSON
     * @param origin its caller, as JSON
     * @param unknown whether there was no such method when it came
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Asked(byte[] id, byte[] origin, boolean unknown) {}

    /** How answers are written. */
    interface Answers {
        /**
         * Writes a result.
         *
         * @param to the act
         * @param value JSON: an object, an array or {@code null}, which are all that callers take
         * @return the frame
         */
        byte[] result(Asked to, byte[] value);

        /**
         * Writes a failure.
         *
         * @param to the act
         * @param failure why
         * @return the frame
         */
        byte[] failure(Asked to, ActFailure failure);
    }

    /**
     * No acts yet.
     *
     * @param life what is behind them
     * @param names knows which methods they mean
     * @param answers writes what comes back
     */
    Acts(Receiver life, ActNames names, Answers answers) {
        this.behind = new Behind(life, "A Seneca peer");
        this.names = names;
        this.answers = answers;
    }

    /** Says who is there, once. */
    void hello(@Nullable String token) {
        if (!greeted) {
            greeted = true;
            String shown =
                    token == null ? "" : ",\"token\":" + JsonMapper.shared().writeValueAsString(token);
            behind.says(("[\"hello\",{\"v\":1,\"sdk\":\"seneca\"" + shown + "}]").getBytes(UTF_8));
        }
    }

    /**
     * What an act shows of who it comes from.
     *
     * @param act its members
     * @param bytes holds them
     * @return the text {@code token} in its {@code custom$}; null if there is none
     */
    @Nullable
    String token(JsonMembers act, byte[] bytes) {
        for (int at = 0; at < act.count(); at++) {
            if (act.name(at).equals("custom$") && custom.of(bytes, act.from(at), act.length(at))) {
                for (int each = 0; each < custom.count(); each++) {
                    if (custom.name(each).equals("token")) {
                        return custom.text(each, LONGEST_TOKEN);
                    }
                }
            }
        }
        return null;
    }

    /**
     * Takes an act.
     *
     * @param act its members
     * @param bytes holds them
     * @param id what its caller calls it, as JSON
     * @param origin its caller, as JSON
     * @param answered whether it wants an answer
     */
    void take(JsonMembers act, byte[] bytes, byte[] id, byte[] origin, boolean answered) {
        String role = null;
        String cmd = null;
        boolean named = true;
        for (int at = 0; at < act.count(); at++) {
            String name = act.name(at);
            if (name.equals("role")) {
                role = act.text(at, LONGEST_NAME);
                named &= role != null;
            } else if (name.equals("cmd")) {
                cmd = act.text(at, LONGEST_NAME);
            }
        }
        ActTarget target = named ? names.find(role, cmd) : null;
        ByteArrayOutputStream message = new ByteArrayOutputStream(256);
        if (answered) {
            long own = ++lastId;
            // before it is said who is there: whoever is refused for that is told so in the answer
            asked.put(own, new Asked(id, origin, target == null));
            message.writeBytes(("[\"call\"," + own + ",").getBytes(UTF_8));
        } else {
            message.writeBytes("[\"cast\",".getBytes(UTF_8));
        }
        String name = target == null ? (role == null ? "" : role + ".") + (cmd == null ? "." : cmd) : target.name();
        message.writeBytes(JsonMapper.shared().writeValueAsBytes(name));
        message.write(',');
        if (target == null) {
            message.writeBytes("{}".getBytes(UTF_8));
        } else {
            target.writeArguments(act, bytes, message);
        }
        message.write(']');
        if (!greeted) {
            hello(token(act, bytes));
        }
        behind.sayWhatWaits();
        behind.says(onOneLine(message.toByteArray()));
    }

    /**
     * Takes what is no act and wants an answer all the same.
     *
     * @param id what its caller calls it, as JSON
     * @param origin its caller, as JSON
     */
    void takeBroken(byte[] id, byte[] origin) {
        long own = ++lastId;
        asked.put(own, new Asked(id, origin, false));
        hello(null);
        behind.says(("[\"call\"," + own + ",\"act\",null]").getBytes(UTF_8));
    }

    /** A line break can only stand between parts, and would end the message. */
    private static byte[] onOneLine(byte[] message) {
        for (int at = 0; at < message.length; at++) {
            if (message[at] == '\n' || message[at] == '\r') {
                message[at] = ' ';
            }
        }
        return message;
    }

    /** Something came that is no act. It is counted, and after too many the connection is closed. */
    void mistake() {
        hello(null);
        behind.says("[]".getBytes(UTF_8));
    }

    /**
     * Makes answers of what is written. What acts have no word for is dropped.
     *
     * @param bytes holds messages of redstart.v1
     * @param from where they begin
     * @param length how long they are
     * @param frames takes the answers
     */
    void encode(byte[] bytes, int from, int length, FrameCodec.Frames frames) {
        Lines.forEach(bytes, from, length, (line, start, size) -> line(line, start, size, frames));
    }

    private void line(byte[] line, int from, int length, FrameCodec.Frames frames) {
        if (!said.of(line, from, length)) {
            throw new IllegalStateException("a message that is none: " + new String(line, from, length, UTF_8));
        }
        switch (said.json(0)) {
            case "\"ret\"" -> {
                Asked call = asked.remove(number());
                if (call != null) {
                    frames.text(answers.result(call, value()));
                }
            }
            case "\"err\"" -> {
                Asked call = asked.remove(number());
                if (call != null) {
                    frames.text(answers.failure(call, ActFailure.of(said.bytes(2), call.unknown())));
                }
            }
            case "\"act\"", "\"evt\"", "\"state\"", "\"who\"", "\"left\"", "\"txt\"", "\"json\"" ->
                behind.wrote(said.json(1));
            case "\"ask\"" -> behind.answersNothing(said.json(1));
            case "\"welcome\"" -> welcome = true;
            case "\"bye\"" -> bye(frames);
            default -> {
                // it has no word for it
            }
        }
    }

    private long number() {
        return Long.parseLong(said.json(1));
    }

    /** Callers make nothing of what is neither an object nor an array. */
    private byte[] value() {
        char first = said.first(2);
        if (first == '{' || first == '[' || first == 'n') {
            return said.bytes(2);
        }
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream(said.length(2) + 10);
        wrapped.writeBytes("{\"value\":".getBytes(UTF_8));
        wrapped.writeBytes(said.bytes(2));
        wrapped.write('}');
        return wrapped.toByteArray();
    }

    /** Nobody should wait for what will never come; what still runs while the server stops is answered yet. */
    private void bye(FrameCodec.Frames frames) {
        JsonNode told = JsonMapper.shared().readTree(said.bytes(1));
        int code = told.path("code").intValue(0);
        String reason = told.path("reason").stringValue("");
        if (code != CloseCode.GOING_AWAY.code() || !welcome) {
            giveUp(ActFailure.closed(code, reason), frames::text);
        }
    }

    /** Whether nothing waits for an answer. */
    boolean isIdle() {
        return asked.isEmpty();
    }

    /**
     * Answers whatever waits for an answer; on any thread.
     *
     * @param failure why nothing better comes
     * @param frames takes the answers
     */
    void giveUp(ActFailure failure, Consumer<byte[]> frames) {
        asked.keySet().forEach(number -> {
            Asked call = asked.remove(number);
            if (call != null) {
                frames.accept(answers.failure(call, failure));
            }
        });
    }
}
