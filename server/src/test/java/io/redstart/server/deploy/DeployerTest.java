package io.redstart.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployerTest {
    @TempDir
    Path folder;

    final FakeHost host = new FakeHost();
    final DeploySettings settings = new DeploySettings();
    final Deployer deployer = new Deployer(host, new AnnotatedClasses(), Host.objects(), settings);

    @AfterEach
    void close() {
        deployer.close();
    }

    @Test
    void takesAJarIntoUse() throws Exception {
        deployer.deploy(saying("hello").write(folder.resolve("todo-1.2.jar")));

        assertThat(host.call("todo", "say")).isEqualTo("hello");
        assertThat(host.bundle("todo").version()).isEqualTo("1.2");
    }

    @Test
    void namesAVersionByTheContentIfTheFileNameHasNone() throws Exception {
        deployer.deploy(saying("hello").write(folder.resolve("todo.jar")));

        assertThat(host.bundle("todo").version()).matches("[0-9a-f]{8}");
    }

    @Test
    void swapsAVersionForAnother() throws Exception {
        Path jar = folder.resolve("todo.jar");
        deployer.deploy(saying("one").write(jar));
        deployer.deploy(saying("two").write(jar));

        assertThat(host.call("todo", "say")).isEqualTo("two");
    }

    @Test
    void goesOnWhenTheOriginalIsOverwritten() throws Exception {
        Path jar = saying("hello")
                .source("todo.Late", "package todo; public class Late {}")
                .write(folder.resolve("todo.jar"));
        deployer.deploy(jar);
        Files.writeString(jar, "something else");

        assertThat(host.bundle("todo").loader().loadClass("todo.Late")).isNotNull();
    }

    @Test
    void keepsVersionsOfALibraryApart() throws Exception {
        for (String version : List.of("1", "2")) {
            deployer.deploy(new JarBuilder()
                    .source(
                            "lib.Library",
                            "package lib;",
                            "public class Library {",
                            "public static String version() { return \"" + version + "\"; } }")
                    .source(
                            "app.App",
                            "package app;",
                            "@io.redstart.api.Api public class App {",
                            "public String say() { return lib.Library.version(); } }")
                    .write(folder.resolve("app" + version + ".jar")));
        }

        assertThat(host.call("app1", "say")).isEqualTo("1");
        assertThat(host.call("app2", "say")).isEqualTo("2");
    }

    @Test
    void refusesGarbageAndKeepsTheOldOne() throws Exception {
        Path jar = folder.resolve("todo.jar");
        deployer.deploy(saying("old").write(jar));

        assertThatThrownBy(() -> deployer.deploy(Files.writeString(jar, "no jar at all, but long enough to be one")))
                .isInstanceOf(RejectedBundleException.class)
                .hasMessage("todo is refused: todo.jar: is not a readable jar: it has no table of entries");
        assertThat(host.call("todo", "say")).isEqualTo("old");
    }

    @Test
    void refusesAJarThatLacksAClass() throws Exception {
        Path jar = new JarBuilder()
                .source("todo.Missing", "package todo; public class Missing {}")
                .source(
                        "todo.Todos",
                        "package todo;",
                        "@io.redstart.api.Api @jakarta.inject.Singleton",
                        "public class Todos { public Todos(Missing missing) {} }")
                .without("todo.Missing")
                .write(folder.resolve("todo.jar"));

        assertThatThrownBy(() -> deployer.deploy(jar))
                .isInstanceOf(RejectedBundleException.class)
                .hasMessageContaining("todo/Missing");
        assertThat(host.bundles).isEmpty();
    }

    @Test
    void refusesASingletonThatCannotBeMade() {
        Path jar = new JarBuilder()
                .source(
                        "todo.Todos",
                        "package todo;",
                        "@io.redstart.api.Api @jakarta.inject.Singleton",
                        "public class Todos { public Todos() { throw new IllegalStateException(\"no database\"); } }")
                .write(folder.resolve("todo.jar"));

        assertThatThrownBy(() -> deployer.deploy(jar))
                .hasMessage("todo is refused: todo.Todos: cannot be made:"
                        + " java.lang.IllegalStateException: no database");
    }

    @Test
    void refusesABundleThatDoesNotStartInTime() {
        Path jar = new JarBuilder()
                .source(
                        "todo.Todos",
                        "package todo;",
                        "@io.redstart.api.Api @jakarta.inject.Singleton",
                        "public class Todos { public Todos() throws Exception {",
                        "new java.util.concurrent.CountDownLatch(1).await(); } }")
                .write(folder.resolve("todo.jar"));
        DeploySettings hasty = new DeploySettings(
                folder, settings.scanPeriod(), 1000_000, 100, 1000_000, Duration.ofMillis(50), Duration.ZERO);

        try (Deployer strict = new Deployer(host, new AnnotatedClasses(), Host.objects(), hasty)) {
            assertThatThrownBy(() -> strict.deploy(jar)).hasMessageContaining("start: not done after");
        }
        assertThat(host.bundles).isEmpty();
    }

    @Test
    void refusesWhatTheHostRefuses() throws Exception {
        Path jar = folder.resolve("todo.jar");
        deployer.deploy(saying("old").write(jar));
        host.refuses = true;

        assertThatThrownBy(() -> deployer.deploy(saying("new").write(jar))).hasMessageContaining("is not wanted");
        assertThat(host.call("todo", "say")).isEqualTo("old");
    }

    @Test
    void closesTheReplacedBundleWhenNothingRunsInItAnyMore() throws Exception {
        Path jar = folder.resolve("todo.jar");
        deployer.deploy(saying("old").write(jar));
        Bundle old = host.bundle("todo");
        CompletableFuture<Void> idle = new CompletableFuture<>();
        host.idle = idle;

        deployer.deploy(saying("new").write(jar));
        assertThat(old.loader().getResource("todo/Todos.class")).isNotNull();
        idle.complete(null);

        await().untilAsserted(() -> assertThatThrownBy(() -> old.loader().getResource("todo/Todos.class"))
                .isInstanceOf(IllegalStateException.class));
        host.idle = CompletableFuture.completedFuture(null);
    }

    @Test
    void closesTheReplacedBundleEvenIfSomethingNeverEnds() throws Exception {
        DeploySettings impatient = new DeploySettings(
                folder, settings.scanPeriod(), 1000_000, 100, 1000_000, settings.startWithin(), Duration.ofMillis(20));
        Path jar = folder.resolve("todo.jar");
        try (Deployer own = new Deployer(host, new AnnotatedClasses(), Host.objects(), impatient)) {
            own.deploy(saying("old").write(jar));
            Bundle old = host.bundle("todo");
            host.idle = new CompletableFuture<>();
            own.deploy(saying("new").write(jar));

            await().untilAsserted(() -> assertThatThrownBy(() -> old.loader().getResource("todo/Todos.class"))
                    .isInstanceOf(IllegalStateException.class));
        }
    }

    @Test
    void undeploys() throws Exception {
        deployer.deploy(saying("hello").write(folder.resolve("todo.jar")));
        deployer.undeploy("todo");
        deployer.undeploy("never there");

        assertThat(host.bundles).isEmpty();
    }

    @Test
    void leavesNothingOfReplacedBundlesInMemory() throws Exception {
        List<WeakReference<ClassLoader>> gone = new ArrayList<>();
        Path jar = folder.resolve("todo.jar");
        for (int i = 0; i < 10; i++) {
            deployer.deploy(busy("version " + i).write(jar));
            use(host.bundle("todo"));
            gone.add(new WeakReference<>(host.bundle("todo").loader()));
        }
        deployer.undeploy("todo");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(gone).allMatch(loader -> loader.get() == null);
        });
    }

    @Test
    void leavesNothingOfRefusedBundlesInMemory() {
        List<WeakReference<ClassLoader>> gone = new ArrayList<>();
        BundleScan noting = (name, jar, loader) -> {
            gone.add(new WeakReference<>(loader));
            return new AnnotatedClasses().scan(name, jar, loader);
        };
        JarBuilder failing = new JarBuilder()
                .source(
                        "todo.Todos",
                        "package todo;",
                        "@io.redstart.api.Api @jakarta.inject.Singleton",
                        "public class Todos { public Todos() { throw new IllegalStateException(\"no\"); } }");
        JarBuilder wanting = new JarBuilder()
                .source(
                        "todo.Todos",
                        "package todo;",
                        "@io.redstart.api.Api",
                        "public class Todos { public Todos(Runnable unbound) {} }");
        try (Deployer own = new Deployer(host, noting, Host.objects(), settings)) {
            for (JarBuilder jar : List.of(failing, wanting)) {
                assertThatThrownBy(() -> own.deploy(jar.write(folder.resolve("todo.jar"))))
                        .isInstanceOf(RejectedBundleException.class);
            }
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(gone).hasSize(2).allMatch(loader -> loader.get() == null);
        });
    }

    @Test
    void leavesNoCopyBehind() throws Exception {
        Path jar = folder.resolve("copied.jar");
        deployer.deploy(saying("hello").write(jar));
        assertThat(copies()).hasSize(1);
        deployer.close();
        assertThatThrownBy(() -> deployer.deploy(Files.writeString(jar, "garbage")))
                .isNotNull();

        assertThat(copies()).isEmpty();
    }

    private static List<Path> copies() throws IOException {
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("redstart-copied-"))
                    .toList();
        }
    }

    /** Does what fills caches: objects made, values read and written. */
    private static void use(Bundle bundle) throws Exception {
        Object api = bundle.instance(bundle.model().apis().get(0).type(), Host.session("s"));
        assertThat(FakeHost.call(api, "say")).isNotNull();
        Class<?> record = bundle.loader().loadClass("todo.Todo");
        Object value = bundle.mapper().readValue("{\"id\":7,\"text\":\"milk\",\"done\":true,\"more\":1}", record);
        assertThat(bundle.mapper().writeValueAsString(value)).isEqualTo("{\"id\":7,\"text\":\"milk\",\"done\":true}");
        Class<?> bean = bundle.loader().loadClass("todo.Bean");
        Object filled = bundle.mapper().readValue("{\"count\":3,\"size\":4,\"on\":true,\"name\":\"x\"}", bean);
        assertThat(bundle.mapper().writeValueAsString(filled)).contains("\"count\":3", "\"on\":true");
    }

    private static JarBuilder saying(String word) {
        return new JarBuilder()
                .source(
                        "todo.Todos",
                        "package todo;",
                        "@io.redstart.api.Api public class Todos {",
                        "public String say() { return \"" + word + "\"; } }");
    }

    private static JarBuilder busy(String word) {
        return new JarBuilder()
                .source("todo.Todo", "package todo; public record Todo(int id, String text, boolean done) {}")
                .source(
                        "todo.Bean",
                        "package todo; public class Bean {",
                        "private int count; private long size; private boolean on; private String name;",
                        "public int getCount() { return count; } public void setCount(int c) { count = c; }",
                        "public long getSize() { return size; } public void setSize(long s) { size = s; }",
                        "public boolean isOn() { return on; } public void setOn(boolean o) { on = o; }",
                        "public String getName() { return name; } public void setName(String n) { name = n; } }")
                .source("todo.Store", "package todo;", "@jakarta.inject.Singleton public class Store {}")
                .source(
                        "todo.Bindings",
                        "package todo;",
                        "public class Bindings extends com.google.inject.AbstractModule {",
                        "@com.google.inject.Provides @jakarta.inject.Singleton",
                        "StringBuilder text() { return new StringBuilder(\"" + word + "\"); } }")
                .entry("META-INF/services/com.google.inject.Module", "todo.Bindings")
                .source(
                        "todo.Todos",
                        "package todo;",
                        "@io.redstart.api.Api public class Todos {",
                        "private final StringBuilder text;",
                        "public Todos(io.redstart.api.Session session, Store store, StringBuilder text) {",
                        "this.text = text; }",
                        "public String say() { return text.toString(); } }");
    }
}
