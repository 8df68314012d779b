package io.redstart.server.invocation;

import java.util.concurrent.atomic.AtomicInteger;

/** How many calls, casts, actions and events run or wait in all namespaces of a node. */
public final class NodeCalls {
    private final AtomicInteger open = new AtomicInteger();

    /** One more runs or waits; false, and it is not counted, if that were more than there may be. */
    boolean enter(int most) {
        if (open.incrementAndGet() <= most) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void leave() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }
}
