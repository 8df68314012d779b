package io.redstart.server.door.seneca;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.server.door.JsonMembers;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.Receiver;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is said on one line of Seneca's TCP transport: {@code {"id","kind":"act","origin","sync","act"}} up, {@code
 * {"id","kind":"res","origin","res"}} down, one a line. An act whose {@code sync} is not true is never answered.
 *
 * <p>The form is that of seneca-transport 8.3.
 */
final class SenecaLine implements FrameCodec, Acts.Answers {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}");
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_ORIGIN = 1_024;
    private static final byte[] NULL = "null".getBytes(UTF_8);
    private static final byte[] NONE = {};

    private final Acts acts;
    private final JsonMembers envelope = new JsonMembers();
    private final JsonMembers act = new JsonMembers();
    private boolean speaksSeneca;

    /**
     * A line.
     *
     * @param life what is behind it
     * @param names knows which methods acts mean
     */
    SenecaLine(Receiver life, ActNames names) {
        acts = new Acts(life, names, this);
    }

    /** Says who is there before any act does. */
    void hello() {
        acts.hello(null);
    }

    /**
     * Takes a line.
     *
     * @param bytes holds it, until this returns
     * @param from where it begins
     * @param length how long it is, without its end
     * @return false if this is no peer of Seneca's: its first line is none, as that of a browser
     */
    boolean take(byte[] bytes, int from, int length) {
        if (!envelope.of(bytes, from, length)) {
            if (isBlank(bytes, from, length)) {
                return true;
            }
            acts.mistake();
            return speaksSeneca;
        }
        speaksSeneca = true;
        message(bytes);
        return true;
    }

    private void message(byte[] bytes) {
        byte[] id = NONE;
        byte[] origin = NULL;
        boolean isAct = false;
        boolean sync = false;
        int said = -1;
        for (int at = 0; at < envelope.count(); at++) {
            switch (envelope.name(at)) {
                case "id" -> id = id(at);
                case "origin" -> origin = envelope.text(at, LONGEST_ORIGIN) == null ? NULL : envelope.value(at);
                case "kind" -> isAct = "act".equals(envelope.text(at, 3));
                case "sync" -> sync = "true".equals(literal(at));
                case "act" -> said = at;
                default -> {
                    // where an act has been and how long it took is for Seneca's own servers
                }
            }
        }
        if (!isAct) {
            return; // an answer to nothing that was asked
        }
        boolean whole = said >= 0 && act.of(bytes, envelope.from(said), envelope.length(said));
        if (sync && id.length == 0) {
            acts.mistake();
        } else if (whole) {
            acts.take(act, bytes, id, origin, sync);
        } else if (sync) {
            acts.takeBroken(id, origin);
        } else {
            acts.mistake();
        }
    }

    private byte[] id(int at) {
        boolean isText = envelope.text(at, LONGEST_ID) != null;
        return isText || NUMBER.matcher(literal(at)).matches() ? envelope.value(at) : NONE;
    }

    private String literal(int at) {
        return envelope.length(at) > 16 ? "" : new String(envelope.value(at), UTF_8);
    }

    private static boolean isBlank(byte[] bytes, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing waits for an answer. */
    boolean isIdle() {
        return acts.isIdle();
    }

    /**
     * Answers whatever waits for an answer.
     *
     * @param failure why nothing better comes
     * @param lines takes the answers
     */
    void giveUp(ActFailure failure, Consumer<byte[]> lines) {
        acts.giveUp(failure, lines);
    }

    @Override
    public void encode(boolean binary, byte[] bytes, int from, int length, Frames frames) {
        if (!binary) { // packets are not for Seneca
            acts.encode(bytes, from, length, frames);
        }
    }

    @Override
    public byte[] result(Acts.Asked to, byte[] value) {
        return answer(to, "\"res\":", value);
    }

    @Override
    public byte[] failure(Acts.Asked to, ActFailure failure) {
        return answer(to, "\"res\":null,\"error\":", JsonMapper.shared().writeValueAsBytes(failure.error()));
    }

    private static byte[] answer(Acts.Asked to, String what, byte[] value) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(to.id().length + to.origin().length + value.length + 96);
        line.writeBytes("{\"id\":".getBytes(UTF_8));
        line.writeBytes(to.id());
        line.writeBytes(",\"kind\":\"res\",\"origin\":".getBytes(UTF_8));
        line.writeBytes(to.origin());
        line.writeBytes(",\"accept\":\"redstart\",\"sync\":true,".getBytes(UTF_8));
        line.writeBytes(what.getBytes(UTF_8));
        line.writeBytes(value);
        line.writeBytes("}\n".getBytes(UTF_8));
        return line.toByteArray();
    }
}
