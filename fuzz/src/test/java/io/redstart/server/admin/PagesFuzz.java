package io.redstart.server.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.api.Session;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a request asks for, nothing is looked for outside of a bundle's pages, and no answer is a failure. */
class PagesFuzz {
    private static final String FOLDER = "META-INF/redstart/web/";
    private static final LocalConnector CONNECTOR = start();

    private static LocalConnector start() {
        Server server = new Server();
        LocalConnector connector = new LocalConnector(server);
        server.addConnector(connector);
        Bundle todo = new Todo("todo", new Watched());
        server.setHandler(new Handler.Sequence(new WebPages(() -> List.of(todo), new WebSettings()), new NotFound()));
        server.setErrorHandler(new PlainErrors(0, limit -> {}));
        try {
            server.start();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        return connector;
    }

    @FuzzTest(maxDuration = "1m")
    void staysInItsFolder(byte[] target) throws Exception {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes("GET /".getBytes(ISO_8859_1));
        request.writeBytes(target);
        request.writeBytes(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
        ByteBuffer answered = CONNECTOR.getResponse(ByteBuffer.wrap(request.toByteArray()));
        if (answered == null) {
            return;
        }
        String answer = ISO_8859_1.decode(answered).toString();
        assertThat(answer)
                .doesNotStartWith("HTTP/1.1 500")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        String head = answer.split("\r\n\r\n", 2)[0];
        // a name that the client chose would be a header of its own
        assertThat(head.lines().skip(1)).allMatch(line -> line.matches("[A-Z][A-Za-z-]*: .*"));
    }

    /** Two files, and a loader that fails when it is asked for anything that is not below their folder. */
    private static final class Watched extends ClassLoader {
        private static final Map<String, String> FILES =
                Map.of(FOLDER + "index.html", "<h1>Page</h1>", FOLDER + "a/b.css", "b{}");

        private static final URLStreamHandler NO_HANDLER = new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) throws IOException {
                throw new IOException("not to be opened");
            }
        };

        Watched() {
            super(null);
        }

        private static void check(String name) {
            List<String> parts = List.of(name.split("/", -1));
            boolean inside = name.startsWith(FOLDER)
                    && !name.contains("\\")
                    && name.chars().noneMatch(Character::isISOControl)
                    && !parts.contains("..")
                    && !parts.contains(".")
                    && parts.stream().limit(parts.size() - 1L).noneMatch(String::isEmpty);
            if (!inside) {
                throw new AssertionError("looked for '" + name + "'");
            }
        }

        @Override
        public @Nullable URL getResource(String name) {
            check(name);
            if (!FILES.containsKey(name)) {
                return null;
            }
            try {
                return new URL(null, "memory:/file", NO_HANDLER);
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            check(name);
            String content = FILES.get(name);
            return content == null ? null : new ByteArrayInputStream(content.getBytes(ISO_8859_1));
        }
    }

    /** What has those files; nothing else of it is asked for. */
    private record Todo(String name, ClassLoader loader) implements Bundle {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public BundleModel model() {
            return new BundleModel(name, List.of(), List.of(), List.of(), List.of(), null);
        }

        @Override
        public JsonMapper mapper() {
            return JsonMapper.shared();
        }

        @Override
        public <T> T instance(Class<T> type, @Nullable Session session) {
            throw new UnsupportedOperationException("instance");
        }
    }
}
