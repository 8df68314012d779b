package io.redstart.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of one client's wire one after the other: whoever brings a step while none runs, runs it and all that
 * are brought meanwhile. No step waits for anything, so no lock is held and no thread is kept.
 */
final class Turn {
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<Throwable> report;

    Turn(Consumer<Throwable> report) {
        this.report = report;
    }

    void take(Runnable step) {
        steps.add(step);
        if (waiting.getAndIncrement() == 0) {
            do {
                run(steps.poll());
            } while (waiting.decrementAndGet() > 0);
        }
    }

    private void run(@Nullable Runnable step) {
        try {
            if (step != null) {
                step.run();
            }
        } catch (Throwable unexpected) { // the next step must run all the same
            report.accept(unexpected);
        }
    }
}
