package io.redstart.client.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Between objects and lines of JSON. */
final class Wire {
    static final String PING = "SockhopPing";
    static final String PONG = "SockhopPong";
    static final String HANDSHAKE = "SockhopHandshake";
    static final String REQUEST = "SockhopRequest";
    static final String RESPONSE = "SockhopResponsePacket";

    private final JsonMapper mapper;
    private final byte[] terminator;

    Wire(JsonMapper mapper, String terminator) {
        this.mapper =
                mapper.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build(); // an object is one line
        this.terminator = terminator.getBytes(UTF_8);
    }

    byte[] terminator() {
        return terminator;
    }

    JsonMapper mapper() {
        return mapper;
    }

    /**
     * Makes a tree of data, on the caller's thread, so that nobody changes it while it waits.
     *
     * @throws CallException {@code invalid} if it does not convert
     */
    JsonNode tree(Object data) {
        if (data instanceof byte[] bytes) {
            ObjectNode buffer = mapper.createObjectNode().put("type", TypeNames.BUFFER);
            ArrayNode numbers = buffer.putArray("data");
            for (byte each : bytes) {
                numbers.add(each & 0xff);
            }
            return buffer;
        }
        try {
            return mapper.readTree(mapper.writeValueAsBytes(data)); // what writes has a bound of depth
        } catch (JacksonException broken) {
            throw new CallException(ErrorCodes.INVALID, "data: does not convert to JSON (expected: such as does)");
        }
    }

    /** A line with an object. */
    byte[] object(String type, JsonNode data) {
        return line(fields(type, data));
    }

    /** A line with an object that wants to be answered. */
    byte[] asking(String type, JsonNode data, String id) {
        Map<String, Object> fields = fields(type, data);
        fields.put("id", id);
        return line(fields);
    }

    /** A line that answers. */
    byte[] answer(String type, JsonNode data, JsonNode id) {
        Map<String, Object> fields = fields(type, data);
        fields.put("callback_id", id);
        return line(fields);
    }

    /** What is inside of a request or of a part of its response. */
    ObjectNode inner(String uuid, String type, JsonNode data) {
        ObjectNode inner = mapper.createObjectNode();
        inner.put("uuid", uuid).put("type", type).set("data", data);
        return inner;
    }

    private static Map<String, Object> fields(String type, JsonNode data) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("data", data);
        return fields;
    }

    private byte[] line(Map<String, Object> fields) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(mapper.writeValueAsBytes(fields));
        line.writeBytes(terminator);
        return line.toByteArray();
    }

    /** Reads a line; null if it is no object. */
    @Nullable
    JsonNode read(byte[] bytes, int from, int length) {
        try {
            JsonNode read = mapper.readTree(bytes, from, length);
            return read.isObject() ? read : null;
        } catch (JacksonException broken) {
            return null;
        }
    }

    /** Data as a type; null if it is null. */
    <T> @Nullable T as(JsonNode data, Class<T> type) {
        if (data.isMissingNode() || data.isNull()) {
            return null;
        }
        if (type == byte[].class && data.path("type").stringValue("").equals(TypeNames.BUFFER)) {
            return mapper.treeToValue(bytes(data.path("data")), type);
        }
        return mapper.treeToValue(data, type);
    }

    /** Bytes came as numbers; version 2 writes them as base64, which is how they are read. */
    private JsonNode bytes(JsonNode data) {
        if (!data.isArray()) {
            return data;
        }
        byte[] bytes = new byte[data.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) data.get(i).asInt(0);
        }
        return mapper.getNodeFactory().binaryNode(bytes);
    }
}
