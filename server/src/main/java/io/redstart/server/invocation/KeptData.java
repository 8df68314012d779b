package io.redstart.server.invocation;

import io.redstart.api.Session;
import io.redstart.api.SessionData;
import io.redstart.protocol.WireError;
import io.redstart.server.session.LiveSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a bundle keeps for each session: objects of its classes that implement {@link SessionData}. In their turns. */
final class KeptData {
    private static final Logger LOG = LoggerFactory.getLogger(KeptData.class);

    private final BundleUse use;
    private final Catalogue catalogue;
    private final List<Class<?>> types;

    /** What is kept for one session, in the order in which it was made. */
    private static final class Kept {
        final List<SessionData> objects = new ArrayList<>(1);
    }

    KeptData(BundleUse use, Catalogue catalogue) {
        this.use = use;
        this.catalogue = catalogue;
        this.types = use.bundle().model().sessionData();
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    /** Makes and starts all, unless that was done; if one refuses, those before it are ended, and why is told. */
    @Nullable
    WireError start(LiveSession session) {
        Kept kept = new Kept();
        if (types.isEmpty() || session.notes().putIfAbsent(this, kept) != null) {
            return null;
        }
        for (Class<?> type : types) {
            SessionData made = null;
            try {
                Session view = catalogue.session(use, session);
                made = (SessionData) use.made(type, view);
                session.notes().put(type, made); // it may ask for itself
                made.start(view);
                kept.objects.add(made);
            } catch (Throwable thrown) {
                if (made != null) {
                    session.notes().remove(type, made);
                }
                end(session);
                return Failures.toWire(thrown, type.getName() + ".start");
            }
        }
        return null;
    }

    /** Another version of the bundle may keep objects of the same classes already; those stay. */
    void end(LiveSession session) {
        if (!types.isEmpty() && session.notes().remove(this) instanceof Kept kept) {
            for (SessionData each : kept.objects) {
                Map<Object, Object> notes = session.notes();
                try {
                    each.end(catalogue.session(use, session));
                } catch (Throwable thrown) {
                    LOG.error("{} failed", each.getClass().getName() + ".end", thrown);
                }
                notes.remove(each.getClass(), each);
            }
        }
    }
}
