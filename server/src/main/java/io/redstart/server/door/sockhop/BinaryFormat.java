package io.redstart.server.door.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Objects in frames of the second version: a length, what it is, type and data behind their lengths, an id. */
final class BinaryFormat implements ObjectFormat {
    static final int OBJECT = 10;
    static final int ASKING = 11;
    static final int ANSWERING = 12;
    static final int BUFFER = 13;
    static final int BUFFER_ASKING = 14;
    static final int BUFFER_ANSWERING = 15;

    /** How long an id is, in ASCII. */
    static final int ID_LENGTH = 36;

    private static final int LONGEST_TYPE = 255;
    private static final byte[] NO_ID = {};
    private static final byte[] BUFFER_NAME = "Buffer".getBytes(UTF_8);

    @Override
    public byte @Nullable [] object(byte[] type, byte[] data) {
        return frame(OBJECT, type, data, NO_ID);
    }

    @Override
    public byte @Nullable [] asking(byte[] type, byte[] data, byte[] id) {
        return withId(ASKING, type, data, id);
    }

    @Override
    public byte @Nullable [] answering(byte[] type, byte[] data, byte[] id) {
        return withId(ANSWERING, type, data, id);
    }

    @Override
    public byte[] buffer(byte[] bytes) {
        return named(BUFFER, BUFFER_NAME, bytes, NO_ID);
    }

    private static byte @Nullable [] withId(int what, byte[] type, byte[] data, byte[] id) {
        if (id.length != ID_LENGTH + 2 || id[0] != '"') {
            return null; // an id that only JSON can say
        }
        return frame(what, type, data, Arrays.copyOfRange(id, 1, id.length - 1));
    }

    private static byte @Nullable [] frame(int what, byte[] type, byte[] data, byte[] id) {
        byte[] name = Json.said(type).getBytes(UTF_8);
        return name.length > LONGEST_TYPE ? null : named(what, name, data, id);
    }

    private static byte[] named(int what, byte[] name, byte[] data, byte[] id) {
        int length = 1 + name.length + 4 + data.length + id.length;
        return ByteBuffer.allocate(5 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put((byte) what)
                .put((byte) name.length)
                .put(name)
                .putInt(data.length)
                .put(data)
                .put(id)
                .array();
    }
}
