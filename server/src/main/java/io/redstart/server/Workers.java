package io.redstart.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Threads that may wait: virtual ones where the platform has them. */
final class Workers {
    private static final String NAME = "redstart-worker-";

    private Workers() {}

    /**
     * Makes workers.
     *
     * @param settings how many there may be, where there are no virtual threads
     * @return runs each task on a thread that may wait
     */
    static WorkerPool create(WorkerSettings settings) {
        int cores = Runtime.getRuntime().availableProcessors();
        ThreadFactory virtual = virtual();
        return virtual != null
                ? new WorkerPool(virtual, Integer.MAX_VALUE, cores)
                : new WorkerPool(platform(), settings.threads(), cores);
    }

    /** Java 21 has them, and this is compiled for 17. */
    static @Nullable ThreadFactory virtual() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle begin = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle name =
                    lookup.findVirtual(ofVirtual, "name", MethodType.methodType(ofVirtual, String.class, long.class));
            MethodHandle end = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            Object named = name.invoke(begin.invoke(), NAME, 1L);
            return (ThreadFactory) end.invoke(named);
        } catch (ClassNotFoundException | NoSuchMethodException | UnsupportedOperationException older) {
            return null;
        } catch (Throwable broken) {
            throw new IllegalStateException("virtual threads could not be made", broken);
        }
    }

    static ThreadFactory platform() {
        AtomicLong begun = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, NAME + begun.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
