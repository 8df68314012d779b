package io.redstart.server.deploy;

import io.redstart.api.Session;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The session for which the current thread makes an object, for as long as that takes. This way the injector learns of
 * a session without keeping anything of it.
 */
final class SessionSlot {
    private static final ThreadLocal<Session> CURRENT = new ThreadLocal<>();

    Session session() {
        Session session = CURRENT.get();
        if (session == null) {
            throw new IllegalStateException("A Session is there only while an object of one session is made: take it as"
                    + " a parameter of the method, or leave out @Singleton");
        }
        return session;
    }

    /**
     * Runs something with another session in the slot.
     *
     * @param session the session, or null to empty the slot meanwhile
     * @param making what is run
     * @return what it returns
     */
    <T extends @Nullable Object> T with(@Nullable Session session, Supplier<T> making) {
        Session before = CURRENT.get();
        put(session);
        try {
            return making.get();
        } finally {
            put(before);
        }
    }

    private void put(@Nullable Session session) {
        if (session == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(session);
        }
    }
}
