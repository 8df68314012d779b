package io.redstart.client;

import io.redstart.api.CallException;
import org.jspecify.annotations.Nullable;

/**
 * A client is not in a channel any more, though it did not leave.
 *
 * @param why {@code revoked}: the user may not be in it; {@code user}: the session has another user now; {@code closed}:
 *     the channel is there no more; {@code refused}: a fresh session was not let in again; or a word of a newer server
 * @param error why it was refused; null for all else
 */
public record ChannelLeft(String why, @Nullable CallException error) {}
