package io.redstart.server;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How much of its cores the process uses. Systems tell it no finer than in hundredths of a second. */
final class ProcessorUse {
    /** A process that uses less than this leaves its cores idle. */
    private static final double BUSY = 0.75;

    private final int cores;
    private final com.sun.management.@Nullable OperatingSystemMXBean system =
            ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean known
                    ? known
                    : null;
    private long before = System.nanoTime();
    private long usedBefore = used();

    ProcessorUse(int cores) {
        this.cores = cores;
    }

    private long used() {
        return system == null ? -1 : system.getProcessCpuTime();
    }

    /** Whether cores were idle since this was asked last, as far as is known. */
    boolean leftIdle() {
        long now = System.nanoTime();
        long used = used();
        boolean idle = used < 0 || used - usedBefore < BUSY * cores * (now - before);
        before = now;
        usedBefore = used;
        return idle;
    }
}
