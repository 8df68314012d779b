package io.redstart.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Opens WebSockets with a container of the Jakarta API. */
final class JakartaDialer implements Line.Dialer {
    private static final String SUBPROTOCOL = "redstart.v1";

    private final URI uri;
    private final Supplier<WebSocketContainer> container;
    private final Executor workers;
    private final int maxFrame;

    JakartaDialer(URI uri, Supplier<WebSocketContainer> container, Executor workers, int maxFrame) {
        this.uri = uri;
        this.container = container;
        this.workers = workers;
        this.maxFrame = maxFrame;
    }

    @Override
    public Line dial(Line.Events events) {
        var line = new JakartaLine(events, workers, maxFrame);
        workers.execute(() -> connect(line));
        return line;
    }

    private void connect(JakartaLine line) {
        var response = new UpgradeResponse();
        var config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of(SUBPROTOCOL))
                .configurator(response)
                .build();
        try {
            container.get().connectToServer(line, config, uri);
        } catch (DeploymentException | IOException | RuntimeException failed) {
            int status = UpgradeResponse.status(failed);
            if (status == 0) {
                line.failed(failed);
            } else {
                line.refused(status, response.retryAfter());
            }
        }
    }
}
