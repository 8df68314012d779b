package io.redstart.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Where an action or event came from.
 *
 * @param call the receiver's own call that caused it, or null
 * @param user who caused it, or null
 * @param offset its place in the channel's history, or null
 */
public record PushMeta(
        @Nullable Long call,
        @Nullable String user,
        @Nullable Long offset) {
    /** Nothing is known. */
    public static final PushMeta NONE = new PushMeta(null, null, null);
}
