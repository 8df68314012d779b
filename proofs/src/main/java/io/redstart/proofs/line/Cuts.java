package io.redstart.proofs.line;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Says of each line that is opened how it will end, and counts those that ended so. The same seed says the same of the
 * first, second, third line; which client opens which is up to the threads.
 */
public final class Cuts {
    private static final List<Cut.Kind> KINDS = List.of(Cut.Kind.values());

    private final long seed;
    private final Random random;
    private final Reach reach;
    private final Map<Cut.Kind, Integer> made = new EnumMap<>(Cut.Kind.class);
    private boolean healed;

    /**
     * How far lines get.
     *
     * @param opening as many bytes as the upgrade and the welcome have together; one line in eight ends within
     * @param most the most bytes that pass in the direction that is cut
     * @param frozen how long nobody is told that a line is frozen, at most
     */
    public record Reach(int opening, int most, Duration frozen) {}

    /**
     * Cuts to be.
     *
     * @param seed decides them all
     * @param reach how far lines get
     */
    public Cuts(long seed, Reach reach) {
        this.seed = seed;
        this.random = new Random(seed);
        this.reach = reach;
    }

    /** How the next line ends. */
    synchronized Cut next() {
        if (healed) {
            return Cut.NEVER;
        }
        Cut.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        Direction direction = random.nextBoolean() ? Direction.UP : Direction.DOWN;
        int after = random.nextInt(8) == 0 ? random.nextInt(reach.opening()) : random.nextInt(reach.most());
        int late = kind == Cut.Kind.FREEZE ? (int) reach.frozen().toMillis() : 100;
        return new Cut(
                kind,
                direction,
                after,
                Duration.ofMillis(random.nextInt(late + 1)),
                Duration.ofMillis(random.nextInt(late + 1)));
    }

    /**
     * A line is about to be cut.
     *
     * @return false if lines are left alone by now
     */
    synchronized boolean happens(Cut cut) {
        if (!healed) {
            made.merge(cut.kind(), 1, Integer::sum);
            notifyAll();
        }
        return !healed;
    }

    /**
     * Waits until lines have been cut.
     *
     * @param most how many
     * @param within how long to wait
     * @return false if that took too long
     * @throws InterruptedException if this thread is interrupted
     */
    public synchronized boolean await(int most, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (count() < most) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** From now on no line is cut. */
    public synchronized void heal() {
        healed = true;
    }

    /**
     * How many lines were cut.
     *
     * @return 0 or more
     */
    public synchronized int count() {
        return made.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized String toString() {
        return made + ", seed " + seed;
    }
}
