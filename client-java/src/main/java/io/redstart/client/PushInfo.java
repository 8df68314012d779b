package io.redstart.client;

import org.jspecify.annotations.Nullable;

/**
 * Where an event or action came from.
 *
 * <pre>{@code
 * client.onWithInfo("typing", Typing.class, (typing, info) -> show(info.user(), typing));
 * }</pre>
 *
 * @param seq its number in the session; 0 for one that could have been lost
 * @param channel the channel it came through, or null
 * @param call the id of the call of this client that caused it, or null
 * @param user who caused it, or null if that is not told
 * @param offset its place in the channel's history, or null
 */
public record PushInfo(
        long seq,
        @Nullable String channel,
        @Nullable Long call,
        @Nullable String user,
        @Nullable Long offset) {}
