package io.redstart.server;

import com.google.inject.Module;
import io.redstart.api.Channels;
import io.redstart.api.Namespaces;
import io.redstart.api.Sessions;
import io.redstart.server.admin.HttpPages;
import io.redstart.server.admin.MetricsListener;
import io.redstart.server.admin.OnlyReading;
import io.redstart.server.admin.PlainErrors;
import io.redstart.server.admin.SecurityHeaders;
import io.redstart.server.door.websocket.WebSocketDoor;
import io.redstart.server.observe.Observer;
import io.redstart.server.observe.Observers;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.store.DataFile;
import io.redstart.server.transport.Admission;
import io.redstart.server.transport.ProxyLine;
import io.redstart.server.transport.ProxyProtocol;
import io.redstart.server.transport.RequestBounds;
import io.redstart.server.transport.SelectorConnector;
import io.redstart.server.transport.TlsFileException;
import io.redstart.server.transport.TlsReload;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server, in a program of its own or inside another.
 *
 * <pre>{@code
 * try (RedstartServer server = RedstartServer.builder().port(0).api(Clap.class).start()) {
 *     System.out.println("Listening on " + server.uri());
 * }
 * }</pre>
 */
public final class RedstartServer implements RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(RedstartServer.class);

    private final ServerSettings settings;
    private final Core core;
    private final @Nullable MetricsListener metrics;
    private final @Nullable TlsReload tls;
    private final Server http;
    private final Admission admission;
    private final SelectorConnector connector;
    private final Doors doors;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RedstartServer(
            ServerSettings settings, Core core, @Nullable MetricsListener metrics, @Nullable TlsReload tls) {
        this.settings = settings;
        this.core = core;
        this.metrics = metrics;
        this.tls = tls;
        http = new Server(threads());
        admission = new Admission(settings.admission(), this::comesForOthers, core.clock(), core::limitHit);
        connector = connector();
        WebSocketDoor door = core.door();
        door.setHandler(new HttpPages(
                        core::bundles,
                        Version.text(),
                        core::types,
                        core::isStopping,
                        RedstartServer.class.getClassLoader())
                .handler(settings.web()));
        http.addConnector(connector);
        doors = new Doors(settings, core, admission);
        doors.join(http, tls);
        long hsts = settings.http().tls().hsts().toSeconds();
        http.setHandler(new SecurityHeaders(
                new RequestBounds(doors.before(new OnlyReading(door)), settings.admission(), core::limitHit), hsts));
        http.setErrorHandler(new PlainErrors(hsts, core::limitHit));
    }

    /** Whether clients of other addresses come from an address, who are counted by their own when it is known. */
    private boolean comesForOthers(InetAddress address) {
        boolean everybody = settings.http().proxyProtocol() == ProxyProtocol.REQUIRED
                && core.proxies().isEmpty();
        return everybody || core.proxies().contains(address);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool(64, 4);
        pool.setName("redstart-http");
        return pool;
    }

    private SelectorConnector connector() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize((int) settings.http().maxHeaders());
        // JSON is parsed in place, which takes bytes on the heap
        configuration.setUseInputDirectByteBuffers(false);
        List<ConnectionFactory> spoken = new ArrayList<>();
        if (tls != null) {
            // there is one certificate, for whatever name or address the server is called by
            configuration.addCustomizer(new SecureRequestCustomizer(false));
            spoken.add(tls.connections());
        }
        spoken.add(new HttpConnectionFactory(configuration));
        if (settings.http().proxyProtocol() == ProxyProtocol.REQUIRED) {
            spoken.add(0, new ProxyLine(spoken.get(0).getProtocol(), core.proxies()));
        }
        SelectorConnector made = new SelectorConnector(
                http,
                admission,
                settings.admission(),
                core.clock(),
                core::limitHit,
                spoken.toArray(ConnectionFactory[]::new));
        made.beforeWaiting(core.workers()::stepBack);
        made.setHost(settings.http().host());
        made.setPort(settings.http().port());
        made.setIdleTimeout(settings.http().idle().toMillis());
        return made;
    }

    /**
     * Begins to describe a server.
     *
     * @return a builder with the default settings
     */
    public static Builder builder() {
        return new Builder();
    }

    private void start() throws IOException, RejectedBundleException {
        boolean started = false;
        try {
            core.start(this::tick);
            if (metrics != null) {
                metrics.start(core.levels());
            }
            listen();
            if (tls != null) {
                core.everySecond(tls::look);
            }
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
        LOG.info("Listening on {}", uri());
        doors.announce();
    }

    private void tick() {
        connector.tick();
        doors.tick();
    }

    private void listen() throws IOException {
        try {
            http.start();
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException("The server cannot listen: " + failed.getMessage(), failed);
        }
    }

    /**
     * The port it listens on.
     *
     * @return the port that was asked for, or the free one that was picked for 0
     */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * The port a door that is no WebSocket listens on.
     *
     * @param door its name in the settings, such as {@code sockhop}
     * @return the port that was asked for, or the free one that was picked for 0; 0 if the door has none
     */
    public int port(String door) {
        return doors.port(door);
    }

    /**
     * Where its pages are.
     *
     * @return such as {@code http://localhost:8080/}, or {@code https://…} with TLS
     */
    public URI uri() {
        String host = settings.http().host();
        boolean all = host.equals("0.0.0.0") || host.equals("::");
        return URI.create((tls == null ? "http://" : "https://") + (all ? "localhost" : host) + ":" + port() + "/");
    }

    /**
     * Where its WebSocket is.
     *
     * @return such as {@code ws://localhost:8080/ws}, or {@code wss://…} with TLS
     */
    public URI webSocketUri() {
        return URI.create("ws" + uri().toString().substring("http".length())
                + settings.websocket().path().substring(1));
    }

    /**
     * All sessions of the default namespace, for a program that embeds the server.
     *
     * @return the sessions; may be used from any thread
     */
    public Sessions sessions() {
        return core.sessions();
    }

    /**
     * All namespaces, for a program that embeds the server.
     *
     * @return the namespaces; may be used from any thread
     */
    public Namespaces namespaces() {
        return core.namespaces();
    }

    /**
     * All channels of the default namespace.
     *
     * @return the channels; may be used from any thread
     */
    public Channels channels() {
        return core.channels();
    }

    /**
     * How many connections there are, from the moment they are accepted: WebSockets and others.
     *
     * @return 0 or more
     */
    public int connections() {
        return admission.connections();
    }

    /**
     * How many addresses are known to the limits for an address: those with connections, and those that had one within
     * the last minute.
     *
     * @return 0 or more
     */
    public int addresses() {
        return admission.addresses();
    }

    /** Where the numbers are; 0 for nowhere. */
    int metricsPort() {
        return metrics == null ? 0 : metrics.port();
    }

    List<Bundle> bundles() {
        return core.bundles();
    }

    /** Stops it: clients are told to come back later, running calls end, bundles are closed. Waits until all is done. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean listened = connector.isOpen();
        doors.refuseNew();
        core.drain();
        doors.stop();
        core.cut();
        try {
            http.stop();
        } catch (Exception unwilling) {
            LOG.debug("Not every connection closed in time", unwilling);
        }
        core.close();
        if (metrics != null) {
            metrics.close();
        }
        if (listened) {
            LOG.info("Stopped");
        }
    }

    /** Describes a server that is to be started. Not safe for several threads. */
    public static final class Builder {
        private final Map<String, NamespaceBuilder> namespaces = new LinkedHashMap<>();
        private ServerSettings settings = new ServerSettings();
        private Observer observer = Observer.NONE;
        private boolean watchesFolder;

        private Builder() {}

        /**
         * Takes all settings at once.
         *
         * @param all the settings
         * @return this
         */
        public Builder settings(ServerSettings all) {
            settings = all;
            return this;
        }

        /**
         * Sets the port.
         *
         * @param port the port; 0 picks a free one
         * @return this
         * @throws IllegalArgumentException if it is not 0 to 65535
         */
        public Builder port(int port) {
            settings = settings.with(settings.http().on(port));
            return this;
        }

        /**
         * Offers API classes of the program itself; also records and exceptions that go over the wire, where their
         * types should be known, and an authenticator.
         *
         * @param types the classes
         * @return this
         */
        public Builder api(Class<?>... types) {
            own().api(types);
            return this;
        }

        /**
         * Offers an API object that is there already; it serves all sessions.
         *
         * @param api the object
         * @return this
         */
        public Builder instance(Object api) {
            own().instance(api);
            return this;
        }

        /**
         * Binds what the API classes need.
         *
         * @param module a Guice module
         * @return this
         */
        public Builder module(Module module) {
            own().module(module);
            return this;
        }

        /**
         * Describes a namespace beside the default one. Clients of it connect to {@code /ws/shop}, and nothing in one
         * namespace can be reached from another.
         *
         * <pre>{@code
         * builder.namespace("shop", shop -> shop.api(Orders.class));
         * }</pre>
         *
         * @param name its name, {@code [a-z0-9][a-z0-9_-]{0,63}}; {@code default} for the default one
         * @param describes is given what the namespace has so far
         * @return this
         * @throws IllegalArgumentException if the name is none
         */
        public Builder namespace(String name, Consumer<NamespaceBuilder> describes) {
            if (!NamespaceName.isOne(name)) {
                throw new IllegalArgumentException(NamespaceName.mistake(name));
            }
            describes.accept(namespaces.computeIfAbsent(name, any -> new NamespaceBuilder()));
            return this;
        }

        /**
         * Watches a folder and deploys the jars in it.
         *
         * @param apis the folder; made if it is not there
         * @return this
         */
        public Builder folder(Path apis) {
            settings = settings.with(settings.deploy().in(apis));
            watchesFolder = true;
            return this;
        }

        /**
         * Watches the server.
         *
         * @param watching is told what happens
         * @return this
         */
        public Builder observer(Observer watching) {
            observer = watching;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the server, ready for clients
         * @throws IOException if it cannot listen, read its folder, or use its data or the files for TLS; the message is a sentence for people
         * @throws RejectedBundleException if something is wrong with the API classes, with all that is
         */
        public RedstartServer start() throws IOException, RejectedBundleException {
            TlsReload tls = tls();
            MetricsListener metrics =
                    settings.metrics().port() == null ? null : new MetricsListener(settings.metrics());
            Observer all = metrics == null ? observer : Observers.of(observer, metrics.observer());
            RedstartServer server = new RedstartServer(settings, core(all), metrics, tls);
            server.start();
            return server;
        }

        /**
         * Starts the server inside a program that listens already: its container opens the WebSockets, at the path of
         * {@link ServerSettings#websocket()} below that of the web application. To be called when the container asks
         * an application for its endpoints, which is before the first request. Pages, types and health are not served;
         * of {@link ServerSettings#http()} only {@code drainDelay}, {@code drainWithin} and {@code trustedProxies}
         * count.
         *
         * @param container the container of the web application
         * @return the server, which is to be closed before the container stops
         * @throws IOException if the container or the folder refuses; the message is a sentence for people
         * @throws RejectedBundleException if something is wrong with the API classes, with all that is
         */
        public HostedServer attachTo(ServerContainer container) throws IOException, RejectedBundleException {
            return HostedServer.start(core(observer), container);
        }

        private @Nullable TlsReload tls() throws IOException {
            try {
                return settings.http().tls().isOn()
                        ? new TlsReload(settings.http().tls())
                        : null;
            } catch (TlsFileException unfit) {
                throw new IOException(unfit.getMessage(), unfit);
            }
        }

        private Core core(Observer watching) throws IOException {
            Path folder = settings.data().folder();
            DataFile data = folder == null ? null : DataFile.open(folder, InstantSource.system());
            boolean made = false;
            try {
                Core core = new Core(settings, watching, watchesFolder, Map.copyOf(namespaces), data);
                made = true;
                return core;
            } finally {
                if (!made && data != null) {
                    data.close();
                }
            }
        }

        private NamespaceBuilder own() {
            return namespaces.computeIfAbsent(NamespaceName.DEFAULT, any -> new NamespaceBuilder());
        }
    }
}
