package io.redstart.server.door.socketred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.Lines;
import io.redstart.server.door.Behind;
import io.redstart.server.door.JsonParts;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.Receiver;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of a socket.red client: {@code [id,name,args]} up; {@code [id,true,result]}, {@code [id,false,message]},
 * {@code [0,action]} and {@code [-1,event,data]} down. To what is behind it, it is a client of redstart.v1 that
 * answers every ping, and acknowledges what has been written.
 *
 * <p>The form is that of socket.red 0.1 and its client 0.1.14.
 */
final class SocketRedLine implements Receiver, FrameCodec {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final String NO_METHOD = "There is no method '";
    private static final int LONGEST_ID = 64;
    private static final byte[] UNDEFINED = "\"undefined\"".getBytes(UTF_8);
    private static final byte[] NO_ARGS = {'[', ']'};

    private final Receiver life;
    private final Behind behind;
    private final JsonParts heard = new JsonParts();
    private final JsonParts said = new JsonParts();
    /** What waits for its answer, by our number for it. Bounded by what a session may call at once. */
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();

    private long lastId;

    /** A call, with the id its client gave it, as it was written. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Asked(byte[] id, byte[] name) {}

    SocketRedLine(Receiver life) {
        this.life = life;
        this.behind = new Behind(life, "A socket.red client");
    }

    @Override
    public void opened(Connection connection) {
        life.opened(connection);
        behind.says("[\"hello\",{\"v\":1,\"sdk\":\"socket.red\"}]");
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        behind.sayWhatWaits();
        if (!heard.of(bytes, from, length) || heard.count() == 0) {
            return; // as it always was: what is no array is passed over
        }
        char first = heard.first(0);
        String id = heard.length(0) > LONGEST_ID ? "" : heard.json(0);
        String number = first == '"' && id.length() > 2 ? id.substring(1, id.length() - 1) : id;
        if (!NUMBER.matcher(number).matches()) {
            return;
        }
        double code = Double.parseDouble(number);
        if (code > 0) {
            call(heard.bytes(0));
        } else if (code == 0) {
            cast();
        }
    }

    /** Frames of bytes were always taken for text. */
    @Override
    public void binary(byte[] bytes, int from, int length) {
        text(bytes, from, length);
    }

    private void call(byte[] id) {
        long own = ++lastId;
        byte[] name = name();
        asked.put(own, new Asked(id, name));
        behind.says(message("[\"call\"," + own + ",", name, args()));
    }

    private void cast() {
        behind.says(message("[\"cast\",", name(), args()));
    }

    private byte[] name() {
        return heard.first(1) == '"' ? heard.bytes(1) : UNDEFINED;
    }

    /** Whatever is no array is handed on, and refused where arguments are read. */
    private byte[] args() {
        boolean missing = heard.count() < 3 || (heard.first(2) == 'n' && heard.length(2) == 4);
        return missing ? NO_ARGS : heard.bytes(2);
    }

    private static byte[] message(String beginning, byte[] name, byte[] args) {
        byte[] head = beginning.getBytes(UTF_8);
        byte[] message = new byte[head.length + name.length + args.length + 2];
        System.arraycopy(head, 0, message, 0, head.length);
        int at = head.length;
        System.arraycopy(name, 0, message, at, name.length);
        at += name.length;
        message[at++] = ',';
        System.arraycopy(args, 0, message, at, args.length);
        message[message.length - 1] = ']';
        // a line break can only stand between parts, and would end the message
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n' || message[i] == '\r') {
                message[i] = ' ';
            }
        }
        return message;
    }

    @Override
    public void linePonged() {
        behind.ponged();
    }

    @Override
    public void encode(boolean binary, byte[] bytes, int from, int length, Frames frames) {
        if (!binary) { // packets are not for these clients
            Lines.forEach(bytes, from, length, (line, start, size) -> line(line, start, size, frames));
        }
    }

    private void line(byte[] line, int from, int length, Frames frames) {
        if (!said.of(line, from, length)) {
            throw new IllegalStateException("a message that is none: " + new String(line, from, length, UTF_8));
        }
        switch (said.json(0)) {
            case "\"ret\"" -> answer(said.bytes(2), "true", frames);
            case "\"err\"" -> answer(message(said.bytes(2)), "false", frames);
            case "\"end\"" -> answer("\"The method answers with a stream\"".getBytes(UTF_8), "false", frames);
            case "\"act\"" -> {
                frames.text(frame("[0,", said.bytes(3)));
                behind.wrote(said.json(1));
            }
            case "\"evt\"" -> {
                frames.text(frame("[-1," + said.json(3) + ",", said.bytes(4)));
                behind.wrote(said.json(1));
            }
            case "\"state\"", "\"who\"", "\"left\"" -> behind.wrote(said.json(1));
            case "\"ping\"" -> frames.ping();
            case "\"ask\"" -> behind.answersNothing(said.json(1));
            default -> {
                // it has no word for it
            }
        }
    }

    private void answer(byte[] value, String success, Frames frames) {
        Asked call = asked.remove(Long.parseLong(said.json(1)));
        if (call != null) {
            frames.text(frame("[" + new String(call.id(), UTF_8) + "," + success + ",", value));
        }
    }

    /** An error was a text, and the one of an unknown method was this. */
    private byte[] message(byte[] error) {
        JsonNode told = JsonMapper.shared().readTree(error);
        String message = told.path("message").stringValue("");
        Asked call = asked.get(Long.parseLong(said.json(1)));
        if (call != null
                && ErrorCodes.NOT_FOUND.equals(told.path("code").stringValue(""))
                && message.startsWith(NO_METHOD)) {
            message =
                    "Unknown api '" + JsonMapper.shared().readTree(call.name()).stringValue("") + "'";
        }
        return JsonMapper.shared().writeValueAsBytes(message);
    }

    private static byte[] frame(String beginning, byte[] rest) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(beginning.length() + rest.length + 1);
        frame.writeBytes(beginning.getBytes(UTF_8));
        frame.writeBytes(rest);
        frame.write(']');
        return frame.toByteArray();
    }

    @Override
    public int maxMessage() {
        return life.maxMessage();
    }

    @Override
    public void tooLarge() {
        life.tooLarge();
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        life.exceeded(limit, code, reason);
    }

    @Override
    public void limitHit(String limit) {
        life.limitHit(limit);
    }

    /** These clients never come back to a session: with the line it is over. */
    @Override
    public void closed(int code, String reason) {
        life.closed(1000, reason);
    }
}
