package io.redstart.server.door.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.server.door.Arrival;
import io.redstart.server.transport.ClientAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page connects only if it is the server's own, as a browser understands it, or one that was named. */
class OriginFuzz {
    private static final String FRIEND = "https://app.example.com";
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final WebSocketSettings SETTINGS = new WebSocketSettings("/ws", List.of(FRIEND));

    @FuzzTest(maxDuration = "1m")
    void letsInWhoMay(FuzzedDataProvider data) {
        boolean secure = data.consumeBoolean();
        boolean twice = data.consumeBoolean();
        String host = data.consumeString(40);
        String origin = data.consumeRemainingAsString();
        Arrival arrival = new Arrival();
        arrival.header("Origin", origin);
        if (twice) {
            arrival.header("oRIGIN", FRIEND);
        }
        if (arrival.isAllowed(SETTINGS::allows, new ClientAddress(PEER, secure, host))) {
            assertThat(twice).isFalse();
            if (!origin.equals(FRIEND)) {
                assertThat(scheme(origin)).isEqualTo(secure ? "https" : "http");
                assertThat(origin.substring(origin.indexOf("://") + 3)).isEqualToIgnoringCase(host);
            }
        }
    }

    private static @Nullable String scheme(String origin) {
        try {
            return new URI(origin.replaceAll("(?s)://.*", "://x")).getScheme().toLowerCase(java.util.Locale.ROOT);
        } catch (URISyntaxException none) {
            return null;
        }
    }
}
