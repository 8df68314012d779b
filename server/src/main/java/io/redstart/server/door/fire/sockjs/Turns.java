package io.redstart.server.door.fire.sockjs;

import io.redstart.server.transport.Gathering;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Does one thing after the other, on the thread that brings the first of them. */
final class Turns {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Does something now, or behind what is being done; it must not wait. */
    void take(Runnable task) {
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
