package io.redstart.server.invocation;

import io.redstart.api.Channels;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.WireError;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.session.LiveSession;
import io.redstart.server.transport.Gathering;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a bundle's APIs that a session begins and ends: each once, whether the session or the bundle was there first.
 */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final BundleUse use;
    private final Catalogue catalogue;
    private final List<Hook> onOpen = new ArrayList<>();
    private final List<Hook> onClose = new ArrayList<>();
    private final KeptData data;
    /** Held while something is put into a session's turn, so that its end comes behind its beginning. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<LiveSession> told = new HashSet<>();
    /** Those for whom data are kept, and who are not announced yet. */
    private final Set<LiveSession> prepared = new HashSet<>();

    private boolean retired;

    private record Hook(ApiModel api, Method method, MethodHandle handle) {}

    Hooks(BundleUse use, Catalogue catalogue) {
        this.use = use;
        this.catalogue = catalogue;
        this.data = new KeptData(use, catalogue);
        for (ApiModel api : use.bundle().model().apis()) {
            api.onOpen().forEach(method -> onOpen.add(hook(api, method)));
            api.onClose().forEach(method -> onClose.add(hook(api, method)));
        }
    }

    private static Hook hook(ApiModel api, Method method) {
        try {
            return new Hook(api, method, BoundMethod.handle(method));
        } catch (IllegalAccessException hidden) {
            throw new IllegalArgumentException(method + " cannot be reached (expected: public)", hidden);
        }
    }

    void openAll(Collection<LiveSession> sessions) {
        sessions.forEach(this::open);
    }

    /** The bundle is taken out of use: it hears of no more sessions, and that those it knows have ended for it. */
    void retire() {
        List<LiveSession> known;
        lock.lock();
        try {
            retired = true;
            known = Stream.concat(told.stream(), prepared.stream()).toList();
        } finally {
            lock.unlock();
        }
        known.forEach(this::close);
    }

    boolean keepsData() {
        return !data.isEmpty();
    }

    /** Sessions that are there already get their data before anything of this bundle runs for them. */
    void startAll(Collection<LiveSession> sessions) {
        if (keepsData()) {
            sessions.forEach(this::start);
        }
    }

    void start(LiveSession session) {
        if (keepsData() && enters(session)) {
            session.turn()
                    .take(
                            gathering -> finishing(() -> {
                                WireError refused = data.start(session);
                                if (refused != null) {
                                    refuse(session, refused);
                                }
                            }),
                            false);
        }
    }

    /** A session is about to begin; in its turn. Why it must not, if so. */
    @Nullable
    WireError prepare(LiveSession session) {
        if (!keepsData() || !enters(session)) {
            return null;
        }
        try {
            return data.start(session);
        } finally {
            use.exit();
        }
    }

    /** Data are made for a session, and its end will be told. */
    private boolean enters(LiveSession session) {
        lock.lock();
        try {
            if (retired || session.isOver() || !use.enter()) {
                return false;
            }
            prepared.add(session);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A session that is over already is not told of: nobody would tell of its end. */
    void open(LiveSession session) {
        if (onOpen.isEmpty() && onClose.isEmpty() && data.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (!retired && !session.isOver() && told.add(session) && use.enter()) {
                prepared.remove(session);
                session.turn().take(gathering -> finishing(() -> runOpen(session, gathering)), false);
            }
        } finally {
            lock.unlock();
        }
    }

    void close(LiveSession session) {
        lock.lock();
        try {
            boolean wasTold = told.remove(session);
            boolean wasPrepared = prepared.remove(session);
            if ((wasTold || wasPrepared || use.keepsObjects()) && use.enter()) {
                session.turn().take(gathering -> finishing(() -> runClose(session, wasTold, gathering)), false);
            }
        } finally {
            lock.unlock();
        }
    }

    private void runClose(LiveSession session, boolean wasTold, @Nullable Gathering gathering) {
        if (wasTold) {
            for (Hook hook : onClose) {
                try {
                    run(hook, session, gathering);
                } catch (Throwable thrown) {
                    LOG.error("{} failed", name(hook), thrown);
                }
            }
        }
        data.end(session);
        use.forget(session);
    }

    private void finishing(Runnable work) {
        try {
            work.run();
        } finally {
            use.exit();
        }
    }

    private void runOpen(LiveSession session, @Nullable Gathering gathering) {
        WireError refused = data.start(session);
        if (refused != null) {
            refuse(session, refused);
            return;
        }
        for (Hook hook : onOpen) {
            try {
                run(hook, session, gathering);
            } catch (Throwable thrown) {
                refuse(session, Failures.toWire(thrown, name(hook)));
                return;
            }
        }
    }

    private void refuse(LiveSession session, WireError error) {
        Refusal refusal = Refusal.of(error);
        session.close(
                use.encoder()
                        .writer()
                        .write(new FromServer.Bye(refusal.code().code(), refusal.reason(), refusal.retry())),
                refusal.code(),
                refusal.reason());
    }

    private void run(Hook hook, LiveSession session, @Nullable Gathering gathering) throws Throwable {
        CallScope scope = new CallScope(session, 0);
        Object instance = use.instance(hook.api(), session);
        scope.enter();
        try {
            Object ignored = hook.handle().invokeExact(instance, arguments(hook.method(), session));
        } catch (Throwable thrown) {
            scope.drop();
            throw thrown;
        } finally {
            scope.leave();
        }
        Gathering.around(gathering, scope::commit);
    }

    private @Nullable Object[] arguments(Method method, LiveSession session) {
        Class<?>[] types = method.getParameterTypes();
        @Nullable Object[] args = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i] == Session.class) {
                args[i] = catalogue.session(use, session);
            } else if (types[i] == Sessions.class) {
                args[i] = catalogue.sessions(use);
            } else if (types[i] == Channels.class) {
                args[i] = catalogue.channels(use);
            } else if (types[i] == Handshake.class) {
                args[i] = session.handshake();
            } else if (types[i] == User.class) {
                args[i] = session.user();
            }
        }
        return args;
    }

    private static String name(Hook hook) {
        return hook.api().type().getName() + "." + hook.method().getName();
    }
}
