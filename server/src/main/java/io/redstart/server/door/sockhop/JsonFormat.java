package io.redstart.server.door.sockhop;

import java.util.Base64;

/** Objects in lines, with type and data. */
final class JsonFormat implements ObjectFormat {
    private static final byte[] TYPE = Json.bytes("{\"type\":");
    private static final byte[] DATA = Json.bytes(",\"data\":");
    private static final byte[] ID = Json.bytes(",\"id\":");
    private static final byte[] CALLBACK_ID = Json.bytes(",\"callback_id\":");
    private static final byte[] BUFFER_DATA = Json.bytes("{\"type\":\"Buffer\",\"data\":");
    private static final byte[] END = {'}'};

    private final byte[] terminator;
    private final boolean base64;

    /** {@code base64} as from the second version on; before it bytes were numbers. */
    JsonFormat(byte[] terminator, boolean base64) {
        this.terminator = terminator;
        this.base64 = base64;
    }

    @Override
    public byte[] object(byte[] type, byte[] data) {
        return Json.joined(TYPE, type, DATA, data, END, terminator);
    }

    @Override
    public byte[] asking(byte[] type, byte[] data, byte[] id) {
        return Json.joined(TYPE, type, DATA, data, ID, id, END, terminator);
    }

    @Override
    public byte[] answering(byte[] type, byte[] data, byte[] id) {
        return Json.joined(TYPE, type, DATA, data, CALLBACK_ID, id, END, terminator);
    }

    @Override
    public byte[] buffer(byte[] bytes) {
        byte[] data = base64
                ? Json.text(Base64.getEncoder().encodeToString(bytes))
                : Json.joined(BUFFER_DATA, Json.array(bytes), END);
        return object(Json.TYPE_BUFFER, data);
    }
}
