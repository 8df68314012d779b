package io.redstart.server.invocation;

import io.redstart.api.CallContext;
import io.redstart.api.Interceptor;
import io.redstart.api.Session;
import io.redstart.server.registry.InterceptorModel;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands around calls at one moment, the outermost first. */
final class Interceptors {
    static final Interceptors NONE = new Interceptors(List.of());

    private final List<One> all;
    private final boolean nonBlocking;

    /** One of them, and the bundle it runs in. */
    record One(BundleUse use, InterceptorModel model) {
        static final Comparator<One> OUTERMOST_FIRST = Comparator.<One>comparingInt(
                        one -> one.model().priority())
                .thenComparing(one -> one.use().bundle().name())
                .thenComparing(one -> one.model().type().getName());
    }

    /** What they stand around. */
    interface Surrounded extends CallContext {
        /** Whose client asks for it, as a bundle sees it. */
        Session session(BundleUse use);
    }

    /** The method, as the innermost sees it. */
    @FunctionalInterface
    interface Method {
        @Nullable
        Object call() throws Throwable;
    }

    private Interceptors(List<One> all) {
        this.all = all;
        this.nonBlocking = all.stream().allMatch(one -> one.model().nonBlocking());
    }

    static Interceptors of(List<One> all) {
        return all.isEmpty()
                ? NONE
                : new Interceptors(all.stream().sorted(One.OUTERMOST_FIRST).toList());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether none of them waits. */
    boolean nonBlocking() {
        return nonBlocking;
    }

    /** Holds all their bundles; false, and none is held, if one of them is free already. */
    boolean enter() {
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).use().enter()) {
                for (int entered = 0; entered < i; entered++) {
                    all.get(entered).use().exit();
                }
                return false;
            }
        }
        return true;
    }

    void exit() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).use().exit();
        }
    }

    /** Runs a method with all of them around it, while their bundles are held. */
    @Nullable
    Object around(Surrounded call, Method method) throws Throwable {
        Walk walk = new Walk(call, method);
        try {
            return walk.proceed();
        } finally {
            walk.over();
        }
    }

    /** The way from the outermost to the method, gone once. */
    private final class Walk implements Interceptor.Next {
        private static final int OVER = -1;

        private final Surrounded call;
        private final Method method;
        private int next;

        Walk(Surrounded call, Method method) {
            this.call = call;
            this.method = method;
        }

        @Override
        public @Nullable Object proceed() throws Exception {
            int here = next;
            if (here == OVER) {
                throw new IllegalStateException(
                        "proceed: was called before, or too late (expected: once, inside of" + " around)");
            }
            next = here + 1;
            try {
                return here == all.size() ? call() : intercept(all.get(here));
            } finally {
                over();
            }
        }

        private @Nullable Object intercept(One one) throws Exception {
            Interceptor interceptor = (Interceptor) one.use().single(one.model().type());
            CallContext seen = new CallView(call, one.use());
            return interceptor.around(seen, this);
        }

        private @Nullable Object call() throws Exception {
            try {
                return method.call();
            } catch (Exception | Error thrown) {
                throw thrown;
            } catch (Throwable odd) {
                throw new IllegalStateException(odd);
            }
        }

        /** Whoever stands further in has had its turn: nobody gets past it by going on once more. */
        void over() {
            next = OVER;
        }
    }
}
