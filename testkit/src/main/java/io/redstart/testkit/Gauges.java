package io.redstart.testkit;

import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionListener;
import io.redstart.server.session.SessionRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Looks at every session there has been, since what is left of one that is over is left for ever. */
final class Gauges implements SessionListener {
    private final Queue<LiveSession> sessions = new ConcurrentLinkedQueue<>();

    Gauges(SessionRegistry registry) {
        registry.listen(this);
    }

    @Override
    public void opened(LiveSession session) {
        sessions.add(session);
    }

    int calls() {
        return sessions.stream()
                .mapToInt(session -> session.calls().size() + session.calls().casts())
                .sum();
    }

    int waiting() {
        return sessions.stream().mapToInt(session -> session.turn().waiting()).sum();
    }
}
