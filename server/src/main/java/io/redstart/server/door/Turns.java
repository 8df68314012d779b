package io.redstart.server.door;

import io.redstart.server.transport.Gathering;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does one thing after the other, on the thread that brings the first of them: for lines that are told things by several
 * threads. Whoever brings tasks sees to it that they are not too many.
 */
public final class Turns {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Nothing is being done. */
    public Turns() {}

    /**
     * Does something now, or behind what is being done.
     *
     * @param task what to do; must not wait, and must not throw
     */
    public void take(Runnable task) {
        waiting.add(task);
        if (count.getAndIncrement() > 0) {
            return;
        }
        Gathering gathering = Gathering.isGathering() ? null : new Gathering();
        do {
            Runnable next = waiting.remove();
            Gathering.around(gathering, next);
            if (gathering != null) {
                gathering.flush();
            }
        } while (count.decrementAndGet() > 0);
    }
}
