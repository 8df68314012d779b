package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redstart.protocol.packet.PacketSchema;
import io.redstart.server.channel.ChannelRule;
import io.redstart.server.identity.TokenAlgorithm;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.transport.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void noSettings() throws IOException {
        file = folder.resolve("redstart.yaml");
        yaml();
    }

    @Test
    void hasDefaultsForEverything() throws Exception {
        assertThat(read(Map.of()).settings()).isEqualTo(new ServerSettings());
        assertThat(read(Map.of()).effective())
                .allSatisfy(setting -> assertThat(setting.origin()).isEqualTo("default"));
    }

    @Test
    void readsTheFile() throws Exception {
        yaml(
                "http:",
                "  port: 8081",
                "  idle: 2m",
                "websocket:",
                "  origins: [https://a.example, https://b.example]",
                "deploy:",
                "  max-size: 1MiB",
                "  folder: /srv/apis",
                "logging: {level: debug, levels: {io.redstart: trace}}",
                "bundles:",
                "  todo: {max-todos: 7, store: {url: 'redis://x'}}");
        ServerSettings settings = read(Map.of()).settings();

        assertThat(settings.http().port()).isEqualTo(8081);
        assertThat(settings.http().idle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.websocket().origins()).containsExactly("https://a.example", "https://b.example");
        assertThat(settings.deploy().maxSize()).isEqualTo(1024 * 1024);
        assertThat(settings.deploy().folder()).isEqualTo(Path.of("/srv/apis"));
        assertThat(settings.logging())
                .isEqualTo(new LoggingSettings(
                        LoggingSettings.Level.DEBUG, Map.of("io.redstart", LoggingSettings.Level.TRACE)));
        assertThat(settings.bundle("todo").value("store.url")).contains("redis://x");
    }

    @Test
    void readsTablesOfPackets() throws Exception {
        yaml(
                "packets:",
                "  up:",
                "    common.signIn: ['login:str24', 'password:s24']",
                "    common.signOut: null",
                "    common:",
                "      ping: []",
                "  shared: {chat: [text:str]}");
        ReadSettings read = read(Map.of(), "packets.down.seen=x:u16, y:u16");

        assertThat(read.settings().packets())
                .isEqualTo(new PacketSettings(
                        Map.of(
                                "common.signIn", List.of("login:str24", "password:s24"),
                                "common.signOut", List.of(),
                                "common.ping", List.of()),
                        Map.of("seen", List.of("x:u16", "y:u16")),
                        Map.of("chat", List.of("text:str"))));
        assertThat(read.settings().packets().toServer())
                .contains(PacketSchema.of("common.signIn", List.of("login:str24", "password:str24")));
        assertThat(read.effective()).contains(new EffectiveSetting("packets.down.seen", "x:u16, y:u16", "--set"));
    }

    @Test
    void tellsWhatIsNoTableOfPackets() {
        assertThat(mistakes(Map.of(), "packets.up.move=x:int7"))
                .singleElement()
                .asString()
                .startsWith("packets.up.move: field: 'x:int7' (expected: a name, a colon and one of str,");
        assertThat(mistakes(Map.of(), "packets.up.a b="))
                .singleElement()
                .asString()
                .contains("packet: 'a b'");
        assertThat(mistakes(Map.of(), "packets.up.move=", "packets.shared.Move="))
                .containsExactly("packets.shared.Move: up.move has this name (expected: another, and not in its case"
                        + " alone)");
    }

    @Test
    void takesTheLaterOfFileEnvironmentAndCommandLine() throws Exception {
        yaml("http:", "  port: 1", "  host: a", "  idle: 1s");
        ReadSettings read =
                read(Map.of("REDSTART_HTTP_PORT", "2", "REDSTART_HTTP_HOST", "b", "PATH", "/bin"), "http.port=3");

        assertThat(read.settings().http().port()).isEqualTo(3);
        assertThat(read.effective())
                .contains(
                        new EffectiveSetting("http.port", "3", "--set"),
                        new EffectiveSetting("http.host", "b", "REDSTART_HTTP_HOST"),
                        new EffectiveSetting("http.idle", "1s", "redstart.yaml:4"),
                        new EffectiveSetting("http.max-headers", "8KiB", "default"));
    }

    @Test
    void tellsAllMistakesTogether() {
        yaml("http:", "  port: 99999", "  idle: soon", "  prot: 1", "deploy: {max-entries: -1, max-size: 5 apples}");

        assertThat(mistakes(Map.of("REDSTART_HTTP_HOTS", "x"), "logging.level=loud", "nonsense"))
                .containsExactlyInAnyOrder(
                        "REDSTART_HTTP_HOTS: there is no such setting (nearest: REDSTART_HTTP_HOST), from the"
                                + " environment",
                        "--set nonsense (expected: --set key=value)",
                        "http.prot: there is no such setting (nearest: http.port), from redstart.yaml:4",
                        "http.port: 99999 (expected: 0 to 65535), from redstart.yaml:2",
                        "http.idle: soon (expected: a time such as 250ms, 30s, 2m or 1h), from redstart.yaml:3",
                        "deploy.max-entries: -1 (expected: > 0), from redstart.yaml:5",
                        "deploy.max-size: 5 apples (expected: a size such as 65536, 64KiB or 1MiB), from"
                                + " redstart.yaml:5",
                        "logging.level: loud (expected: trace, debug, info, warn, error, off), from --set");
    }

    @Test
    void tellsTwoMistakesOfOneRecord() {
        assertThat(mistakes(Map.of(), "http.port=-1", "http.max-headers=1"))
                .containsExactlyInAnyOrder(
                        "http.port: -1 (expected: 0 to 65535), from --set",
                        "http.max-headers: 1 (expected: 1KiB to 1MiB), from --set");
    }

    @Test
    void tellsWhereTheFileIsNoYaml() {
        yaml("http:", "  port: [1");

        assertThat(mistakes(Map.of()))
                .singleElement()
                .asString()
                .startsWith("redstart.yaml:")
                .contains("is not YAML");
    }

    @Test
    void tellsWhatIsGivenTwice() {
        yaml("http.port: 1", "http:", "  port: 2");

        assertThat(mistakes(Map.of()))
                .containsExactly("http.port: given twice, from redstart.yaml:1 and redstart.yaml:3");
    }

    @Test
    void wantsANamedFileToBeThere() {
        file = folder.resolve("other.yaml");

        assertThat(mistakes(Map.of())).singleElement().asString().endsWith("other.yaml: there is no such file");
    }

    @Test
    void acceptsTheShortFormOfThePort() throws Exception {
        assertThat(read(Map.of("REDSTART_PORT", "81")).settings().http().port()).isEqualTo(81);
        assertThat(read(Map.of("REDSTART_PORT", "81", "REDSTART_HTTP_PORT", "82"))
                        .settings()
                        .http()
                        .port())
                .isEqualTo(82);
    }

    @Test
    void ignoresWhatKubernetesTellsOfAServiceOfThatName() throws Exception {
        Map<String, String> environment = Map.of(
                "REDSTART_PORT", "tcp://10.0.0.1:80",
                "REDSTART_SERVICE_HOST", "10.0.0.1",
                "REDSTART_SERVICE_PORT", "80",
                "REDSTART_SERVICE_PORT_HTTP", "80",
                "REDSTART_PORT_80_TCP", "tcp://10.0.0.1:80",
                "REDSTART_PORT_80_TCP_ADDR", "10.0.0.1");

        assertThat(read(environment).settings()).isEqualTo(new ServerSettings());
    }

    @Test
    void readsFreeNamesFromTheEnvironment() throws Exception {
        ServerSettings settings = read(Map.of(
                        "REDSTART_BUNDLES_TODO_MAX_TODOS", "7", "REDSTART_LOGGING_LEVELS_IO_REDSTART", "warn"))
                .settings();

        assertThat(settings.bundle("todo").value("max-todos")).contains("7");
        assertThat(settings.logging().levels()).containsEntry("io.redstart", LoggingSettings.Level.WARN);
    }

    @Test
    void readsNamespaces() throws Exception {
        String key = "k".repeat(40);
        yaml("namespaces:", "  shop: {secret-key: " + key + "}", "  games: {apis: /srv/games}");
        Map<String, NamespaceSettings> namespaces = read(
                        Map.of("REDSTART_NAMESPACES_CHAT_SECRET_KEY", key), "namespaces.bare.apis=")
                .settings()
                .namespaces();

        assertThat(namespaces)
                .containsOnlyKeys("shop", "games", "chat", "bare")
                .containsEntry("shop", new NamespaceSettings(key, null, Map.of()))
                .containsEntry("games", new NamespaceSettings("", Path.of("/srv/games"), Map.of()))
                .containsEntry("chat", new NamespaceSettings(key, null, Map.of()))
                .containsEntry("bare", new NamespaceSettings());
        assertThat(read(Map.of()).effective())
                .contains(
                        new EffectiveSetting("namespaces.shop.secret-key", "****", "redstart.yaml:2"),
                        new EffectiveSetting("namespaces.games.apis", "/srv/games", "redstart.yaml:3"));
    }

    @Test
    void readsNamespacesOfWhichNothingIsSaid() throws Exception {
        yaml(
                "namespaces:",
                "  shop: {}",
                "  games:",
                "  chat:",
                "    channels: {}",
                "  zoo:",
                "    secret-key:",
                "  den: {channels: {'room:*': {}}}");

        Map<String, NamespaceSettings> namespaces = read(Map.of()).settings().namespaces();

        assertThat(namespaces).containsOnlyKeys("shop", "games", "chat", "zoo", "den");
        assertThat(namespaces)
                .containsEntry("shop", new NamespaceSettings())
                .containsEntry("zoo", new NamespaceSettings())
                .containsEntry("den", new NamespaceSettings("", null, Map.of("room:*", new ChannelRule())));
    }

    @Test
    void tellsWhatIsWrongAboutNamespaces() {
        assertThat(mistakes(Map.of(), "namespaces.shop.secret-key=hush"))
                .containsExactly("namespaces.shop.secret-key: **** (expected: at least 32 bytes), from --set");
        assertThat(mistakes(Map.of(), "namespaces.shop.secret=x"))
                .containsExactly("namespaces.shop.secret: there is no such setting (expected: one that ends in"
                        + " .secret-key, .apis, .channels), from --set");
        assertThat(mistakes(Map.of(), "namespaces.shop=x"))
                .containsExactly("namespaces.shop: there is no such setting (expected: one that ends in .secret-key,"
                        + " .apis, .channels), from --set");
        for (String name : List.of("Shop", "my.shop", "shöp", "-", "$control")) {
            assertThat(mistakes(Map.of(), "namespaces." + name + ".apis=x"))
                    .containsExactly(
                            "namespaces: '" + name + "' (expected: names of the form [a-z0-9][a-z0-9_-]{0,63})");
        }
        assertThat(mistakes(Map.of(), "namespaces.default.apis=x"))
                .containsExactly("namespaces.default.apis: a folder (expected: none, that of deploy.folder is its)");
        assertThat(mistakes(Map.of(), "registration.key=hush", "registration.max=-1"))
                .containsExactlyInAnyOrder(
                        "registration.key: **** (expected: at least 16 bytes), from --set",
                        "registration.max: -1 (expected: 0 or more), from --set");
    }

    @Test
    void tellsWhatIsWrongAboutTokens() {
        String secret = "auth.jwt.secret=" + "s".repeat(40);
        assertThat(mistakes(Map.of(), "auth.jwt.issuer=me"))
                .containsExactly("auth.jwt.algorithms: none (expected: at least one, such as es256)");
        assertThat(mistakes(Map.of(), "auth.jwt.algorithms=hs256"))
                .containsExactly("auth.jwt.secret: none (expected: at least 32 bytes for hs256)");
        assertThat(mistakes(Map.of(), "auth.jwt.algorithms=hs256", "auth.jwt.secret=hush"))
                .contains("auth.jwt.secret: **** (expected: at least 32 bytes for hs256), from --set")
                .noneMatch(mistake -> mistake.contains("hush"));
        assertThat(mistakes(Map.of(), "auth.jwt.algorithms=hs384", secret))
                .contains("auth.jwt.secret: **** (expected: at least 48 bytes for hs384), from --set");
        assertThat(mistakes(Map.of(), "auth.jwt.algorithms=rs256"))
                .containsExactly("auth.jwt.keys: none (expected: a file or an https url with a JWK set)");
        assertThat(mistakes(Map.of(), "auth.jwt.algorithms=rs256", "auth.jwt.keys=http://id.example/keys"))
                .contains("auth.jwt.keys: http://id.example/keys (expected: a file or an https url), from --set");
        assertThat(mistakes(Map.of(), "auth.jwt.algorithms=hs256", secret, "auth.jwt.keys=keys.json"))
                .containsExactly("auth.jwt.keys: keys.json (expected: none, since no algorithm takes a public key),"
                        + " from --set");
        assertThat(mistakes(Map.of(), "auth.jwt.algorithms=none"))
                .containsExactly("auth.jwt.algorithms: none (expected: hs256, hs384, hs512, rs256, rs384, rs512, ps256,"
                        + " ps384, ps512, es256, es384, es512, eddsa), from --set");
        assertThat(mistakes(Map.of(), "auth.guests=true"))
                .containsExactly("auth.guests: true (expected: false as long as auth.jwt is not set), from --set");
    }

    @Test
    void readsTokenSettingsWithoutShowingTheSecret() throws Exception {
        ReadSettings read = read(
                Map.of("REDSTART_AUTH_JWT_SECRET", "s".repeat(32)),
                "auth.jwt.algorithms=HS256, EdDSA",
                "auth.jwt.keys=/etc/redstart/keys.json");

        assertThat(read.settings().auth().jwt().algorithms())
                .containsExactly(TokenAlgorithm.HS256, TokenAlgorithm.EDDSA);
        assertThat(read.effective())
                .contains(
                        new EffectiveSetting("auth.jwt.secret", "****", "REDSTART_AUTH_JWT_SECRET"),
                        new EffectiveSetting("auth.jwt.keys", "/etc/redstart/keys.json", "--set"))
                .noneMatch(setting -> setting.text().contains("sss"));
        assertThat(read.settings().toString()).doesNotContain("sss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundles.todo.api-key", "bundles.todo.token", "bundles.todo.db.password"})
    void masksWhatLooksSecret(String key) throws Exception {
        assertThat(read(Map.of(), key + "=hush").effective()).contains(new EffectiveSetting(key, "****", "--set"));
    }

    @Test
    void masksPasswordsInUrls() throws Exception {
        assertThat(read(Map.of(), "bundles.todo.store=redis://joe:hush@host/1").effective())
                .contains(new EffectiveSetting("bundles.todo.store", "redis://joe:****@host/1", "--set"));
    }

    record Limits(int maxTodos, String title, Duration every, Inner inner) {
        Limits {
            if (maxTodos < 0) {
                throw new IllegalArgumentException("maxTodos: " + maxTodos + " (expected: 0 or more)");
            }
        }

        record Inner(boolean on) {}
    }

    @Test
    void turnsTheSettingsOfABundleIntoARecord() throws Exception {
        ServerSettings settings = read(
                        Map.of(), "bundles.todo.max-todos=7", "bundles.todo.inner.on=true", "bundles.todo.every=1h")
                .settings();
        Limits limits = settings.bundle("todo").as(Limits.class);

        assertThat(limits.maxTodos()).isEqualTo(7);
        assertThat(limits.title()).isNull();
        assertThat(limits.every()).isEqualTo(Duration.ofHours(1));
        assertThat(limits.inner().on()).isTrue();
        assertThat(settings.bundle("other").as(Limits.class).inner()).isNull();
    }

    @Test
    void saysWhichSettingOfABundleDoesNotFit() throws Exception {
        ServerSettings settings = read(Map.of(), "bundles.todo.max-todos=-7", "bundles.todo.every=never")
                .settings();

        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> settings.bundle("todo").as(Limits.class)))
                .hasMessageContaining("bundles.todo.max-todos: -7 (expected: 0 or more)")
                .hasMessageContaining("bundles.todo.every: never (expected: a time such as");
    }

    @Test
    void leavesOutWhatIsGivenWithoutAValue() throws Exception {
        ReadSettings read = read(Map.of("REDSTART_METRICS_PORT", ""), "http.tls.key=");

        assertThat(read.settings()).isEqualTo(new ServerSettings());
    }

    @Test
    void readsTheFilesOfTls() throws Exception {
        ServerSettings read = read(Map.of(), "http.tls.certificate=a.pem", "http.tls.key=b.pem", "http.tls.hsts=365d")
                .settings();

        assertThat(read.http().tls())
                .isEqualTo(new TlsSettings(Path.of("a.pem"), Path.of("b.pem"), Duration.ofDays(365)));
        assertThat(mistakes(Map.of(), "http.tls.key=b.pem"))
                .containsExactly("http.tls.key: **** (expected: none without a certificate), from --set");
        assertThat(mistakes(Map.of(), "http.trusted-proxies=10.0.0.0/8, proxy.example"))
                .containsExactly("http.trusted-proxies: 10.0.0.0/8, proxy.example (expected: addresses, and ranges"
                        + " such as 10.0.0.0/8 or fd00::/8), from --set");
    }

    @Test
    void showsEverySettingInTheSampleWithItsDefault() throws Exception {
        List<String> sample = Files.readAllLines(Path.of("src/main/distribution/redstart.yaml"));
        List<String> enabled = sample.stream()
                .map(line -> line.replaceFirst("^(\\s+)# ([a-z-]+: .*)$", "$1$2"))
                .filter(line -> !line.contains("io.redstart.server.deploy"))
                .toList();
        Files.write(file, enabled);
        ReadSettings read = read(Map.of());

        assertThat(read.settings()).isEqualTo(new ServerSettings());
        assertThat(read.effective())
                .allSatisfy(setting -> assertThat(setting.origin()).startsWith("redstart.yaml:"));
        Files.write(file, sample);
        assertThat(read(Map.of()).effective())
                .allSatisfy(setting -> assertThat(setting.origin()).isEqualTo("default"));
    }

    private ReadSettings read(Map<String, String> environment, String... set) throws SettingsException {
        return new SettingsReader(environment).read(file, List.of(set));
    }

    private List<String> mistakes(Map<String, String> environment, String... set) {
        return catchThrowableOfType(SettingsException.class, () -> read(environment, set))
                .mistakes();
    }

    private void yaml(String... lines) {
        try {
            Files.write(file, List.of(lines));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
