package io.redstart.server.transport;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Accepts connections that are read in the selector's thread: as many as may come, and those of HTTP only as long as they
 * say in time what they want.
 */
public final class SelectorConnector extends ServerConnector {
    private final Admission admission;
    private final AdmissionSettings settings;
    private final LongSupplier clock;
    private final Consumer<String> limitHit;
    private Runnable beforeWaiting = () -> {};

    /**
     * A connector.
     *
     * @param server the server it belongs to
     * @param admission says who may come
     * @param settings says in what time
     * @param clock tells the time in milliseconds; only grows
     * @param limitHit is told the name of a limit that ended a connection
     * @param factories what is spoken on it
     */
    public SelectorConnector(
            Server server,
            Admission admission,
            AdmissionSettings settings,
            LongSupplier clock,
            Consumer<String> limitHit,
            ConnectionFactory... factories) {
        super(server, null, null, null, 1, 1, factories);
        this.admission = admission;
        this.settings = settings;
        this.clock = clock;
        this.limitHit = limitHit;
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new TcpArrivals(executor, scheduler, selectors);
    }

    /**
     * Has the thread that reads do something each time before it waits for something to read.
     *
     * @param action before the connector is started; must be short
     */
    public void beforeWaiting(Runnable action) {
        beforeWaiting = action;
    }

    /** Time goes by: whoever is too slow to say what it wants, or to take the answer, is cut. */
    public void tick() {
        long now = clock.getAsLong();
        for (EndPoint endPoint : getConnectedEndPoints()) {
            if (endPoint instanceof SelectorEndPoint line && line.isLate(now)) {
                limitHit.accept("request-time");
                line.close();
            }
        }
        admission.tick();
    }

    private final class TcpArrivals extends Arrivals {
        TcpArrivals(Executor executor, Scheduler scheduler, int selectors) {
            super(SelectorConnector.this, executor, scheduler, selectors);
        }

        @Override
        Runnable beforeWaiting() {
            return beforeWaiting;
        }

        @Override
        Terms terms() {
            return new Terms(admission, settings, clock);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
            onEndPointOpened(endPoint);
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            onEndPointClosed(endPoint);
            super.endPointClosed(endPoint);
        }
    }
}
