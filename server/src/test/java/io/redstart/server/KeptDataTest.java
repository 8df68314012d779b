package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Namespace;
import io.redstart.server.store.DataFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a server that has a folder for its data, also one that is killed. */
@Timeout(120)
class KeptDataTest {
    private static final String KEY = "the-servers-own-key";
    private static final int SETTERS = 3;
    private static final int ROUNDS = 3;
    private static final int ACKNOWLEDGED = 60;

    @TempDir
    Path folder;

    private RedstartServer started() throws Exception {
        return RedstartServer.builder()
                .settings(new SettingsReader(Map.of())
                        .read(
                                null,
                                List.of(
                                        "data.folder=" + folder,
                                        "namespaces.games.channels.#*.join=users",
                                        "namespaces.games.channels.*.read=all"))
                        .settings())
                .port(0)
                .start();
    }

    private static WireClient to(URI uri, String token) throws InterruptedException {
        WireClient client = WireClient.to(uri, Map.of());
        client.says("[\"hello\",{\"v\":1" + (token.isEmpty() ? "" : ",\"token\":\"" + token + "\"") + "}]");
        assertThat(client.hears()).startsWith("[\"welcome\"");
        return client;
    }

    private static String asks(WireClient client, String message) throws InterruptedException {
        return client.says(message).hears();
    }

    @Test
    void keepsNamespacesKeysStatesAndGrants() throws Exception {
        String shopKey;
        String gamesKey;
        try (RedstartServer server = started()) {
            Namespace shop = server.namespaces().register("shop");
            shopKey = shop.secretKey();
            gamesKey = server.namespaces().find("games").orElseThrow().secretKey();
            server.namespaces().register("gone");
            server.namespaces().remove("gone");
            try (WireClient control = to(URI.create(server.webSocketUri() + "/shop"), shopKey)) {
                assertThat(asks(control, "[\"set\",1,\"room:1\",{\"a\":1}]")).isEqualTo("[\"ret\",1,null]");
                assertThat(asks(control, "[\"set\",2,\"room:1\",7,{\"user\":\"joe\"}]"))
                        .isEqualTo("[\"ret\",2,null]");
                assertThat(asks(control, "[\"set\",3,\"short\",1,{\"ttl\":1}]")).isEqualTo("[\"ret\",3,null]");
                assertThat(asks(control, "[\"set\",4,\"long\",1,{\"ttl\":3600000}]"))
                        .isEqualTo("[\"ret\",4,null]");
                assertThat(asks(control, "[\"set\",5,\"gone\",1]")).isEqualTo("[\"ret\",5,null]");
                assertThat(asks(control, "[\"set\",6,\"gone\",null]")).isEqualTo("[\"ret\",6,null]");
            }
            try (WireClient control = to(URI.create(server.webSocketUri() + "/games"), gamesKey)) {
                assertThat(asks(control, "[\"grant\",1,\"#den\",\"joe\"]")).isEqualTo("[\"ret\",1,null]");
                assertThat(asks(control, "[\"grant\",2,\"#den\",\"eve\"]")).isEqualTo("[\"ret\",2,null]");
                assertThat(asks(control, "[\"revoke\",3,\"#den\",\"eve\"]")).isEqualTo("[\"ret\",3,null]");
            }
        }
        try (RedstartServer server = started()) {
            assertThat(server.namespaces().find("gone")).isEmpty();
            assertThat(server.namespaces().find("shop").orElseThrow().secretKey())
                    .isEqualTo(shopKey);
            assertThat(server.namespaces().find("games").orElseThrow().secretKey())
                    .isEqualTo(gamesKey);
            try (WireClient control = to(URI.create(server.webSocketUri() + "/shop"), shopKey)) {
                assertThat(asks(control, "[\"get\",1,\"room:1\"]")).isEqualTo("[\"ret\",1,{\"a\":1}]");
                assertThat(asks(control, "[\"get\",2,\"room:1\",{\"user\":\"joe\"}]"))
                        .isEqualTo("[\"ret\",2,7]");
                assertThat(asks(control, "[\"get\",3,\"short\"]")).isEqualTo("[\"ret\",3,null]");
                assertThat(asks(control, "[\"get\",4,\"long\"]")).isEqualTo("[\"ret\",4,1]");
                assertThat(asks(control, "[\"get\",5,\"gone\"]")).isEqualTo("[\"ret\",5,null]");
            }
            URI games = URI.create(server.webSocketUri() + "/games");
            try (WireClient joe = to(games, NamespaceKeysTest.token("HS256", "\"joe\"", gamesKey));
                    WireClient eve = to(games, NamespaceKeysTest.token("HS256", "\"eve\"", gamesKey))) {
                joe.says("[\"join\",1,\"#den\",{}]");
                assertThat(joe.hears()).startsWith("[\"state\",");
                assertThat(eve.says("[\"join\",1,\"#den\",{}]").hears())
                        .startsWith("[\"err\",1,{\"code\":\"forbidden\"");
            }
        }
    }

