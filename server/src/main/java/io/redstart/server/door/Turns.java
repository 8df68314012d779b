package io.redstart.server.door;

import io.redstart.server.transport.Gathering;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing after the other, on the thread that brings the first of them: for lines that are told things by several
 * threads. Whoever brings tasks sees to it that they are not too many.
 */
public final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Runnable whenBroken;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Nothing is being done.
     *
     * @param whenBroken cuts the line it is for, whose state nobody knows any more when a task has failed
     */
    public Turns(Runnable whenBroken) {
        this.whenBroken = whenBroken;
    }

    /**
     * Does something now, or behind what is being done.
     *
     * @param task what to do; must not wait
     */
    public void take(Runnable task) {
        waiting.add(task);
        if (count.getAndIncrement() > 0) {
            return;
        }
        Gathering gathering = Gathering.isGathering() ? null : new Gathering();
        do {
            Runnable next = waiting.remove();
            try {
                Gathering.around(gathering, next);
            } catch (RuntimeException broken) {
                LOG.error("A line is cut, since its door failed", broken);
                whenBroken.run();
            }
            if (gathering != null) {
                gathering.flush();
            }
        } while (count.decrementAndGet() > 0);
    }
}
