package io.redstart.server.admin;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.redstart.server.observe.Observer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener for those who run the server: numbers for Prometheus at {@code /metrics}, whether the server lives at
 * {@code /health/live}, and whether clients should be sent to it at {@code /health/ready}. It goes on while the server
 * drains, and this is the only package that knows of Micrometer.
 */
public final class MetricsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsListener.class);

    private final MetricsSettings settings;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Metrics metrics = new Metrics(registry);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Server http;
    private final ServerConnector connector;

    /**
     * A listener that does not listen yet, and counts already.
     *
     * @param settings where it will listen
     */
    public MetricsListener(MetricsSettings settings) {
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(8, 1);
        threads.setName("redstart-metrics");
        http = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        connector = new ServerConnector(http, null, null, null, 0, 1, new HttpConnectionFactory(configuration));
        connector.setHost(settings.host());
        connector.setPort(Objects.requireNonNull(settings.port(), "port"));
        http.addConnector(connector);
        List.of(new ClassLoaderMetrics(), new JvmMemoryMetrics(), gc, new JvmThreadMetrics(), new ProcessorMetrics())
                .forEach(binder -> binder.bindTo(registry));
        registry.getPrometheusRegistry().register(metrics.callTimes());
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /**
     * Counts what happens.
     *
     * @return to be told of it
     */
    public Observer observer() {
        return metrics;
    }

    /**
     * Listens from now on.
     *
     * @param levels how much there is
     * @throws IOException if it cannot; the message is a sentence for people
     */
    public void start(NodeLevels levels) throws IOException {
        metrics.show(levels);
        http.setHandler(new SecurityHeaders(
                new OnlyReading(new Handler.Sequence(
                        new Text("metrics", () -> registry.scrape(), "text/plain; version=0.0.4; charset=utf-8"),
                        new Text("health/live", () -> "{\"status\":\"up\"}", "application/json"),
                        new Health("health/ready", levels.draining()),
                        new NotFound())),
                0));
        http.setErrorHandler(new PlainErrors(0, limit -> {}));
        try {
            http.start();
        } catch (Exception failed) {
            throw new IOException("Port " + settings.port() + " of " + settings.host()
                    + " cannot be used for metrics: " + failed.getMessage()
                    + ". Choose another with --set metrics.port=<port>");
        }
        LOG.info("Numbers are at http://{}:{}/metrics", settings.host(), port());
    }

    /**
     * The port it listens on.
     *
     * @return the port
     */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception unwilling) {
            LOG.debug("The metrics' listener did not stop in time", unwilling);
        }
        gc.close();
        registry.close();
    }
}