    @Test
    void saysWhichFileItCannotUse() throws Exception {
        Files.write(folder.resolve(DataFile.NAME), new byte[10_000]);
        assertThatThrownBy(this::started)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve(DataFile.NAME).toString());
    }

    /** Counts for each room what was sent and what was acknowledged, while a server is killed again and again. */
    @Test
    void losesNothingAcknowledgedWhenItIsKilled() throws Exception {
        AtomicInteger[] sent = new AtomicInteger[SETTERS];
        AtomicInteger[] acknowledged = new AtomicInteger[SETTERS];
        for (int i = 0; i < SETTERS; i++) {
            sent[i] = new AtomicInteger();
            acknowledged[i] = new AtomicInteger();
        }
        List<String> registered = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process process = process();
            try (BufferedReader out = process.inputReader(UTF_8)) {
                URI server = listening(out);
                checks(server, sent, acknowledged, registered);
                List<Thread> setters = new ArrayList<>();
                for (int i = 0; i < SETTERS; i++) {
                    int room = i;
                    Thread setter = new Thread(() -> sets(server, room, sent[room], acknowledged[room]));
                    setter.start();
                    setters.add(setter);
                }
                registers(server, round, registered);
                int until = (round + 1) * ACKNOWLEDGED;
                while (acknowledged[0].get() < until && setters.get(0).isAlive()) {
                    Thread.onSpinWait();
                }
                process.destroyForcibly().waitFor(); // kill -9
                for (Thread setter : setters) {
                    setter.join();
                }
                assertThat(acknowledged[0].get()).isGreaterThanOrEqualTo(until);
            } finally {
                process.destroyForcibly();
            }
        }
        Process last = process();
        try (BufferedReader out = last.inputReader(UTF_8)) {
            checks(listening(out), sent, acknowledged, registered);
        } finally {
            last.destroyForcibly().waitFor();
        }
    }

    private Process process() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--set",
                        "http.port=0",
                        "--set",
                        "http.host=127.0.0.1",
                        "--set",
                        "registration.key=" + KEY,
                        "--set",
                        "channels.rules.room:*.set=all",
                        "--set",
                        "data.folder=" + folder.resolve("data"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static URI listening(BufferedReader out) throws IOException {
        List<String> logged = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            logged.add(line);
            int at = line.indexOf("://127.0.0.1:");
            if (at >= 0) {
                return URI.create("ws" + line.substring(at) + "ws");
            }
        }
        throw new AssertionError("The server did not start: " + logged);
    }

    /** Counts on from what was sent before, one number after the other is acknowledged, until the line breaks. */
    private static void sets(URI server, int room, AtomicInteger sent, AtomicInteger acknowledged) {
        try (WireClient client = to(server, "")) {
            for (int id = 1; ; id++) {
                int value = sent.incrementAndGet();
                if (!asks(client, "[\"set\"," + id + ",\"room:" + room + "\"," + value + "]")
                        .equals("[\"ret\"," + id + ",null]")) {
                    return;
                }
                acknowledged.set(value);
            }
        } catch (Exception killed) {
            return;
        }
    }

    private static void registers(URI server, int round, List<String> registered) throws Exception {
        try (WireClient client = to(server, "")) {
            for (int id = 1; id <= 5; id++) {
                String name = "shop-" + round + "-" + id;
                String answer = asks(
                        client,
                        "[\"call\"," + id + ",\"namespaces.register\",[{\"name\":\"" + name + "\",\"key\":\"" + KEY
                                + "\"}]]");
                assertThat(answer).startsWith("[\"ret\"," + id);
                registered.add(name + " " + answer.replaceAll(".*\"secretKey\":\"([^\"]+)\".*", "$1"));
            }
        }
    }

    private static void checks(URI server, AtomicInteger[] sent, AtomicInteger[] acknowledged, List<String> registered)
            throws Exception {
        try (WireClient client = to(server, "")) {
            for (int room = 0; room < sent.length; room++) {
                String answer = asks(client, "[\"get\"," + (room + 1) + ",\"room:" + room + "\"]");
                String value = answer.replaceAll("\\[\"ret\",\\d+,(.*)]", "$1");
                assertThat(value.equals("null") ? 0 : Integer.parseInt(value))
                        .isBetween(acknowledged[room].get(), sent[room].get());
            }
        }
        for (String each : registered) {
            String[] parts = each.split(" ", 2);
            to(URI.create(server + "/" + parts[0]), parts[1]).close();
        }
    }
}
