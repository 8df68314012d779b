package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnEvent;
import io.redstart.api.OnPacket;
import io.redstart.api.Packet;
import io.redstart.api.Sessions;
import io.redstart.api.UInt;
import jakarta.annotation.security.PermitAll;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in one namespace is not there for any other. */
@Timeout(60)
class NamespacesTest {
    @Api("shop")
    @PermitAll
    public static class Shop {
        @Call
        public long here(Sessions sessions) {
            return sessions.all().stream().count();
        }

        @Call
        public void tellAll(String what, Sessions sessions) {
            sessions.all().emit("told", what);
        }

        @OnEvent("asked")
        public void asked(String what, Sessions sessions) {
            sessions.all().emit("heard", what);
        }
    }

    @Api("games")
    @PermitAll
    public static class Games {
        @Packet("games.move")
        public record Move(@UInt(8) int x) {}

        @Call
        public long here(Sessions sessions) {
            return sessions.all().stream().count();
        }

        @OnPacket
        public void moved(Move move, Sessions sessions) {
            sessions.all().emit("moved", move.x());
        }
    }

    private RedstartServer server;

    @BeforeEach
    void start() throws Exception {
        server = RedstartServer.builder()
                .port(0)
                .namespace("shop", shop -> shop.api(Shop.class))
                .namespace("games", games -> games.api(Games.class))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WireClient in(String namespace) throws InterruptedException {
        WireClient client = WireClient.to(URI.create(server.webSocketUri() + namespace), Map.of());
        client.says("[\"hello\",{\"v\":1}]");
        assertThat(client.hears()).startsWith("[\"welcome\"");
        return client;
    }

    @Test
    void callsOnlyWhatIsInItsOwn() throws Exception {
        try (WireClient shopper = in("/shop");
                WireClient player = in("/games");
                WireClient nobody = in("")) {
            shopper.says("[\"call\",1,\"shop.here\",[]]");
            assertThat(shopper.hears()).isEqualTo("[\"ret\",1,1]");
            shopper.says("[\"call\",2,\"games.here\",[]]");
            assertThat(shopper.hears()).startsWith("[\"err\",2,{\"code\":\"not_found\"");
            player.says("[\"call\",1,\"games.here\",[]]");
            assertThat(player.hears()).isEqualTo("[\"ret\",1,1]");
            player.says("[\"call\",2,\"shop.here\",[]]");
            assertThat(player.hears()).startsWith("[\"err\",2,{\"code\":\"not_found\"");
            nobody.says("[\"call\",1,\"shop.here\",[]]");
            assertThat(nobody.hears()).startsWith("[\"err\",1,{\"code\":\"not_found\"");
        }
    }

    @Test
    void hearsOnlyWhatIsToldInItsOwn() throws Exception {
        try (WireClient shopper = in("/shop");
                WireClient other = in("/shop");
                WireClient player = in("/games")) {
            shopper.says("[\"call\",1,\"shop.tellAll\",[\"sale\"]]");
            assertThat(other.hears()).isEqualTo("[\"evt\",1,null,\"told\",\"sale\"]");
            player.says("[\"evt\",\"asked\",1]").says("[\"call\",1,\"games.here\",[]]");
            assertThat(player.hears()).isEqualTo("[\"ret\",1,1]");
        }
    }

    @Test
    void takesNoPacketOfAnother() throws Exception {
        try (WireClient player = WireClient.to(URI.create(server.webSocketUri() + "/games"), Map.of());
                WireClient shopper = in("/shop")) {
            player.says("[\"hello\",{\"v\":1}]");
            String id = player.hears().replaceAll(".*\"games\\.move\",(\\d+),.*", "$1");
            byte[] packet = {Byte.parseByte(id), 0, 9};
            player.says(packet);
            assertThat(player.hears()).isEqualTo("[\"evt\",1,null,\"moved\",9]");
            shopper.says(packet).says(packet).says(packet).says(packet);
            assertThat(shopper.hears()).startsWith("[\"bye\",{\"code\":4509");
        }
    }

    @Test
    void knowsNoSessionOfAnother() throws Exception {
        try (WireClient shopper = WireClient.to(URI.create(server.webSocketUri() + "/shop"), Map.of())) {
            shopper.says("[\"hello\",{\"v\":1}]");
            String welcome = shopper.hears();
            String sid = welcome.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
            String key = welcome.replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
            try (WireClient thief = WireClient.to(URI.create(server.webSocketUri() + "/games"), Map.of())) {
                thief.says(
                        "[\"hello\",{\"v\":1,\"resume\":{\"sid\":\"" + sid + "\",\"key\":\"" + key + "\",\"got\":0}}]");
                assertThat(thief.hears()).contains("\"resumed\":false", "\"why\":\"unknown\"");
            }
        }
    }

    @Test
    void isTheDefaultOneByItsName() throws Exception {
        stop();
        server = RedstartServer.builder()
                .port(0)
                .namespace("default", usual -> usual.api(Shop.class))
                .start();
        try (WireClient one = in("");
                WireClient other = in("/default")) {
            one.says("[\"call\",1,\"shop.here\",[]]");
            assertThat(one.hears()).isEqualTo("[\"ret\",1,2]");
            other.says("[\"call\",1,\"shop.here\",[]]");
            assertThat(other.hears()).isEqualTo("[\"ret\",1,2]");
        }
    }

    @Test
    void hasTypesOfItsOwn() throws Exception {
        assertThat(get("/redstart/api.ts").body()).doesNotContain("here()");
        assertThat(get("/redstart/api.ts?namespace=shop").body())
                .contains("tellAll(")
                .doesNotContain("games");
        assertThat(get("/redstart/api.ts?namespace=nobody").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/shops, 404",
        "/Shop, 400",
        "/SHOP, 400",
        "/sh%C3%B6p, 400",
        "/%EF%BD%93hop, 400",
        "/shop%20, 400",
        "/, 400",
        "/-shop, 400",
        "/shop/more, 404",
    })
    void letsNobodyInByAnotherName(String path, int status) throws Exception {
        assertThatThrownBy(() -> in(path))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "shöp", "-shop", "_shop", "a b", "a.b", "a/b", "$control"})
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> RedstartServer.builder().namespace(name, any -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("namespace: '" + name + "' (expected: [a-z0-9][a-z0-9_-]{0,63})");
    }

    @Test
    void takesNamesOfUpTo64Characters() {
        RedstartServer.builder().namespace("a".repeat(64), any -> {});
        assertThatThrownBy(() -> RedstartServer.builder().namespace("a".repeat(65), any -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
