package io.redstart.server.transport;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** Only there to have a selector: takes in nobody. */
final class NoLines extends SelectorManager {
    NoLines() {
        super(Runnable::run, new ScheduledExecutorScheduler(), 1);
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public org.eclipse.jetty.io.Connection newConnection(
            SelectableChannel channel, EndPoint endPoint, Object attachment) {
        throw new UnsupportedOperationException();
    }
}
