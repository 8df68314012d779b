package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** A request is heard only behind a line that names its client, or says that there is none; whatever else comes. */
class ProxyLineFuzz {
    private static final byte[] BINARY = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1);
    private static final AtomicReference<SocketAddress> HEARD = new AtomicReference<>();
    private static final LocalConnector CONNECTOR = started();

    private static LocalConnector started() {
        Server server = new Server();
        HttpConnectionFactory http = new HttpConnectionFactory();
        LocalConnector connector = new LocalConnector(
                server, null, null, null, 1, new ProxyLine(http.getProtocol(), TrustedProxies.of(List.of())), http);
        connector.setIdleTimeout(200);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                HEARD.set(request.getConnectionMetaData().getRemoteSocketAddress());
                callback.succeeded();
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        return connector;
    }

    @FuzzTest(maxDuration = "1m")
    void believesWhoIsNamed(byte[] line) throws Exception {
        HEARD.set(null);
        byte[] all = Arrays.copyOf(line, line.length + REQUEST.length);
        System.arraycopy(REQUEST, 0, all, line.length, REQUEST.length);
        try (LocalConnector.LocalEndPoint end = CONNECTOR.connect()) {
            end.addInput(ByteBuffer.wrap(all));
            end.addInputEOF();
            end.waitUntilClosedOrIdleFor(5, TimeUnit.SECONDS);
        }
        SocketAddress client = HEARD.get();
        if (client != null) {
            assertThat(startsLike(all, BINARY) || startsLike(all, "PROXY ".getBytes(ISO_8859_1)))
                    .isTrue();
            if (client instanceof InetSocketAddress address) {
                assertThat(address.isUnresolved()).isFalse();
            }
        }
    }

    private static boolean startsLike(byte[] all, byte[] beginning) {
        return all.length >= beginning.length
                && Arrays.equals(all, 0, beginning.length, beginning, 0, beginning.length);
    }
}
