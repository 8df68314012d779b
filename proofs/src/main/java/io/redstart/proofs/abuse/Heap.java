package io.redstart.proofs.abuse;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use after all garbage was collected. */
final class Heap {
    private static final int TIMES = 4;

    private Heap() {}

    static long bytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
