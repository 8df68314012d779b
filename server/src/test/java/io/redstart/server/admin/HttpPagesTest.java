package io.redstart.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Session;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.MethodModel;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class HttpPagesTest {
    @TempDir
    Path folder;

    final List<Bundle> bundles = new ArrayList<>();
    final AtomicBoolean draining = new AtomicBoolean();
    final Server server = new Server();
    final LocalConnector connector = new LocalConnector(server);

    @BeforeEach
    void start() throws Exception {
        start(new WebSettings());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void servesThePagesOfABundleBelowItsName() throws Exception {
        bundles.add(bundle("todo", "index.html", "<h1>Todo</h1>", "a/b.css", "b{}"));

        HttpTester.Response page = get("/todo/");
        assertThat(page.getStatus()).isEqualTo(200);
        assertThat(page.getContent()).isEqualTo("<h1>Todo</h1>");
        assertThat(page.get("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.get("Cache-Control")).isEqualTo("no-cache");
        assertThat(get("/todo/a/b.css").get("Content-Type")).isEqualTo("text/css; charset=utf-8");
    }

    @Test
    void servesTheOnlyPagesAtTheRootToo() throws Exception {
        bundles.add(bundle("todo", "index.html", "todo"));
        bundles.add(bundle("quiet"));
        assertThat(get("/").getContent()).isEqualTo("todo");

        bundles.add(bundle("chat", "index.html", "chat"));
        assertThat(get("/").getContent()).contains("<h1>Redstart 1.2</h1>");
    }

    @Test
    void servesTheChosenPagesAtTheRoot() throws Exception {
        server.stop();
        start(new WebSettings("chat"));
        bundles.add(bundle("todo", "index.html", "todo"));
        bundles.add(bundle("chat", "index.html", "chat"));

        assertThat(get("/index.html").getContent()).isEqualTo("chat");
    }

    @Test
    void leadsToTheFolderOfAPage() throws Exception {
        bundles.add(bundle("todo", "index.html", "todo", "sub/index.html", "sub"));

        assertThat(get("/todo").get("Location")).isEqualTo("/todo/");
        assertThat(get("/todo/sub?a=b").get("Location")).isEqualTo("/todo/sub/?a=b");
        assertThat(get("/todo/sub/").getContent()).isEqualTo("sub");
    }

    @Test
    void saysThatAPageIsStillTheSame() throws Exception {
        bundles.add(bundle("todo", "index.html", "todo"));
        String etag = get("/todo/").get("ETag");
        HttpTester.Response again = ask("GET /todo/ HTTP/1.1", "If-None-Match: \"other\", W/" + etag);

        assertThat(again.getStatus()).isEqualTo(304);
        assertThat(again.get("ETag")).isEqualTo(etag);
        bundles.set(0, bundle("todo", "index.html", "changed"));
        assertThat(ask("GET /todo/ HTTP/1.1", "If-None-Match: " + etag).getContent())
                .isEqualTo("changed");
    }

    @Test
    void answersHeadWithoutContent() throws Exception {
        bundles.add(bundle("todo", "index.html", "todo"));
        HttpTester.Response head = HttpTester.parseHeadResponse(
                connector.getResponse("HEAD /todo/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

        assertThat(head.getStatus()).isEqualTo(200);
        assertThat(head.get("Content-Length")).isEqualTo("4");
    }

    @Test
    void letsBrowsersKeepFilesThatNeverChange() throws Exception {
        bundles.add(bundle("todo", "index.html", "todo", "assets/index-BZ2n7_x9.js", "1", "assets/logo.svg", "2"));

        assertThat(get("/todo/assets/index-BZ2n7_x9.js").get("Cache-Control")).endsWith("immutable");
        assertThat(get("/todo/assets/logo.svg").get("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void onlyReads() throws Exception {
        bundles.add(bundle("todo", "index.html", "todo"));
        HttpTester.Response refused = ask("POST /todo/ HTTP/1.1", "Content-Length: 0");

        assertThat(refused.getStatus()).isEqualTo(405);
        assertThat(refused.get("Allow")).isEqualTo("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/todo/../secret.txt",
                "/todo/%2e%2e/secret.txt",
                "/todo/..%2fsecret.txt",
                "/todo/%2e%2e%2fsecret.txt",
                "/todo/..%5csecret.txt",
                "/todo/..;/secret.txt",
                "/todo//index.html",
                "//todo/",
                "/todo/sub",
                "/todo/sub/",
                "/todo/index.html/",
                "/todo/index.html%00.css",
                "/META-INF/redstart/secret.txt",
                "/todo/./../../secret.txt"
            })
    void leadsNowhereElse(String path) throws Exception {
        bundles.add(bundle("todo", "index.html", "todo", "sub/page.txt", "x", "../secret.txt", "secret"));
        HttpTester.Response answer = get(path);

        assertThat(answer.getStatus()).isIn(400, 404);
        assertThat(answer.getContent()).doesNotContain("secret").doesNotContain("page.txt");
    }

    @Test
    void forgetsThePagesOfABundleThatIsGone() throws Exception {
        bundles.add(bundle("todo", "index.html", "todo"));
        assertThat(get("/todo/").getStatus()).isEqualTo(200);
        bundles.clear();

        assertThat(get("/todo/").getStatus()).isEqualTo(404);
    }

    @Test
    void protectsEveryAnswer() throws Exception {
        for (String path : List.of("/", "/nothing", "/redstart/health")) {
            HttpTester.Response answer = get(path);
            assertThat(answer.get("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.get("X-Frame-Options")).isEqualTo("SAMEORIGIN");
            assertThat(answer.get("Content-Security-Policy")).contains("frame-ancestors 'self'");
            assertThat(answer.get("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(answer.get("Cross-Origin-Opener-Policy")).isEqualTo("same-origin-allow-popups");
            assertThat(answer.get("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(answer.get("Strict-Transport-Security")).isNull();
        }
    }

    @Test
    void listsTheApisIfThereAreNoPages() throws Exception {
        assertThat(get("/").getContent()).contains("Drop a jar");
        bundles.add(bundle("<script>"));

        assertThat(get("/").getContent())
                .contains("&lt;script&gt;", "todos.add")
                .doesNotContain("<script>");
    }

    @Test
    void tellsItsHealth() throws Exception {
        assertThat(get("/redstart/health").getContent()).isEqualTo("{\"status\":\"up\"}");
        draining.set(true);

        assertThat(get("/redstart/health").getStatus()).isEqualTo(503);
    }

    @Test
    void servesTheTypes() throws Exception {
        assertThat(get("/redstart/api.ts").getContent()).isEqualTo("export type Api = {}");
        assertThat(get("/redstart/api.ts").get("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void servesTheClient() throws Exception {
        HttpTester.Response script = get("/redstart/client.js");

        assertThat(script.getContent()).isEqualTo("export {}");
        assertThat(script.get("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(get("/redstart/redux.js").getStatus()).isEqualTo(404);
        assertThat(get("/redstart/redux.js").getContent()).contains("redstart-client-js");
    }

    private void start(WebSettings settings) throws Exception {
        ClassLoader scripts = loader("scripts", "META-INF/redstart/client/client.js", "export {}");
        HttpPages pages = new HttpPages(
                () -> List.copyOf(bundles),
                "1.2",
                name -> name.equals("default") ? "export type Api = {}" : null,
                draining::get,
                scripts);
        server.setConnectors(new Connector[] {connector});
        server.setErrorHandler(new PlainErrors(0, limit -> {}));
        server.setHandler(new SecurityHeaders(new OnlyReading(pages.handler(settings)), 0));
        server.start();
    }

    private HttpTester.Response get(String path) throws Exception {
        return ask("GET " + path + " HTTP/1.1");
    }

    private HttpTester.Response ask(String line, String... headers) throws Exception {
        String head = line + "\r\nHost: localhost\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n") + "\r\n";
        return HttpTester.parseResponse(connector.getResponse(head, 10, TimeUnit.SECONDS));
    }

    private Bundle bundle(String name, String... files) throws Exception {
        String[] below = files.clone();
        for (int i = 0; i < files.length; i += 2) {
            below[i] = "META-INF/redstart/web/" + files[i];
        }
        return new Pages(name, loader("bundle", below));
    }

    private ClassLoader loader(String kind, String... files) throws IOException {
        Path root = Files.createTempDirectory(folder, kind);
        for (int i = 0; i < files.length; i += 2) {
            Path file = root.resolve(files[i]).normalize();
            Files.createDirectories(file.getParent());
            Files.writeString(file, files[i + 1]);
        }
        try {
            return new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private record Pages(String name, ClassLoader loader) implements Bundle {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public BundleModel model() {
            MethodModel method;
            try {
                method = new MethodModel(
                        "todos.add",
                        Pages.class.getMethod("version"),
                        List.of(),
                        MethodModel.Answer.VALUE,
                        String.class,
                        false,
                        false,
                        "");
            } catch (NoSuchMethodException e) {
                throw new LinkageError(e.getMessage(), e);
            }
            ApiModel api = new ApiModel(
                    "todos", Pages.class, false, "", List.of(method), List.of(), List.of(), List.of(), List.of());
            return new BundleModel(name, List.of(api), List.of(), List.of(), List.of(), null);
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
