package io.redstart.server.door.sockhop;

import org.jspecify.annotations.Nullable;

/** A call of the client, and how it wants to be answered. */
final class Asked {
    private final byte[] id;
    private final boolean request;
    private final byte @Nullable [] type;
    private int items;

    /**
     * @param id what the client called it, as JSON
     * @param request whether it is a request of version 1.8, which may have several answers
     * @param type what its result is called on the wire, as JSON; null for what JavaScript calls it
     */
    Asked(byte[] id, boolean request, byte @Nullable [] type) {
        this.id = id;
        this.request = request;
        this.type = type;
    }

    /** What a result is called. */
    byte[] typeOf(byte[] value) {
        return type != null && value.length > 0 && value[0] == '{' ? type : Json.typeOf(value);
    }

    byte[] id() {
        return id;
    }

    boolean request() {
        return request;
    }

    /** An item of its stream is written: says how many more may come. By one thread at a time. */
    int grants() {
        int half = ObjectsDown.GRANT / 2;
        return ++items % half == 0 ? half : 0;
    }
}
