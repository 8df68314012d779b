package io.redstart.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the core of the load is from that of the server. A virtual machine moves its cores about: for some seconds the
 * two share a core of the machine with its caches, for some they are far from each other in it. What a server does for a
 * message then costs up to half as much again, whichever server it is, so only what was measured at the same distance is
 * compared.
 */
enum Cores {
    /** They share caches. */
    NEAR,
    /** They do not. */
    FAR,
    /** They were moved while it was measured. */
    MOVED,
    /** That was not looked at, or could not be. */
    UNKNOWN;

    /** What two cores near each other need to pass a number there and back; others need several times as much. */
    private static final double NEAR_NANOS = 150;

    private static final int TRIPS = 1_000;
    /** The shortest counts, since whatever else is run on a core makes them longer. */
    private static final int TRIES = 40;

    private static final long AT_MOST = TimeUnit.MILLISECONDS.toNanos(100);

    /** As it is at both ends of a measurement. */
    Cores with(Cores after) {
        return this == after ? this : this == UNKNOWN || after == UNKNOWN ? UNKNOWN : MOVED;
    }

    @Override
    public String toString() {
        return this == UNKNOWN ? "-" : name().toLowerCase(Locale.ROOT);
    }

    /** Looks, from the core of the load; takes some milliseconds, during which nothing is asked of the server. */
    static Cores now() {
        AtomicLong ball = new AtomicLong();
        Thread other = new Thread(() -> playsBack(ball), "other core");
        other.setDaemon(true);
        other.start();
        double nanos = play(ball);
        ball.set(-1);
        return nanos == 0 ? UNKNOWN : nanos < NEAR_NANOS ? NEAR : FAR;
    }

    /** How long a number takes there and back; 0 if nobody plays. */
    private static double play(AtomicLong ball) {
        long began = System.nanoTime();
        double shortest = 0;
        long trip = 0;
        for (int i = 0; i < TRIES; i++) {
            long from = System.nanoTime();
            for (int j = 0; j < TRIPS; j++) {
                trip += 2;
                ball.set(trip - 1);
                if (!comes(ball, trip, began + AT_MOST)) {
                    return shortest;
                }
            }
            double nanos = (double) (System.nanoTime() - from) / TRIPS;
            shortest = shortest == 0 ? nanos : Math.min(shortest, nanos);
        }
        return shortest;
    }

    private static boolean comes(AtomicLong ball, long trip, long until) {
        int looks = 0;
        while (true) {
            long now = ball.get();
            if (now == trip) {
                return true;
            }
            if (now == -1 || ((++looks & 0xfff) == 0 && System.nanoTime() > until)) {
                return false;
            }
        }
    }

    private static void playsBack(AtomicLong ball) {
        if (!goesToTheServersCore()) {
            ball.set(-1);
            return;
        }
        long trip = 1;
        while (true) {
            long now = ball.get();
            if (now == trip) {
                ball.set(trip + 1);
                trip += 2;
            } else if (now == -1) {
                return;
            }
        }
    }

    /** Moves this thread there, by its number in the system. */
    private static boolean goesToTheServersCore() {
        try {
            String thread =
                    Path.of("/proc/thread-self").toRealPath().getFileName().toString();
            Process moving = new ProcessBuilder("taskset", "-c", "-p", "0", thread)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return moving.waitFor() == 0;
        } catch (IOException cannot) {
            return false;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
