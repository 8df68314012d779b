package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.server.admin.HttpPages;
import io.redstart.server.admin.WebSettings;
import io.redstart.server.deploy.DeploySettings;
import io.redstart.server.deploy.Deployer;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.deploy.JarBuilder;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleHost;
import io.redstart.server.registry.BundleModel;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and deployment together: what is served lives as long as its jar is in use. */
class PagesOfJarsTest {
    @TempDir
    Path folder;

    final Map<String, Bundle> bundles = new ConcurrentHashMap<>();

    final BundleHost host = new BundleHost() {
        @Override
        public CompletionStage<Void> use(Bundle bundle) {
            bundles.put(bundle.name(), bundle);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> remove(String name) {
            bundles.remove(name);
            return CompletableFuture.completedFuture(null);
        }
    };

    @Test
    void servesTheJarInUseAndLetsItGo() throws Exception {
        HostObjects objects = new HostObjects(
                mapper -> {
                    throw new AssertionError("no sessions here");
                },
                mapper -> {
                    throw new AssertionError("no channels here");
                },
                new ServerSettings()::bundle);
        Server server = new Server();
        LocalConnector connector = new LocalConnector(server);
        server.addConnector(connector);
        server.setHandler(new HttpPages(
                        () -> List.copyOf(bundles.values()),
                        "1",
                        name -> "",
                        () -> false,
                        PagesOfJarsTest.class.getClassLoader())
                .handler(new WebSettings()));
        server.start();
        try (Deployer deployer = new Deployer(
                host,
                (name, jar, loader) -> new BundleModel(name, List.of(), List.of(), List.of(), List.of(), null),
                objects,
                new DeploySettings())) {
            deployer.deploy(jar("one"));
            assertThat(get(connector)).contains("200 OK", "<p>one</p>");
            WeakReference<ClassLoader> first =
                    new WeakReference<>(bundles.values().iterator().next().loader());
            deployer.deploy(jar("two"));
            assertThat(get(connector)).contains("200 OK", "<p>two</p>");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                System.gc();
                assertThat(first.get()).isNull();
            });
            deployer.undeploy("shop");
            assertThat(get(connector)).contains("404 Not Found");
        } finally {
            server.stop();
        }
    }

    private Path jar(String word) {
        return new JarBuilder()
                .entry("META-INF/redstart/web/index.html", "<p>" + word + "</p>")
                .write(folder.resolve("shop.jar"));
    }

    private static String get(LocalConnector connector) throws Exception {
        return connector.getResponse(
                "GET /shop/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 10, TimeUnit.SECONDS);
    }
}
