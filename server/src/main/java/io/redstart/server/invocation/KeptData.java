package io.redstart.server.invocation;

import io.redstart.api.Session;
import io.redstart.api.SessionData;
import io.redstart.protocol.WireError;
import io.redstart.server.session.LiveSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a bundle keeps for each session: objects of its classes that implement {@link SessionData}. In their turns. */
final class KeptData {
    private static final Logger LOG = LoggerFactory.getLogger(KeptData.class);

    private final BundleUse use;
    private final Catalogue catalogue;
    private final List<Class<?>> types;

    KeptData(BundleUse use, Catalogue catalogue) {
        this.use = use;
        this.catalogue = catalogue;
        this.types = use.bundle().model().sessionData();
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    /** Starts what is not started; if one refuses, those before it are ended, and why is told. */
    @Nullable
    WireError start(LiveSession session) {
        for (Class<?> type : types) {
            if (session.notes().containsKey(type)) {
                continue;
            }
            try {
                Session view = catalogue.session(use, session);
                SessionData made = (SessionData) use.made(type, view);
                session.notes().put(type, made); // it may ask for itself
                made.start(view);
            } catch (Throwable thrown) {
                session.notes().remove(type);
                end(session);
                return Failures.toWire(thrown, type.getName() + ".start");
            }
        }
        return null;
    }

    void end(LiveSession session) {
        for (Class<?> type : types) {
            Object kept = session.notes().remove(type);
            if (kept != null) {
                try {
                    ((SessionData) kept).end(catalogue.session(use, session));
                } catch (Throwable thrown) {
                    LOG.error("{} failed", type.getName() + ".end", thrown);
                }
            }
        }
    }
}
