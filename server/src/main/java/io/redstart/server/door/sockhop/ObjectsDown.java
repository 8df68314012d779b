package io.redstart.server.door.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.protocol.Lines;
import io.redstart.server.door.JsonMembers;
import io.redstart.server.door.JsonParts;
import io.redstart.server.transport.FrameCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes a client's objects of the messages of redstart.v1 that are written to it. Used by one thread at a time. */
final class ObjectsDown implements FrameCodec {
    /** How many items of a stream may be on their way. */
    static final int GRANT = 32;

    private static final int ACK_EVERY = 64;
    /** What is in the place of a packet's id where bytes have no name. */
    private static final byte NAMELESS = (byte) 0xFF;

    private final Line line;
    private final Speaking speaking;
    private final JsonParts said = new JsonParts();
    private final JsonParts args = new JsonParts();
    private final JsonMembers members = new JsonMembers();
    private ObjectFormat format;
    private volatile long written;
    private long acknowledged;

    /** What is known of the line. */
    interface Line {
        /** The client is somebody, and may speak. */
        void welcome();

        /** The data of a ping, since the server wants to know whether the client is there; null if clients answer none. */
        byte @Nullable [] pinged();

        /** A call that is not answered yet. */
        @Nullable
        Asked asked(long number);

        /** A call that is answered now. */
        @Nullable
        Asked answered(long number);
    }

    ObjectsDown(Line line, Speaking speaking, ObjectFormat format) {
        this.line = line;
        this.speaking = speaking;
        this.format = format;
    }

    /** How objects are written now. In order only. */
    ObjectFormat format() {
        return format;
    }

    /** Objects are written otherwise from now on. In order only. */
    void use(ObjectFormat other) {
        format = other;
    }

    /** The highest number of a push that was written. */
    long written() {
        return written;
    }

    @Override
    public void encode(boolean binary, byte[] bytes, int from, int length, Frames frames) {
        if (!binary) {
            Lines.forEach(bytes, from, length, (text, start, size) -> message(text, start, size, frames));
        } else if (length >= 2 && bytes[from] == NAMELESS && bytes[from + 1] == NAMELESS) {
            say(frames, format.buffer(Arrays.copyOfRange(bytes, from + 2, from + length)));
        }
    }

    private static void say(Frames frames, byte @Nullable [] object) {
        if (object != null) {
            frames.binary(object);
        }
    }

    private void message(byte[] text, int from, int length, Frames frames) {
        if (!said.of(text, from, length)) {
            throw new IllegalStateException("a message that is none: " + new String(text, from, length, UTF_8));
        }
        switch (said.json(0)) {
            case "\"ret\"" -> result(frames);
            case "\"err\"", "\"end\"" -> end(frames);
            case "\"item\"" -> item(frames);
            case "\"act\"" -> {
                action(said.bytes(3), frames);
                wrote();
            }
            case "\"evt\"" -> {
                say(frames, format.object(said.bytes(3), Json.present(said.bytes(4))));
                wrote();
            }
            case "\"txt\"" -> {
                say(frames, format.object(Json.TYPE_STRING, said.bytes(2)));
                wrote();
            }
            case "\"json\"" -> {
                byte[] value = said.bytes(2);
                say(frames, format.object(Json.typeOf(value), Json.present(value)));
                wrote();
            }
            case "\"state\"", "\"who\"", "\"left\"" -> wrote();
            case "\"ask\"" -> ask(frames);
            case "\"ping\"" -> ping(frames);
            case "\"welcome\"" -> line.welcome();
            default -> {
                // it has no word for it
            }
        }
    }

    private void result(Frames frames) {
        byte[] value = said.bytes(2);
        Asked asked = line.answered(Long.parseLong(said.json(1)));
        if (asked != null) {
            answer(asked, asked.typeOf(value), Json.present(value), frames);
        }
    }

    /** A failure, or the end of a stream, which has one if there is an error. */
    private void end(Frames frames) {
        boolean failed = said.count() > 2;
        Asked asked = line.answered(Long.parseLong(said.json(1)));
        if (asked != null) {
            answer(
                    asked,
                    failed ? Dialect.ERROR : Json.TYPE_OBJECT,
                    failed ? said.bytes(2) : Json.EMPTY_OBJECT,
                    frames);
        }
    }

    /** The answer of a call, or the last one. */
    private void answer(Asked asked, byte[] type, byte[] data, Frames frames) {
        say(
                frames,
                asked.request()
                        ? format.object(Dialect.RESPONSE, Dialect.responseData(asked.id(), type, data, true))
                        : format.answering(type, data, asked.id()));
    }

    private void item(Frames frames) {
        long id = Long.parseLong(said.json(1));
        Asked asked = line.asked(id);
        if (asked == null) {
            return;
        }
        byte[] value = said.bytes(3);
        say(
                frames,
                format.object(
                        Dialect.RESPONSE,
                        Dialect.responseData(asked.id(), asked.typeOf(value), Json.present(value), false)));
        int more = asked.grants();
        if (more > 0) {
            speaking.later(Json.bytes("[\"more\"," + id + "," + more + "]"));
        }
    }

    /** An action has a type and, most of them, a payload. */
    private void action(byte[] action, Frames frames) {
        byte[] type = Json.TYPE_OBJECT;
        byte[] payload = Json.EMPTY_OBJECT;
        members.of(action, 0, action.length);
        for (int i = 0; i < members.count(); i++) {
            switch (members.name(i)) {
                case "type" -> type = members.value(i);
                case "payload" -> payload = Json.present(members.value(i));
                default -> {
                    // an object has no other parts
                }
            }
        }
        say(frames, format.object(type, payload));
    }

    private void ask(Frames frames) {
        String id = said.json(1);
        byte[] all = said.bytes(3);
        args.of(all, 0, all.length);
        byte[] data = args.count() == 0 ? Json.EMPTY_OBJECT : args.count() == 1 ? Json.present(args.bytes(0)) : all;
        byte[] object = format.asking(said.bytes(2), data, Ids.ask(Long.parseLong(id)));
        if (object == null) {
            speaking.later(Json.bytes(
                    "[\"err\"," + id + ",{\"code\":\"not_found\",\"message\":\"This client answers nothing\"}]"));
        } else {
            frames.binary(object);
        }
    }

    private void ping(Frames frames) {
        byte[] ping = line.pinged();
        if (ping == null) {
            speaking.later(pong());
        } else {
            say(frames, format.object(Dialect.PING, ping));
        }
    }

    /** What the core takes for the answer to its ping. */
    byte[] pong() {
        return Json.bytes("[\"pong\"," + written + "]");
    }

    private void wrote() {
        written = Math.max(written, Long.parseLong(said.json(1)));
        if (written - acknowledged >= ACK_EVERY) {
            acknowledged = written;
            speaking.later(Json.bytes("[\"ack\"," + written + "]"));
        }
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
