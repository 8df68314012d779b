package io.redstart.server.door.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.server.door.JsonMembers;
import io.redstart.server.door.JsonParts;
import io.redstart.server.registry.MethodModel;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says in redstart.v1 what a client's objects mean. What has an id is a call of the method that its type names; what has none is
 * an event of that name, a cast where only a method has it, or a text, JSON or bytes without a name where the type is one of JavaScript's own. For the reading
 * thread.
 */
final class ObjectsUp {
    private static final byte[] NONE = {};
    private static final byte[] NULL = Json.bytes("null");
    private static final byte[] COMMA = {','};
    private static final byte[] CLOSE = {']'};
    /** What is no message, and counts as a mistake of the client. */
    private static final byte[] MISTAKE = {'0'};

    /** The number of the one thing the door asks of its own; what the server asks begins with 1. */
    static final long HANDSHAKE = 0;

    private static final int LONGEST_ID = 256;
    private static final String ARRAY = "Array";

    private final Line line;
    private final Speaking speaking;
    private final Deployed deployed;
    private final JsonMembers members = new JsonMembers();
    private final JsonMembers inner = new JsonMembers();
    private final JsonParts parts = new JsonParts();

    /** What becomes of what is no message for those behind the door. Missing parts are empty. */
    interface Line {
        /** The client calls: says the number that the call has behind the door. */
        long asks(Asked call);

        /** The client pings. */
        void pong(byte[] id, byte[] created);

        /** The client has answered a ping. */
        void ponged(byte[] id);

        /** The client speaks the second version, and may ask whether it may be binary. */
        void handshake(byte[] id);

        /** The client has answered whether the server may be binary. */
        void mayBeBinary(boolean allowed);

        /** The client has said its last line; false if it was not allowed to be binary. */
        boolean hearsBinary();
    }

    ObjectsUp(Line line, Speaking speaking, Deployed deployed) {
        this.line = line;
        this.speaking = speaking;
        this.deployed = deployed;
    }

    /** A line holds an object with its type. */
    void typed(byte[] bytes, int from, int length) {
        if (!members.of(bytes, from, length)) {
            mistake();
            return;
        }
        byte[] type = NONE;
        byte[] data = NONE;
        byte[] id = NONE;
        byte[] callbackId = NONE;
        for (int i = 0; i < members.count(); i++) {
            switch (members.name(i)) {
                case "type" -> type = members.value(i);
                case "data" -> data = members.value(i);
                case "id" -> id = members.value(i);
                case "callback_id" -> callbackId = members.value(i);
                default -> {
                    // passed over, as ever
                }
            }
        }
        object(type, data, id, callbackId);
    }

    /** An object, as its parts are written; parts that are missing are empty. */
    void object(byte[] type, byte[] data, byte[] id, byte[] callbackId) {
        String name = type.length > 2 && type[0] == '"' ? name(type) : null;
        if (name == null || id.length > LONGEST_ID || callbackId.length > LONGEST_ID) {
            mistake();
        } else if (Json.isTruthy(callbackId)) {
            answer(name, data, callbackId);
        } else {
            switch (name) {
                case "SockhopPing" -> ping(data);
                case "SockhopPong" -> line.ponged(member(data, "_id"));
                case "SockhopRequest" -> request(data);
                case "SockhopResponsePacket" -> {
                    // nobody asked
                }
                case "SockhopHandshake" -> line.handshake(Json.isTruthy(id) ? id : NONE);
                case "SockhopBinaryModeTransition" -> {
                    if (!line.hearsBinary()) {
                        mistake();
                    }
                }
                default -> {
                    if (Json.isTruthy(id)) {
                        call(type, name, data, id, false);
                    } else {
                        event(type, name, data);
                    }
                }
            }
        }
    }

    private static @Nullable String name(byte[] type) {
        try {
            return Json.said(type);
        } catch (JacksonException broken) {
            return null;
        }
    }

    void mistake() {
        speaking.says(MISTAKE);
    }

