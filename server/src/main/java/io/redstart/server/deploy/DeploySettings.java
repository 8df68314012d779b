package io.redstart.server.deploy;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where bundles come from, and how big one may be.
 *
 * @param folder jars dropped here are deployed, jars deleted here are undeployed
 * @param scanPeriod how often the folder is looked at; a jar is taken once two looks saw it unchanged
 * @param maxSize the largest jar, in bytes
 * @param maxEntries the most files in a jar
 * @param maxUnpacked the most a jar may hold, unpacked, in bytes
 * @param startWithin how long a bundle may take to start
 * @param drainWithin how long calls that still run in a replaced bundle are waited for
 */
public record DeploySettings(
        Path folder,
        Duration scanPeriod,
        long maxSize,
        int maxEntries,
        long maxUnpacked,
        Duration startWithin,
        Duration drainWithin) {
    private static final long MIB = 1024 * 1024;

    /** The defaults. */
    public DeploySettings() {
        this(
                Path.of("apis"),
                Duration.ofMillis(500),
                50 * MIB,
                10_000,
                200 * MIB,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    public DeploySettings {
        positive("scanPeriod", scanPeriod);
        positive("maxSize", maxSize);
        positive("maxEntries", maxEntries);
        positive("maxUnpacked", maxUnpacked);
        positive("startWithin", startWithin);
        if (drainWithin.isNegative()) {
            throw new IllegalArgumentException("drainWithin: " + drainWithin + " (expected: 0 or longer)");
        }
    }

    /**
     * The same with another folder.
     *
     * @param other the folder
     * @return the settings
     */
    public DeploySettings in(Path other) {
        return new DeploySettings(other, scanPeriod, maxSize, maxEntries, maxUnpacked, startWithin, drainWithin);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}
