package io.redstart.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Threads that may wait: virtual ones where the platform has them, otherwise a pool. */
final class Workers {
    private Workers() {}

    /**
     * Makes workers.
     *
     * @param settings the size of the pool, where there are no virtual threads
     * @return runs each task on a thread that may wait
     */
    static ExecutorService create(WorkerSettings settings) {
        ExecutorService virtual = virtual();
        return virtual != null ? virtual : pool(settings.threads());
    }

    /** Java 21 has them, and this is compiled for 17. */
    private static @Nullable ExecutorService virtual() {
        try {
            MethodHandle create = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
            return (ExecutorService) create.invokeExact();
        } catch (NoSuchMethodException older) {
            return null;
        } catch (Throwable broken) {
            throw new IllegalStateException("virtual threads could not be made", broken);
        }
    }

    private static ExecutorService pool(int threads) {
        return new WorkerPool(threads, Runtime.getRuntime().availableProcessors());
    }
}
