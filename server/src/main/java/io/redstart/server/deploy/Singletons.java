package io.redstart.server.deploy;

import com.google.inject.spi.ProvisionListener;

/**
 * Watches the singletons of a bundle being made: those that can be closed are closed with it, and none gets to know a
 * session, even if it is made while an object of a session is: it would keep the first one that came along.
 */
final class Singletons implements ProvisionListener {
    private final SessionSlot slot;
    private final Closers closers;

    Singletons(SessionSlot slot, Closers closers) {
        this.slot = slot;
        this.closers = closers;
    }

    @Override
    public <T> void onProvision(ProvisionInvocation<T> invocation) {
        if (slot.with(null, invocation::provision) instanceof AutoCloseable closeable) {
            closers.add(closeable);
        }
    }
}
