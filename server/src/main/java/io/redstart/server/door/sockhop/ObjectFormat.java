package io.redstart.server.door.sockhop;

import org.jspecify.annotations.Nullable;

/** How objects are written. Types and ids are JSON texts with their quotes, data is any JSON. */
interface ObjectFormat {
    /** An object; nothing if it cannot be said. */
    byte @Nullable [] object(byte[] type, byte[] data);

    /** An object whose callback is wanted. */
    byte @Nullable [] asking(byte[] type, byte[] data, byte[] id);

    /** An object for a callback. */
    byte @Nullable [] answering(byte[] type, byte[] data, byte[] id);

    /** Bytes. */
    byte @Nullable [] buffer(byte[] bytes);
}
