package io.redstart.server.invocation;

import io.redstart.server.session.LiveSession;

/** The sessions whose packets nobody wants. Each session knows it of itself. */
final class DroppedPackets {
    /** Stands among the notes of a session. */
    private static final Object NOTE = DroppedPackets.class;

    private DroppedPackets() {}

    static void drop(LiveSession session, boolean drop) {
        if (drop) {
            session.notes().put(NOTE, true);
        } else {
            session.notes().remove(NOTE);
        }
    }

    static boolean of(LiveSession session) {
        return session.notes().containsKey(NOTE);
    }
}
