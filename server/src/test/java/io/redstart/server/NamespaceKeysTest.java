package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.User;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a client is in a namespace, by the namespace's key. */
@Timeout(60)
class NamespaceKeysTest {
    private static final String SHOP = "shop-".repeat(13);
    private static final String GAMES = "game-".repeat(13);
    private static final String USUAL = "usual".repeat(13);

    @Api("me")
    public static class Me {
        @Call
        @PermitAll
        public String who(Session session) {
            User user = session.user();
            return user == null ? "guest" : user.id() + " " + new TreeSet<>(user.roles());
        }

        @Call
        @RolesAllowed("$control")
        public String secret() {
            return "told";
        }
    }

    /** Lets people in by their names; of tokens it knows nothing. */
    public static final class Door implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            String named = handshake.query("user");
            String user = named == null ? "" : named;
            return switch (user) {
                case "" -> Decision.undecided().now();
                case "eve" -> Decision.refuse("Not eve").now();
                case "root" ->
                    Decision.accept(new User("root", Set.of("$control"), Map.of()))
                            .now();
                default -> Decision.accept(new User(user)).now();
            };
        }
    }

    private static RedstartServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RedstartServer.builder()
                .port(0)
                .api(Me.class)
                .namespace("default", usual -> usual.secretKey(USUAL))
                .namespace("shop", shop -> shop.secretKey(SHOP).api(Me.class))
                .namespace("games", games -> games.secretKey(GAMES).api(Me.class, Door.class))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static WireClient to(String path, Map<String, String> headers) {
        return WireClient.to(URI.create(server.webSocketUri() + path), headers);
    }

    /** Whom a client is taken for that shows a token in hello. */
    private static String who(String path, String token) throws InterruptedException {
        try (WireClient client = to(path, Map.of())) {
            client.says("[\"hello\",{\"v\":1" + (token.isEmpty() ? "" : ",\"token\":\"" + token + "\"") + "}]");
            return asked(client);
        }
    }

    private static String asked(WireClient client) throws InterruptedException {
        String first = client.hears();
        if (!first.startsWith("[\"welcome\"")) {
            return first;
        }
        client.says("[\"call\",1,\"me.who\",[]]");
        String answer = client.hears();
        return answer.replaceAll("\\[\"ret\",1,\"(.*)\"]", "$1");
    }

    static String token(String algorithm, String payload, String key) throws Exception {
        String signed = base64("{\"alg\":\"" + algorithm + "\"}") + "." + base64(payload);
        String name = "Hmac" + algorithm.replace("HS", "SHA");
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), name));
        return signed + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"i\":\"joe\"} | joe []",
                "{\"sub\":\"joe\"} | joe []",
                "{\"i\":7,\"sub\":\"joe\"} | 7 []",
                "\"joe\" | joe []",
                "7 | 7 []",
                "{\"sub\":\"ann\",\"roles\":[\"b\",\"a\"]} | ann [a, b]",
                "{\"sub\":\"ann\",\"exp\":4102444800} | ann []",
            })
    void knowsWhomATokenNames(String payload, String user) throws Exception {
        for (String algorithm : Set.of("HS256", "HS384", "HS512")) {
            assertThat(who("/shop", token(algorithm, payload, SHOP))).isEqualTo(user);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"i\":\"\"}",
                "{\"i\":null}",
                "{\"i\":{\"a\":1}}",
                "[\"joe\"]",
                "true",
                "joe",
                "{\"i\":\"joe\",\"roles\":\"admin\"}",
                "{\"i\":\"joe\",\"roles\":[1]}",
                "{\"i\":\"joe\",\"exp\":\"soon\"}",
                "{\"i\":\"joe\",\"nbf\":4102444800}",
                // what only the server is
                "{\"i\":\"$control\"}",
                "{\"i\":\"joe\",\"roles\":[\"$control\"]}",
            })
    void refusesATokenThatNamesNobody(String payload) throws Exception {
        assertThat(who("/shop", token("HS256", payload, SHOP))).startsWith("[\"bye\",{\"code\":4501");
    }

    @Test
    void refusesATokenThatHasEnded() throws Exception {
        assertThat(who("/shop", token("HS256", "{\"i\":\"joe\",\"exp\":1}", SHOP)))
                .startsWith("[\"bye\",{\"code\":4401");
    }

    @Test
    void refusesKeysAndTokensOfAnotherNamespace() throws Exception {
        assertThat(who("/shop", GAMES)).startsWith("[\"bye\",{\"code\":4501");
        assertThat(who("/shop", USUAL)).startsWith("[\"bye\",{\"code\":4501");
        assertThat(who("/shop", SHOP + "x")).startsWith("[\"bye\",{\"code\":4501");
        assertThat(who("/shop", token("HS256", "{\"i\":\"joe\"}", GAMES))).startsWith("[\"bye\",{\"code\":4501");
    }

    @Test
    void takesWhoShowsNothingForAGuest() throws Exception {
        assertThat(who("/shop", "")).isEqualTo("guest");
    }

    @Test
    void givesControlToWhoShowsTheKey() throws Exception {
        assertThat(who("/shop", SHOP)).isEqualTo("$control [$control]");
        try (WireClient control = to("/shop", Map.of("Authorization", "Bearer " + SHOP))) {
            control.says("[\"hello\",{\"v\":1}]");
            assertThat(asked(control)).isEqualTo("$control [$control]");
            control.says("[\"call\",2,\"me.secret\",[]]");
            assertThat(control.hears()).isEqualTo("[\"ret\",2,\"told\"]");
        }
    }

    @Test
    void letsNobodyElseDoWhatControlMay() throws Exception {
        try (WireClient joe = to("/shop", Map.of())) {
            joe.says("[\"hello\",{\"v\":1,\"token\":\"" + token("HS256", "\"joe\"", SHOP) + "\"}]");
            assertThat(asked(joe)).isEqualTo("joe []");
            joe.says("[\"call\",2,\"me.secret\",[]]");
            assertThat(joe.hears()).startsWith("[\"err\",2,{\"code\":\"forbidden\"");
        }
    }

    @Test
    void asksTheAuthenticatorOfTheNamespaceFirst() throws Exception {
        assertThat(who("/games?user=joe", "")).isEqualTo("joe []");
        assertThat(who("/games", token("HS256", "\"ann\"", GAMES))).isEqualTo("ann []");
        assertThat(who("/games", "")).startsWith("[\"bye\",{\"code\":4501");
        assertThat(who("/games", GAMES)).isEqualTo("$control [$control]");
        try (WireClient control = to("/games?user=eve", Map.of("Authorization", "Bearer " + GAMES))) {
            control.says("[\"hello\",{\"v\":1}]");
            assertThat(asked(control)).isEqualTo("$control [$control]");
        }
    }

    @Test
    void believesNoAuthenticatorThatSomebodyIsControl() {
        assertThat(RawRefusal.status(URI.create(server.webSocketUri() + "/games?user=root")))
                .isEqualTo(401);
    }

    @Test
    void knowsControlInTheDefaultNamespace() throws Exception {
        assertThat(who("", USUAL)).isEqualTo("$control [$control]");
        assertThat(who("", "")).isEqualTo("guest");
        assertThat(who("", SHOP)).isEqualTo("guest");
        assertThat(who("", token("HS256", "\"joe\"", USUAL))).isEqualTo("guest");
    }
}
