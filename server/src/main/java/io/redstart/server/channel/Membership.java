package io.redstart.server.channel;

import io.redstart.server.session.LiveSession;
import org.jspecify.annotations.Nullable;

/**
 * A session in a channel.
 *
 * @param session which
 * @param user who it was when it came, or when that changed; null for a guest
 * @param admission why it is in
 */
record Membership(LiveSession session, @Nullable String user, Admission admission) {}
