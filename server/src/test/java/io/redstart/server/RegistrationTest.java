package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Namespace;
import io.redstart.api.Namespaces;
import io.redstart.server.registry.RejectedBundleException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces are registered and removed while the server runs. */
@Timeout(60)
class RegistrationTest {
    private static final String KEY = "the-servers-own-key";

    @Api("tenants")
    public static class Tenants {
        private final Namespaces namespaces;

        public Tenants(Namespaces namespaces) {
            this.namespaces = namespaces;
        }

        @Call
        public String open(String name) {
            return namespaces.register(name).name();
        }
    }

    @SuppressWarnings("NullAway.Init")
    private RedstartServer server;

    private void start(String... settings) throws Exception {
        server = RedstartServer.builder()
                .settings(new SettingsReader(Map.of())
                        .read(null, List.of(settings))
                        .settings())
                .port(0)
                .api(Tenants.class)
                .namespace("games", games -> {})
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WireClient in(String namespace) throws InterruptedException {
        return in(namespace, "");
    }

    private WireClient in(String namespace, String token) throws InterruptedException {
        WireClient client = WireClient.to(URI.create(server.webSocketUri() + namespace), Map.of());
        client.says("[\"hello\",{\"v\":1" + (token.isEmpty() ? "" : ",\"token\":\"" + token + "\"") + "}]");
        assertThat(client.hears()).startsWith("[\"welcome\"");
        return client;
    }

    private static String registers(WireClient client, int id, String method, String name, String key)
            throws InterruptedException {
        client.says("[\"call\"," + id + ",\"namespaces." + method + "\",[{\"name\":\"" + name + "\",\"key\":\"" + key
                + "\"}]]");
        return client.hears();
    }

    @Test
    void registersOverTheWireForWhoKnowsTheServersKey() throws Exception {
        start("registration.key=" + KEY);
        try (WireClient operator = in("")) {
            String answer = registers(operator, 1, "register", "shop", KEY);
            assertThat(answer).matches("\\[\"ret\",1,\\{\"secretKey\":\"[\\w-]{64}\"}]");
            String secret = answer.replaceAll(".*\"secretKey\":\"([^\"]+)\".*", "$1");
            try (WireClient control = in("/shop", secret)) {
                assertThat(registers(operator, 2, "remove", "shop", KEY)).isEqualTo("[\"ret\",2,null]");
                assertThat(control.hears())
                        .isEqualTo(
                                "[\"bye\",{\"code\":4504,\"reason\":\"The namespace was removed\",\"retry\":false}]");
                assertThat(control.hears()).isEqualTo("closed 4504");
            }
            assertThat(RawRefusal.status(URI.create(server.webSocketUri() + "/shop")))
                    .isEqualTo(404);
        }
    }

    @Test
    void refusesWhatIsWrong() throws Exception {
        start("registration.key=" + KEY, "registration.max=1");
        try (WireClient operator = in("")) {
            assertThat(registers(operator, 1, "register", "shop", KEY + "!"))
                    .startsWith("[\"err\",1,{\"code\":\"forbidden\"");
            assertThat(registers(operator, 2, "register", "Shop", KEY))
                    .startsWith("[\"err\",2,{\"code\":\"invalid\",\"message\":\"namespace: 'Shop' (expected:");
            assertThat(registers(operator, 3, "register", "games", KEY))
                    .startsWith("[\"err\",3,{\"code\":\"conflict\"");
            assertThat(registers(operator, 4, "register", "default", KEY))
                    .startsWith("[\"err\",4,{\"code\":\"conflict\"");
            assertThat(registers(operator, 5, "register", "shop", KEY)).startsWith("[\"ret\",5,");
            assertThat(registers(operator, 6, "register", "shop", KEY)).startsWith("[\"err\",6,{\"code\":\"conflict\"");
            assertThat(registers(operator, 7, "register", "more", KEY))
                    .startsWith("[\"err\",7,{\"code\":\"overloaded\"");
            assertThat(registers(operator, 8, "remove", "shop", "")).startsWith("[\"err\",8,{\"code\":\"forbidden\"");
            assertThat(registers(operator, 9, "remove", "games", KEY)).startsWith("[\"err\",9,{\"code\":\"conflict\"");
            assertThat(registers(operator, 10, "remove", "none", KEY))
                    .startsWith("[\"err\",10,{\"code\":\"not_found\"");
            assertThat(RawRefusal.status(URI.create(server.webSocketUri() + "/more")))
                    .isEqualTo(404);
        }
    }

    @Test
    void registersWithRules() throws Exception {
        start("registration.key=" + KEY);
        try (WireClient operator = in("")) {
            operator.says("[\"call\",1,\"namespaces.register\",[{\"name\":\"shop\",\"key\":\"" + KEY
                    + "\",\"rules\":{\"room:*\":{\"join\":[\"all\"]}}}]]");
            assertThat(operator.hears()).startsWith("[\"ret\",1,");
        }
        try (WireClient guest = in("/shop")) {
            guest.says("[\"join\",1,\"room:1\",{}]");
            assertThat(guest.hears()).startsWith("[\"state\",");
            assertThat(guest.hears()).isEqualTo("[\"ret\",1,null]");
            guest.says("[\"join\",2,\"cellar\",{}]");
            assertThat(guest.hears()).startsWith("[\"err\",2,{\"code\":\"forbidden\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "7",
                "{\"name\":\"shop\"}",
                "{\"key\":\"" + KEY + "\"}",
                "{\"name\":\"shop\",\"key\":\"" + KEY + "\",\"rules\":7}",
                "{\"name\":\"shop\",\"key\":\"" + KEY + "\",\"rules\":{\"r\u00f6om\":{}}}",
                "{\"name\":\"shop\",\"key\":\"" + KEY + "\",\"rules\":{\"room\":{\"join\":[\"$control\"]}}}",
                "{\"name\":\"shop\",\"key\":\"" + KEY + "\",\"rules\":{\"room\":{},\"ROOM\":{}}}",
                "{\"name\":\"shop\",\"key\":\"" + KEY + "\",\"rules\":{\"room\":null}}",
            })
    void registersNothingThatIsBroken(String registration) throws Exception {
        start("registration.key=" + KEY);
        try (WireClient operator = in("")) {
            operator.says("[\"call\",1,\"namespaces.register\",[" + registration + "]]");
            assertThat(operator.hears()).startsWith("[\"err\",1,{\"code\":\"invalid\"");
            assertThat(server.namespaces().find("shop")).isEmpty();
        }
    }

    @Test
    void countsAttemptsOfAnAddress() throws Exception {
        start("registration.key=" + KEY);
        try (WireClient guesser = in("")) {
            String last = "";
            for (int i = 1; i <= 31; i++) {
                last = registers(guesser, i, "register", "shop", "guess" + i);
            }
            assertThat(last).startsWith("[\"err\",31,{\"code\":\"rate_limited\"");
        }
    }

    @Test
    void offersNothingWithoutAKeyOfTheServer() throws Exception {
        start();
        try (WireClient anybody = in("")) {
            assertThat(registers(anybody, 1, "register", "shop", "")).startsWith("[\"err\",1,{\"code\":\"not_found\"");
        }
    }

    @Test
    void registersFromWithin() throws Exception {
        start();
        try (WireClient client = in("")) {
            client.says("[\"call\",1,\"tenants.open\",[\"shop\"]]");
            assertThat(client.hears()).isEqualTo("[\"ret\",1,\"shop\"]");
        }
        Namespace shop = server.namespaces().find("shop").orElseThrow();
        try (WireClient shopper = in("/shop")) {
            shop.sessions().all().emit("sale", 7);
            assertThat(shopper.hears()).isEqualTo("[\"evt\",1,null,\"sale\",7]");
            assertThat(server.sessions().all().stream()).hasSize(1); // who has opened the shop, and went
            assertThat(server.namespaces().remove("shop")).isTrue();
            assertThat(shopper.hears()).startsWith("[\"bye\",{\"code\":4504");
        }
        assertThat(server.namespaces().find("shop")).isEmpty();
        assertThat(server.namespaces().remove("shop")).isFalse();
        assertThat(shop.sessions().all().stream()).isEmpty();
    }

    @Test
    void beginsAnewAfterItWasRemoved() throws Exception {
        start();
        String first = server.namespaces().register("shop").secretKey();
        server.namespaces().remove("shop");
        String second = server.namespaces().register("shop").secretKey();
        assertThat(second).isNotEqualTo(first);
        try (WireClient client = WireClient.to(URI.create(server.webSocketUri() + "/shop"), Map.of())) {
            client.says("[\"hello\",{\"v\":1,\"token\":\"" + first + "\"}]");
            assertThat(client.hears()).startsWith("[\"bye\",{\"code\":4501");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "ｓhop", "shop\n", "a.b", "$control"})
    void refusesWhatIsNoName(String name) throws Exception {
        start();
        assertThatThrownBy(() -> server.namespaces().register(name))
                .isInstanceOfSatisfying(CallException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("invalid");
                    assertThat(refusal).hasMessage("namespace: '" + name + "' (expected: [a-z0-9][a-z0-9_-]{0,63})");
                });
    }

    @Test
    void lendsAllNamespacesToNobodyInAnother() throws Exception {
        start();
        assertThatThrownBy(() -> RedstartServer.builder()
                        .port(0)
                        .namespace("shop", shop -> shop.api(Tenants.class))
                        .start())
                .isInstanceOfSatisfying(
                        RejectedBundleException.class,
                        refused -> assertThat(refused.mistakes().toString()).contains("Namespaces"));
    }
}