    private void call(byte[] type, String name, byte[] data, byte[] id, boolean request) {
        MethodModel method = deployed.method(name);
        long number = line.asks(new Asked(id, request, ResultTypes.of(method)));
        speaking.says(Json.onOneLine(Json.joined(
                Json.bytes("[\"call\"," + number + ","),
                type,
                COMMA,
                ObjectArguments.of(data, name.equals(ARRAY), method),
                Json.bytes(request ? ",{\"n\":" + ObjectsDown.GRANT + "}]" : "]"))));
    }

    private void event(byte[] type, String name, byte[] data) {
        switch (name) {
            case "String" -> nameless(data.length > 0 && data[0] == '"' ? "[\"txt\"," : "[\"json\",", data);
            case "Object", "Number", "Boolean", ARRAY -> nameless("[\"json\",", data);
            case "Buffer" -> buffer(data);
            default -> named(type, name, data);
        }
    }

    /** An event; if nobody takes it, and there is a method of that name, a cast. */
    private void named(byte[] type, String name, byte[] data) {
        MethodModel method = deployed.takesEvent(name) ? null : deployed.method(name);
        byte[] message = method == null
                ? Json.joined(Json.bytes("[\"evt\","), type, COMMA, data.length == 0 ? NULL : data, CLOSE)
                : Json.joined(Json.bytes("[\"cast\","), type, COMMA, ObjectArguments.of(data, false, method), CLOSE);
        speaking.says(Json.onOneLine(message));
    }

    private void nameless(String beginning, byte[] data) {
        speaking.says(Json.onOneLine(Json.joined(Json.bytes(beginning), data.length == 0 ? NULL : data, CLOSE)));
    }

    /** Version 1 wrote bytes as numbers, version 2 as a text. */
    private void buffer(byte[] data) {
        byte[] bytes = null;
        try {
            JsonNode value = JsonMapper.shared().readTree(data);
            bytes = value.isString()
                    ? Base64.getDecoder().decode(value.stringValue())
                    : numbers(value.isArray() ? value : value.path("data"));
        } catch (JacksonException | IllegalArgumentException none) {
            // as below
        }
        if (bytes == null) {
            mistake();
        } else {
            buffer(bytes, 0, bytes.length);
        }
    }

