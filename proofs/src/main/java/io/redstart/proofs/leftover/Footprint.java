package io.redstart.proofs.leftover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param heap bytes that are alive
 * @param metaspace bytes of classes
 * @param threads how many threads
 * @param files how many file descriptors; 0 where the system does not show them
 */
record Footprint(long heap, long metaspace, int threads, long files) {
    private static final int COLLECTIONS = 3;

    static Footprint now() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .map(MemoryPoolMXBean::getUsage)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum(),
                Thread.activeCount(),
                openFiles());
    }

    private static long openFiles() {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static double mib(long bytes) {
        return bytes / 1024.0 / 1024.0;
    }
}
