package io.redstart.server;

import com.google.inject.Module;
import io.redstart.api.Sessions;
import io.redstart.server.admin.HttpPages;
import io.redstart.server.admin.PlainErrors;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.door.websocket.WebSocketDoor;
import io.redstart.server.observe.Observer;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.transport.Admission;
import io.redstart.server.transport.RequestBounds;
import io.redstart.server.transport.SelectorConnector;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
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
    private final Server http;
    private final Admission admission;
    private final SelectorConnector connector;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RedstartServer(ServerSettings settings, Core core) {
        this.settings = settings;
        this.core = core;
        http = new Server(threads());
        admission = new Admission(settings.admission(), address -> false, core.clock(), core::limitHit);
        connector = connector();
        WebSocketDoor door = core.door();
        door.setHandler(new HttpPages(
                        core::bundles,
                        Version.text(),
                        core::types,
                        core::isDraining,
                        RedstartServer.class.getClassLoader())
                .handler(settings.web()));
        http.addConnector(connector);
        http.setHandler(new RequestBounds(door, settings.admission(), core::limitHit));
        http.setErrorHandler(new PlainErrors(core::limitHit));
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
        SelectorConnector made = new SelectorConnector(
                http,
                admission,
                settings.admission(),
                core.clock(),
                core::limitHit,
                new HttpConnectionFactory(configuration));
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

    private void start(@Nullable ClasspathBundle own) throws IOException, RejectedBundleException {
        boolean started = false;
        try {
            core.start(own, connector::tick);
            listen();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
        LOG.info("Listening on {}", uri());
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
     * Where its pages are.
     *
     * @return such as {@code http://localhost:8080/}
     */
    public URI uri() {
        String host = settings.http().host();
        boolean all = host.equals("0.0.0.0") || host.equals("::");
        return URI.create("http://" + (all ? "localhost" : host) + ":" + port() + "/");
    }

    /**
     * Where its WebSocket is.
     *
     * @return such as {@code ws://localhost:8080/ws}
     */
    public URI webSocketUri() {
        return URI.create("ws" + uri().toString().substring("http".length())
                + settings.websocket().path().substring(1));
    }

    /**
     * All sessions, for a program that embeds the server.
     *
     * @return the sessions; may be used from any thread
     */
    public Sessions sessions() {
        return core.sessions();
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
        core.drain();
        try {
            http.stop();
        } catch (Exception unwilling) {
            LOG.debug("Not every connection closed in time", unwilling);
        }
        core.close();
        if (listened) {
            LOG.info("Stopped");
        }
    }

    /** Describes a server that is to be started. Not safe for several threads. */
    public static final class Builder {
        private final List<Class<?>> classes = new ArrayList<>();
        private final List<Object> instances = new ArrayList<>();
        private final List<Module> modules = new ArrayList<>();
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
            HttpSettings http = settings.http();
            settings = settings.with(
                    new HttpSettings(http.host(), port, http.maxHeaders(), http.idle(), http.drainWithin()));
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
            classes.addAll(List.of(types));
            return this;
        }

        /**
         * Offers an API object that is there already; it serves all sessions.
         *
         * @param api the object
         * @return this
         */
        public Builder instance(Object api) {
            instances.add(api);
            return this;
        }

        /**
         * Binds what the API classes need.
         *
         * @param module a Guice module
         * @return this
         */
        public Builder module(Module module) {
            modules.add(module);
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
         * @throws IOException if it cannot listen or read its folder; the message is a sentence for people
         * @throws RejectedBundleException if something is wrong with the API classes, with all that is
         */
        public RedstartServer start() throws IOException, RejectedBundleException {
            RedstartServer server = new RedstartServer(settings, core());
            server.start(own());
            return server;
        }

        /**
         * Starts the server inside a program that listens already: its container opens the WebSockets, at the path of
         * {@link ServerSettings#websocket()} below that of the web application. To be called when the container asks
         * an application for its endpoints, which is before the first request. Pages, types and health are not served;
         * of {@link ServerSettings#http()} only {@code drainWithin} counts.
         *
         * @param container the container of the web application
         * @return the server, which is to be closed before the container stops
         * @throws IOException if the container or the folder refuses; the message is a sentence for people
         * @throws RejectedBundleException if something is wrong with the API classes, with all that is
         */
        public HostedServer attachTo(ServerContainer container) throws IOException, RejectedBundleException {
            return HostedServer.start(core(), own(), container);
        }

        private Core core() {
            return new Core(settings, observer, watchesFolder);
        }

        private @Nullable ClasspathBundle own() {
            boolean given = !classes.isEmpty() || !instances.isEmpty();
            return given ? new ClasspathBundle("embedded", classes, instances, modules) : null;
        }
    }
}