    private static byte @Nullable [] numbers(JsonNode array) {
        if (!array.isArray()) {
            return null;
        }
        byte[] bytes = new byte[array.size()];
        for (int i = 0; i < bytes.length; i++) {
            int number = array.get(i).asInt(-1);
            if (number < 0 || number > 255) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    /** Bytes without a name. */
    void buffer(byte[] bytes, int from, int length) {
        byte[] frame = new byte[2 + length];
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) 0xFF;
        System.arraycopy(bytes, from, frame, 2, length);
        speaking.saysBytes(frame);
    }

    /** An answer to something the server asked. What nobody asked, or asked long ago, is passed over. */
    private void answer(String name, byte[] data, byte[] callbackId) {
        long number = Ids.ask(callbackId);
        if (number == HANDSHAKE) {
            line.mayBeBinary("true".equals(new String(member(data, "allow_binary_mode"), UTF_8)));
        } else if (number > 0) {
            boolean failed = name.equals("Error");
            speaking.says(Json.onOneLine(Json.joined(
                    Json.bytes("[\"" + (failed ? "err" : "ret") + "\"," + number + ","),
                    data.length == 0 ? NULL : data,
                    CLOSE)));
        }
    }

    private void ping(byte[] data) {
        byte[] id = member(data, "_id");
        byte[] created = member(data, "_created");
        line.pong(shortened(id), shortened(created));
    }

    private static byte[] shortened(byte[] value) {
        boolean fits = value.length > 0 && value.length <= LONGEST_ID && value[0] != '{' && value[0] != '[';
        return fits ? value : NULL;
    }

    /** The member of an object; empty if there is none. */
    private byte[] member(byte[] object, String name) {
        if (object.length > 0 && inner.of(object, 0, object.length)) {
            for (int i = inner.count() - 1; i >= 0; i--) {
                if (inner.name(i).equals(name)) {
                    return inner.value(i);
                }
            }
        }
        return NONE;
    }

    private void request(byte[] data) {
        byte[] uuid = member(data, "uuid");
        byte[] type = member(data, "type");
        String name = type.length > 2 && type[0] == '"' ? name(type) : null;
        if (name == null || !Json.isTruthy(uuid) || uuid.length > LONGEST_ID || uuid[0] == '{' || uuid[0] == '[') {
            mistake();
            return;
        }
        call(type, name, member(data, "data"), uuid, true);
    }

    /** A line holds JSON, of a client that knows no types. */
    void plain(byte[] bytes, int from, int length, boolean nonObjects) {
        int at = from;
        int end = from + length;
        while (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        boolean isObject = at < end && (bytes[at] == '{' || bytes[at] == '[');
        boolean isValue = Json.isValue(bytes, from, length);
        if (isValue && (isObject || nonObjects)) {
            byte[] value = Arrays.copyOfRange(bytes, at, end);
            nameless(value[0] == '"' ? "[\"txt\"," : "[\"json\",", value);
        } else if (nonObjects) {
            nameless("[\"txt\",", Json.text(new String(bytes, from, length, UTF_8)));
        } else {
            mistake();
        }
    }

    /** A frame of version 2. */
    void frame(int what, byte[] bytes, int from, int length) {
        boolean withId = what == BinaryFormat.ASKING
                || what == BinaryFormat.ANSWERING
                || what == BinaryFormat.BUFFER_ASKING
                || what == BinaryFormat.BUFFER_ANSWERING;
        boolean isBuffer = what >= BinaryFormat.BUFFER && what <= BinaryFormat.BUFFER_ANSWERING;
        boolean known = what >= BinaryFormat.OBJECT && what <= BinaryFormat.BUFFER_ANSWERING;
        int typeLength = length > 0 ? bytes[from] & 0xFF : 0;
        int dataAt = from + 1 + typeLength + 4;
        long dataLength = dataAt <= from + length ? BinaryFrames.littleEndian(bytes, dataAt - 4) : -1;
        long whole = 1L + typeLength + 4 + dataLength + (withId ? BinaryFormat.ID_LENGTH : 0);
        if (!known || typeLength == 0 || dataLength < 0 || whole != length) {
            mistake();
            return;
        }
        String name = new String(bytes, from + 1, typeLength, UTF_8);
        int size = (int) dataLength;
        if (what == BinaryFormat.BUFFER && name.equals("Buffer")) {
            buffer(bytes, dataAt, size);
            return;
        }
        byte[] data = isBuffer ? base64(bytes, dataAt, size) : one(bytes, dataAt, size);
        byte[] id = withId ? id(bytes, dataAt + size) : NONE;
        if (data == null || id == null) {
            mistake();
            return;
        }
        boolean answers = what == BinaryFormat.ANSWERING || what == BinaryFormat.BUFFER_ANSWERING;
        object(Json.text(name), data, answers ? NONE : id, answers ? id : NONE);
    }

    private static byte[] base64(byte[] bytes, int from, int length) {
        return Json.text(Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, from + length)));
    }

    /** Data that is one part, whatever is in it: it is put between others. */
    private byte @Nullable [] one(byte[] bytes, int from, int length) {
        byte[] list = new byte[length + 2];
        list[0] = '[';
        System.arraycopy(bytes, from, list, 1, length);
        list[length + 1] = ']';
        return parts.of(list, 0, list.length) && parts.count() == 1 && parts.length(0) > 0 ? parts.bytes(0) : null;
    }

    private static byte @Nullable [] id(byte[] bytes, int from) {
        byte[] id = new byte[BinaryFormat.ID_LENGTH + 2];
        id[0] = '"';
        id[id.length - 1] = '"';
        for (int i = 0; i < BinaryFormat.ID_LENGTH; i++) {
            byte one = bytes[from + i];
            if (one <= ' ' || one == '"' || one == '\\' || one == 0x7F) {
                return null;
            }
            id[i + 1] = one;
        }
        return id;
    }
}
