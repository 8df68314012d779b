package io.redstart.server.invocation;

import io.redstart.api.Session;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.Bundle;
import io.redstart.server.session.LiveSession;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A bundle in use: the objects it has for each session, and how many things run in it. It is free when it was retired
 * and nothing runs in it any more.
 */
final class BundleUse {
    private final Bundle bundle;
    private final PushEncoder encoder;
    private final Validation validation;
    private final AtomicInteger users = new AtomicInteger(1);
    private final CompletableFuture<Void> free = new CompletableFuture<>();
    private final Map<LiveSession, Map<Class<?>, Object>> objects = new ConcurrentHashMap<>();
    private final Map<Class<?>, Object> singletons = new ConcurrentHashMap<>(4);
    /** Asked only when a message of a session comes after its end. */
    private final Set<LiveSession> forgotten =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Function<LiveSession, Session> sessionView;
    private final boolean keepsObjects;

    BundleUse(Bundle bundle, PushEncoder encoder, Validation validation, Function<LiveSession, Session> sessionView) {
        this.bundle = bundle;
        this.encoder = encoder;
        this.validation = validation;
        this.sessionView = sessionView;
        this.keepsObjects = bundle.model().apis().stream().anyMatch(api -> !api.singleton());
    }

    Bundle bundle() {
        return bundle;
    }

    PushEncoder encoder() {
        return encoder;
    }

    Validation validation() {
        return validation;
    }

    /** Something is about to run in it; false if it is free already. */
    boolean enter() {
        for (int now = users.get(); now > 0; now = users.get()) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    void exit() {
        if (users.decrementAndGet() == 0) {
            objects.clear();
            singletons.clear();
            validation.close();
            free.complete(null);
        }
    }

    /** Nothing new comes in. */
    CompletionStage<Void> retire() {
        exit();
        return free;
    }

    Object instance(ApiModel api, LiveSession session) {
        if (api.singleton()) {
            return single(api.type());
        }
        Map<Class<?>, Object> own = objects.computeIfAbsent(session, s -> new ConcurrentHashMap<>(2));
        Object existing = own.get(api.type());
        if (existing != null) {
            return existing;
        }
        Object made = make(api, session);
        Object raced = own.putIfAbsent(api.type(), made);
        if (session.isOver() && forgotten.contains(session)) {
            objects.remove(session);
        }
        return raced == null ? made : raced;
    }

    /** What a constructor throws is for the caller, as what a method throws. */
    private Object make(ApiModel api, LiveSession session) {
        return made(api.type(), sessionView.apply(session));
    }

    /** A new object of a class for a session; throws what its constructor throws. */
    Object made(Class<?> type, Session session) {
        try {
            return bundle.instance(type, session);
        } catch (IllegalStateException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw failed;
        }
    }

    /** The one object of a class. The injector would look it up for each call, on a detour that allocates. */
    Object single(Class<?> type) {
        Object known = singletons.get(type);
        if (known != null) {
            return known;
        }
        Object made = bundle.instance(type, null);
        singletons.put(type, made);
        return made;
    }

    /** Whether a session that is over leaves something behind. */
    boolean keepsObjects() {
        return keepsObjects;
    }

    /** A session is over, or has done with this version of the bundle. */
    void forget(LiveSession session) {
        forgotten.add(session);
        objects.remove(session);
    }
}
