package io.redstart.server.door.websocket;

import io.redstart.api.Handshake;
import io.redstart.server.door.Arrival;
import io.redstart.server.transport.ClientAddress;
import io.redstart.server.transport.TrustedProxies;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a client before its WebSocket is opened: kept for then, if its page may connect. */
final class JakartaUpgrade extends ServerEndpointConfig.Configurator {
    private static final String HANDSHAKE = "io.redstart.handshake";
    /** The API does not tell where a client is; where a container does, it is here. */
    private static final String ADDRESS = "jakarta.websocket.endpoint.remoteAddress";

    private final WebSocketSettings settings;
    private final TrustedProxies proxies;
    private final JakartaDoor door;

    JakartaUpgrade(WebSocketSettings settings, TrustedProxies proxies, JakartaDoor door) {
        this.settings = settings;
        this.proxies = proxies;
        this.door = door;
    }

    /** The handshake of an endpoint that is being opened; null if its page may not connect. */
    static @Nullable Handshake handshake(EndpointConfig config) {
        return (Handshake) config.getUserProperties().remove(HANDSHAKE);
    }

    @Override
    public boolean checkOrigin(@Nullable String origin) {
        return origin == null || origin.matches("https?://.+") || settings.allows(origin);
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.contains(WebSocketDoor.SUBPROTOCOL) ? WebSocketDoor.SUBPROTOCOL : "";
    }

    /** None: compression costs memory for every connection. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Arrival arrival = new Arrival();
        request.getHeaders().forEach((name, values) -> values.forEach(value -> arrival.header(name, value)));
        request.getParameterMap().forEach(arrival::parameter);
        URI uri = request.getRequestURI();
        boolean secure = "https".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
        Object told = config.getUserProperties().get(ADDRESS);
        InetSocketAddress peer = told instanceof InetSocketAddress known ? known : Arrival.UNKNOWN;
        ClientAddress client =
                ClientAddress.of(new ClientAddress(peer, secure, arrival.host()), arrival::values, proxies);
        if (arrival.isAllowed(settings::allows, client)) {
            config.getUserProperties().put(HANDSHAKE, arrival.handshake(uri.getPath(), client.address()));
        }
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(new JakartaEndpoint(door));
    }
}
