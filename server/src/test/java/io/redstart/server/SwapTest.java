package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.server.deploy.JarBuilder;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles come and go in a running server while a client stays connected. */
class SwapTest {
    @TempDir
    Path apis;

    @Test
    void swapsVersionsUnderAConnectedClientAndLetsTheOldOnesGo() throws Exception {
        List<WeakReference<ClassLoader>> gone = new ArrayList<>();
        try (RedstartServer server =
                        RedstartServer.builder().port(0).folder(apis).start();
                WireClient client = WireClient.to(server)) {
            client.says("[\"hello\",{\"v\":1}]");
            assertThat(client.hears()).startsWith("[\"welcome\"");
            int id = 0;
            for (int version = 1; version <= 5; version++) {
                drop(version);
                String opened = "[\"act\"," + (2 * version - 1) + ",null,{\"type\":\"opened\",\"payload\":{\"version\":"
                        + version + "}}]";
                assertThat(List.of(client.hears(), client.hears()))
                        .anyMatch(message -> message.startsWith("[\"api\","))
                        .contains(opened);
                client.says("[\"call\"," + ++id + ",\"todos.add\",[{\"text\":\"milk\"}]]");
                assertThat(client.hears()).contains("\"type\":\"added" + version + "\"", "\"c\":" + id);
                assertThat(client.hears()).isEqualTo("[\"ret\"," + id + ",{\"text\":\"milk\",\"by\":" + version + "}]");
                client.says("[\"call\"," + ++id + ",\"todos.add\",[{\"text\":\"\"}]]");
                assertThat(client.hears()).contains("\"invalid\"", "\"path\":\"item.text\"");
                client.says("[\"call\"," + ++id + ",\"todos.fail\",[]]");
                assertThat(client.hears()).contains("\"too_late\"");
                client.says("[\"call\"," + ++id + ",\"todos.count\",[],{\"n\":9}]");
                assertThat(client.hears()).isEqualTo("[\"item\"," + id + ",1,{\"text\":\"a\",\"by\":1}]");
                assertThat(client.hears()).isEqualTo("[\"end\"," + id + "]");
                gone.add(new WeakReference<>(server.bundles().iterator().next().loader()));
            }
            apis.resolve("todo.jar").toFile().delete();
            assertThat(client.hears()).startsWith("[\"api\",");
            client.says("[\"call\"," + ++id + ",\"todos.add\",[{\"text\":\"milk\"}]]");
            assertThat(client.hears()).contains("\"not_found\"");

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                System.gc();
                assertThat(gone).allMatch(loader -> loader.get() == null);
            });
        }
    }

    @Test
    void goesOnWithTheOldVersionWhenTheNewOneIsBroken() throws Exception {
        try (RedstartServer server =
                RedstartServer.builder().port(0).folder(apis).start()) {
            drop(1);
            try (WireClient client = WireClient.to(server)) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> !server.bundles().isEmpty());
                new JarBuilder()
                        .source("todo.Todos", "package todo;", "@io.redstart.api.Api(\"1bad\") public class Todos {}")
                        .write(apis.resolve("todo.jar"));
                // looked at after the broken one: when this is there, that has been refused
                new JarBuilder()
                        .source(
                                "zoo.Zoo",
                                "package zoo;",
                                "@io.redstart.api.Api(\"zoo\") public class Zoo {",
                                "  @io.redstart.api.Call public int count() { return 1; }",
                                "}")
                        .write(apis.resolve("zoo.jar"));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> server.bundles().size() == 2);
                client.says("[\"hello\",{\"v\":1}]");
                assertThat(client.hears()).startsWith("[\"welcome\"");
                assertThat(client.hears()).contains("\"version\":1");
            }
        }
    }

    private void drop(int version) {
        new JarBuilder()
                .source(
                        "todo.Todos",
                        "package todo;",
                        "import io.redstart.api.*;",
                        "import jakarta.validation.Valid;",
                        "import jakarta.validation.constraints.NotBlank;",
                        "import java.util.stream.Stream;",
                        "@Api(\"todos\") public class Todos {",
                        "  public record Item(@NotBlank String text, int by) {}",
                        "  @ActionType(\"opened\") public record Opened(int version) {}",
                        "  @ActionType(\"added" + version + "\") public record Added(Item item) {}",
                        "  @ErrorCode(\"too_late\") public static class Late extends RuntimeException {}",
                        "  private final Session session;",
                        "  public Todos(Session session) { this.session = session; }",
                        "  @OnOpen public void open() {",
                        "    session.attribute(\"last\", new Opened(" + version + "));",
                        "    session.dispatch(new Opened(" + version + "));",
                        "  }",
                        "  @Call public Item add(@Valid Item item, Sessions sessions) {",
                        "    sessions.all().dispatch(new Added(item));",
                        "    return new Item(item.text(), " + version + ");",
                        "  }",
                        "  @Call public void fail() { throw new Late(); }",
                        "  @Call public Stream<Item> count() { return Stream.of(new Item(\"a\", 1)); }",
                        "}")
                .write(apis.resolve("todo.jar"));
    }
}
