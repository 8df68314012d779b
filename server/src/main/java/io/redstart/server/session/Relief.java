package io.redstart.server.session;

import io.redstart.server.observe.Observer;
import io.redstart.server.transport.Backlog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a node does not keep too much for its clients: as long as it does, the session with most of it gives
 * some of it up, in whichever namespace it is.
 */
public final class Relief {
    private final Backlog backlog;
    private final Executor workers;
    private final Observer observer;
    private final AtomicBoolean lightening = new AtomicBoolean();
    private final Set<SessionRegistry> registries = ConcurrentHashMap.newKeySet();

    /**
     * Nobody keeps anything yet.
     *
     * @param backlog counts what is kept for clients
     * @param workers run what may wait
     * @param observer is told whenever too much is kept
     */
    public Relief(Backlog backlog, Executor workers, Observer observer) {
        this.backlog = backlog;
        this.workers = workers;
        this.observer = observer;
        backlog.whenTooMuch(this::begin);
    }

    Backlog backlog() {
        return backlog;
    }

    void add(SessionRegistry registry) {
        registries.add(registry);
    }

    void remove(SessionRegistry registry) {
        registries.remove(registry);
    }

    /** Whoever notices that too much is kept begins. */
    void look() {
        if (backlog.isTooMuch()) {
            begin();
        }
    }

    private void begin() {
        if (lightening.compareAndSet(false, true)) {
            workers.execute(() -> {
                try {
                    lighten();
                } finally {
                    lightening.set(false);
                }
            });
        }
    }

    private void lighten() {
        while (backlog.isTooMuch()) {
            LiveSession heaviest = heaviest();
            if (heaviest == null) {
                return;
            }
            observer.limitHit("queued-node");
            heaviest.lighten();
        }
    }

    private @Nullable LiveSession heaviest() {
        LiveSession heaviest = null;
        long most = 0;
        for (SessionRegistry registry : registries) {
            for (LiveSession session : registry.all()) {
                long weight = session.weight();
                if (weight > most) {
                    most = weight;
                    heaviest = session;
                }
            }
        }
        return heaviest;
    }
}
