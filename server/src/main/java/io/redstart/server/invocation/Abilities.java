package io.redstart.server.invocation;

import io.redstart.protocol.Answer;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tells clients that asked what they may use, and again when that changes. Of what they were told it keeps a hash. */
final class Abilities {
    private final Catalogue catalogue;
    private final SessionRegistry registry;
    private final MessageWriter writer;

    Abilities(Catalogue catalogue, SessionRegistry registry, MessageWriter writer) {
        this.catalogue = catalogue;
        this.registry = registry;
        this.writer = writer;
    }

    /** What one session was told last. */
    private static final class Told {
        /** Held until the message is on its way, so that the newest is told last. */
        final ReentrantLock lock = new ReentrantLock();

        byte @Nullable [] hash;
        /** Whether it was told unasked: nothing proves that the client has had that. */
        boolean unasked;
    }

    /** A client asks. */
    void asked(LiveSession session, long id) {
        Told told = (Told) session.notes().computeIfAbsent(this, each -> new Told());
        told.lock.lock();
        try {
            FromServer.Can can = catalogue.can(session.user());
            told.hash = Sha256.of(writer.write(can));
            told.unasked = false;
            Map<String, List<String>> value = new LinkedHashMap<>();
            value.put("calls", can.calls());
            value.put("actions", can.actions());
            value.put("events", can.events());
            if (!can.packets().isEmpty()) {
                value.put("packets", can.packets());
            }
            session.send(writer.write(new Answer.Result(id, value)));
        } finally {
            told.lock.unlock();
        }
    }

    /** Something else is deployed. */
    void changed() {
        registry.all().forEach(this::changed);
    }

    /** The session's user may have other roles. */
    void changed(LiveSession session) {
        tell(session, false);
    }

    /** The session has come back on another connection. */
    void resumed(LiveSession session) {
        tell(session, true);
    }

    private void tell(LiveSession session, boolean evenIfTold) {
        Told told = (Told) session.notes().get(this);
        if (told == null) {
            return;
        }
        told.lock.lock();
        try {
            byte[] message = writer.write(catalogue.can(session.user()));
            byte[] hash = Sha256.of(message);
            boolean known = Arrays.equals(hash, told.hash) && !(evenIfTold && told.unasked);
            if (!known) {
                told.hash = hash;
                told.unasked = true;
                session.send(message);
            }
        } finally {
            told.lock.unlock();
        }
    }
}
