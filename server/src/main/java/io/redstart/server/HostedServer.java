package io.redstart.server;

import io.redstart.api.Channels;
import io.redstart.api.Namespaces;
import io.redstart.api.Sessions;
import io.redstart.server.registry.RejectedBundleException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server inside a program that listens for it: any container of the Jakarta WebSocket API.
 *
 * <pre>{@code
 * HostedServer redstart = RedstartServer.builder().api(Clap.class).attachTo(container);
 * }</pre>
 *
 * <p>A client that may not come in is told so by a close code, where a {@link RedstartServer} answers with an HTTP
 * status: 4501 if the authenticator refuses it, 4504 if its namespace is not there, 4507 if it is a page that may not
 * connect.
 */
public final class HostedServer implements RunningServer {
    private final Core core;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HostedServer(Core core) {
        this.core = core;
    }

    static HostedServer start(Core core, ServerContainer container) throws IOException, RejectedBundleException {
        HostedServer server = new HostedServer(core);
        boolean started = false;
        try {
            core.start(() -> {});
            for (ServerEndpointConfig endpoint : core.hostedDoor().endpoints()) {
                container.addEndpoint(endpoint);
            }
            started = true;
        } catch (DeploymentException refused) {
            throw new IOException("The container does not open the WebSocket: " + refused.getMessage(), refused);
        } finally {
            if (!started) {
                server.close();
            }
        }
        return server;
    }

    /**
     * All sessions of the default namespace.
     *
     * @return the sessions; may be used from any thread
     */
    public Sessions sessions() {
        return core.sessions();
    }

    /**
     * All namespaces.
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
     * Stops it: clients are told to come back later, running calls end, bundles are closed. Waits until all is done.
     * The container goes on, and sends away whoever connects.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            core.drain();
            core.cut();
            core.close();
        }
    }
}
