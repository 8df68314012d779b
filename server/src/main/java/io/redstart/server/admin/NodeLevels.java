package io.redstart.server.admin;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How much there is of what a node holds, each asked when somebody wants to know.
 *
 * @param connections open connections
 * @param sessions sessions, also those whose clients are away
 * @param users users with sessions, in each namespace by itself
 * @param keptSessions sessions of users that are kept beyond connections
 * @param queuedBytes what waits to be written to clients
 * @param replayBytes what is kept until clients acknowledge it
 * @param channels channels that are in use
 * @param channelBytes what their states and histories take
 * @param bundles bundles in use
 * @param draining whether the server is about to stop
 */
public record NodeLevels(
        IntSupplier connections,
        IntSupplier sessions,
        IntSupplier users,
        IntSupplier keptSessions,
        LongSupplier queuedBytes,
        LongSupplier replayBytes,
        IntSupplier channels,
        LongSupplier channelBytes,
        IntSupplier bundles,
        BooleanSupplier draining) {}
