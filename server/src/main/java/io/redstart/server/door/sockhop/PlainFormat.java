package io.redstart.server.door.sockhop;

import org.jspecify.annotations.Nullable;

/** JSON in lines for those who know no types: the data alone. */
final class PlainFormat implements ObjectFormat {
    private final byte[] terminator;
    private final boolean nonObjects;

    PlainFormat(byte[] terminator, boolean nonObjects) {
        this.terminator = terminator;
        this.nonObjects = nonObjects;
    }

    @Override
    public byte @Nullable [] object(byte[] type, byte[] data) {
        boolean isObject = data.length > 0 && (data[0] == '{' || data[0] == '[');
        return isObject || nonObjects ? Json.joined(data, terminator) : null;
    }

    @Override
    public byte @Nullable [] asking(byte[] type, byte[] data, byte[] id) {
        return null;
    }

    @Override
    public byte @Nullable [] answering(byte[] type, byte[] data, byte[] id) {
        return null;
    }

    @Override
    public byte @Nullable [] buffer(byte[] bytes) {
        return null;
    }
}
