package io.redstart.server.channel;

import io.redstart.server.transport.Gathering;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The channels a session is in. */
final class Joined {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Channel> channels = new HashSet<>(2);

    /** What a step does. */
    interface Step {
        void with(Set<Channel> channels);
    }

    /** One step; what it tells is written when the lock is free. A channel's own steps may be part of it. */
    void step(Step step) {
        Gathering.under(lock, () -> step.with(channels));
    }
}
