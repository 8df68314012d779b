package io.redstart.server;

import static io.redstart.server.FireServer.auth;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Control of namespaces by Fire Web Socket's protocol over real sockets: each request, each answer, each code. */
@Timeout(120)
class FireControlTest {
    private static final String SERVER_KEY = "the key of the server";
    private static final String OK = "{\"success\":true}";
    private static final String JOE = "{\"i\":5}";

    @TempDir
    private Path folder;

    private @Nullable FireServer running;

    private FireServer start(String... settings) throws Exception {
        List<String> all = Stream.concat(
                        Stream.of("door.fire.port=0", "registration.key=" + SERVER_KEY), Stream.of(settings))
                .toList();
        FireServer fire = FireServer.in(folder, all);
        running = fire;
        return fire;
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(running).close();
    }

    private static String refused(String reason, int code) {
        return "{\"success\":false,\"reason\":\"" + reason + "\",\"code\":" + code + "}";
    }

    private static WireClient page(FireServer fire, String payload, String... channels) throws Exception {
        WireClient page = fire.opens("/socket/websocket");
        page.says(auth(payload));
        assertThat(page.hears()).startsWith("{\"event\":\"auth ok\"");
        for (String channel : channels) {
            page.says("{\"event\":\"subscribe\",\"data\":\"" + channel + "\"}");
        }
        return page;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Need action | 300",
                "{\"action\":\"nope\"} | Invalid action... | 312",
                "{\"action\":\"push\",\"channel\":\"a\"} | Invalid action... | 312",
                "{\"action\":\"emit\",\"channel\":\"a\",\"data\":1} | Need auth | 311",
                "{\"action\":\"set\"} | Need auth | 311",
                "{\"action\":\"get\"} | Need auth | 311",
                "{\"action\":\"channelInfo\"} | Need auth | 311",
                "{\"action\":\"subscribe\"} | Need auth | 311",
                "{\"action\":\"unsubscribe\"} | Need auth | 311",
                "{\"action\":\"registerNameSpace\"} | Need name | 300",
                "{\"action\":\"registerNameSpace\",\"name\":\"a\"} | Need key | 300",
                "{\"action\":\"registerNameSpace\",\"name\":\"a\",\"key\":\"wrong\"} | Invalid key | 306",
                "{\"action\":\"registerNameSpace\",\"name\":\"shop\",\"key\":\"the key of the server\"} | Name space is busy | 309",
                "{\"action\":\"auth\"} | Need name - name space | 300",
                "{\"action\":\"auth\",\"name\":\"shop\"} | Need sKey - secret key | 300",
                "{\"action\":\"auth\",\"name\":\"nowhere\",\"sKey\":\"x\"} | Name space not found | 404",
                "{\"action\":\"auth\",\"name\":\"__proto__\",\"sKey\":\"x\"} | Name space not found | 404",
                "{\"action\":\"auth\",\"name\":\"shop\",\"sKey\":\"x\"} | Invalid sKey | 305",
                "null | Invalid JSON | 300",
                "[] | Invalid JSON | 300",
                "{\"action\" | Invalid JSON | 300",
                "'' | Invalid JSON | 300",
            })
    void refusesInItsOwnWords(String request, String reason, int code) throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire)) {
            assertThat(control.asks(request)).isEqualTo(refused(reason, code));
            assertThat(control.asks("{}")).isEqualTo(refused("Need action", 300));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"action\":\"emit\",\"data\":1} | Need argument channel | 300",
                "{\"action\":\"emit\",\"channel\":\"a\"} | Need argument data | 300",
                "{\"action\":\"set\",\"channel\":\"a\"} | Need argument data | 300",
                "{\"action\":\"set\",\"channel\":\"a\",\"data\":1,\"params\":{\"ttl\":-1}} | Invalid params.ttl | 300",
                "{\"action\":\"set\",\"channel\":\"a\",\"data\":1,\"params\":{\"ttl\":\"soon\"}} | Invalid params.ttl | 300",
                "{\"action\":\"set\",\"channel\":\"a\",\"data\":1,\"params\":{\"ttl\":[]}} | Invalid params.ttl | 300",
                "{\"action\":\"emit\",\"channel\":\"a\",\"data\":1,\"params\":{\"userId\":{}}} | Invalid params.userId | 300",
                "{\"action\":\"get\"} | Need argument channel | 300",
                "{\"action\":\"channelInfo\"} | Need argument channel | 300",
                "{\"action\":\"subscribe\",\"channel\":\"x\",\"params\":{\"userId\":5}} | Private channel must begin with # | 343",
                "{\"action\":\"unsubscribe\",\"channel\":\"x\",\"params\":{\"userId\":5}} | Private channel must begin with # | 343",
                "{\"action\":\"subscribe\",\"channel\":\"#x\"} | Need argument params | 300",
                "{\"action\":\"unsubscribe\",\"channel\":\"#x\"} | Need argument params | 300",
                "{\"action\":\"subscribe\",\"channel\":\"#x\",\"params\":{}} | Need argument params.userId | 300",
            })
    void refusesWhatIsIncomplete(String request, String reason, int code) throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY)) {
            assertThat(control.asks(request)).isEqualTo(refused(reason, code));
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"a\"}")).isEqualTo("null");
        }
    }

    @Test
    void speaksTheSameBytes() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire)) {
            byte[] request = {2, 0, 0, 0, '{', '}', 0};
            assertThat(control.says(request).hears()).hasSize(0x33);
            assertThat(control.asks("{\"action\":\"nope\"}")).hasSize(0x39);
        }
    }

    /** {@code > 02000000 {} 00}: who speaks, the length, the body, and what is behind it. */
    @Test
    void answersAsWasCaptured() throws Exception {
        FireServer fire = start();
        String vectors;
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/fire/control.txt"))) {
            vectors = new String(file.readAllBytes(), UTF_8);
        }
        try (FireControl control = FireControl.to(fire)) {
            int heard = 0;
            for (String line : vectors.replace("{key}", FireServer.KEY).lines().toList()) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(HexFormat.of().parseHex(line.substring(2, 10)));
                bytes.writeBytes(line.substring(11, line.length() - 3).getBytes(UTF_8));
                bytes.write(0);
                if (line.startsWith(">")) {
                    control.says(bytes.toByteArray());
                } else {
                    heard++;
                    assertThat(control.hears(bytes.size())).as(line).isEqualTo(bytes.toByteArray());
                }
            }
            assertThat(heard).isGreaterThan(15);
        }
    }

    @Test
    void registersANamespaceForPagesToComeIn() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire)) {
            String answer =
                    control.asks("{\"action\":\"registerNameSpace\",\"name\":\"mall\",\"key\":\"" + SERVER_KEY + "\"}");
            assertThat(answer).startsWith("{\"success\":true,\"secretKey\":\"");
            String key = answer.substring(29, answer.length() - 2);
            control.enters("mall", key);
            try (WireClient page = fire.opens("/socket/websocket")) {
                page.says("{\"event\":\"auth\",\"data\":{\"i\":\"mall\",\"s\":\""
                        + NamespaceKeysTest.token("HS256", JOE, key) + "\"}}");
                assertThat(page.hears()).startsWith("{\"event\":\"auth ok\"");
                assertThat(control.asks("{\"action\":\"set\",\"channel\":\"news\",\"data\":{\"base\":1}}"))
                        .isEqualTo(OK);
                page.says("{\"event\":\"subscribe\",\"data\":\"news\"}");
                assertThat(page.hears()).isEqualTo("{\"event\":\"news\",\"data\":{\"base\":1}}");
            }
        }
    }

    @Test
    void emitsToAllAndToOneUser() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY);
                WireClient five = page(fire, JOE);
                WireClient six = page(fire, "{\"i\":\"6\"}")) {
            assertThat(control.asks("{\"action\":\"emit\",\"channel\":\"news\",\"data\":\"nobody hears\"}"))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"set\",\"channel\":\"news\",\"data\":0}"))
                    .isEqualTo(OK);
            for (WireClient page : List.of(five, six)) {
                page.says("{\"event\":\"subscribe\",\"data\":\"news\"}");
                assertThat(page.hears()).isEqualTo("{\"event\":\"news\",\"data\":0}");
            }
            assertThat(control.asks("{\"action\":\"emit\",\"channel\":\"news\",\"data\":1,\"params\":{\"userId\":5}}"))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"emit\",\"channel\":\"news\",\"data\":2,\"userId\":\"6\"}"))
                    .isEqualTo(OK);
            assertThat(
                            control.asks(
                                    "{\"action\":\"emit\",\"channel\":\"news\",\"data\":[3,{\"a\":\"ä\\n\"}],\"params\":{\"userId\":null}}"))
                    .isEqualTo(OK);
            assertThat(five.hears()).isEqualTo("{\"event\":\"news\",\"data\":1}");
            assertThat(five.hears()).isEqualTo("{\"event\":\"news\",\"data\":[3,{\"a\":\"ä\\n\"}]}");
            assertThat(six.hears()).isEqualTo("{\"event\":\"news\",\"data\":2}");
            assertThat(six.hears()).isEqualTo("{\"event\":\"news\",\"data\":[3,{\"a\":\"ä\\n\"}]}");
        }
    }

    @Test
    void setsAndGetsTheStateOfAllAndOfOneUser() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY);
                WireClient page = page(fire, JOE)) {
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"news\"}"))
                    .isEqualTo("null");
            assertThat(control.asks("{\"action\":\"set\",\"channel\":\"news\",\"data\":{\"base\":1}}"))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"news\"}"))
                    .isEqualTo("{\"base\":1}");
            assertThat(
                            control.asks(
                                    "{\"action\":\"set\",\"channel\":\"@me\",\"data\":\"for5\",\"params\":{\"userId\":5,\"ttl\":60}}"))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"@me\",\"params\":{\"userId\":5}}"))
                    .isEqualTo("\"for5\"");
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"@me\",\"params\":{\"userId\":6}}"))
                    .isEqualTo("null");
            page.says("{\"event\":\"subscribe\",\"data\":\"@me\"}");
            assertThat(page.hears()).isEqualTo("{\"event\":\"@me\",\"data\":\"for5\"}");
            page.says("{\"event\":\"subscribe\",\"data\":\"news\"}");
            assertThat(page.hears()).isEqualTo("{\"event\":\"news\",\"data\":{\"base\":1}}");
            // told only where that is asked for
            assertThat(control.asks("{\"action\":\"set\",\"channel\":\"news\",\"data\":1,\"params\":{\"emit\":false}}"))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"set\",\"channel\":\"news\",\"data\":2,\"params\":{\"emit\":true}}"))
                    .isEqualTo(OK);
            assertThat(page.hears()).isEqualTo("{\"event\":\"news\",\"data\":2}");
            assertThat(control.asks(
                            "{\"action\":\"set\",\"channel\":\"news\",\"data\":null,\"params\":{\"emit\":true}}"))
                    .isEqualTo(OK);
            assertThat(page.hears()).isEqualTo("{\"event\":\"news\",\"data\":null}");
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"news\"}"))
                    .isEqualTo("null");
        }
    }

    @Test
    void tellsWhoIsInAChannel() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY);
                WireClient one = fire.opens("/socket/websocket");
                WireClient two = page(fire, JOE);
                WireClient three = page(fire, "\"ann\"")) {
            assertThat(control.asks("{\"action\":\"channelInfo\",\"channel\":\"news\"}"))
                    .isEqualTo("false");
            assertThat(control.asks("{\"action\":\"set\",\"channel\":\"news\",\"data\":1}"))
                    .isEqualTo(OK);
            one.says(auth(JOE));
            String welcome = one.hears();
            String cid = welcome.substring(welcome.indexOf("cid") + 6, welcome.length() - 3);
            for (WireClient page : List.of(one, two, three)) {
                page.says("{\"event\":\"subscribe\",\"data\":\"news\"}");
                assertThat(page.hears()).isEqualTo("{\"event\":\"news\",\"data\":1}");
            }
            assertThat(control.asks("{\"action\":\"channelInfo\",\"channel\":\"news\"}"))
                    .startsWith("{\"countUser\":2,\"countConnection\":3,\"connId_UserId\":{")
                    .contains("\"" + cid + "\":\"5\"")
                    .contains(":\"ann\"");
        }
    }

    @Test
    void letsUsersIntoPrivateChannelsAndTakesThemOutAtOnce() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY);
                WireClient page = page(fire, JOE)) {
            assertThat(control.asks("{\"action\":\"set\",\"channel\":\"#x\",\"data\":\"secret\"}"))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"subscribe\",\"channel\":\"#x\",\"params\":{\"userId\":5}}"))
                    .isEqualTo(OK);
            page.says("{\"event\":\"subscribe\",\"data\":\"#x\"}");
            assertThat(page.hears()).isEqualTo("{\"event\":\"#x\",\"data\":\"secret\"}");
            assertThat(control.asks("{\"action\":\"unsubscribe\",\"channel\":\"#x\",\"userId\":5}"))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"channelInfo\",\"channel\":\"#x\"}"))
                    .isEqualTo("false");
        }
    }

    @Test
    void answersRequestsThatComeAtOnceEachAndInOrder() throws Exception {
        FireServer fire = start("data.folder=" + folder.resolve("data"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(
                FireControl.frame("{\"action\":\"auth\",\"name\":\"shop\",\"sKey\":\"" + FireServer.KEY + "\"}"));
        for (int i = 0; i < 200; i++) {
            all.writeBytes(FireControl.frame("{\"action\":\"set\",\"channel\":\"n\",\"data\":" + i + "}"));
            all.writeBytes(FireControl.frame("{\"action\":\"get\",\"channel\":\"n\"}"));
        }
        try (FireControl control = FireControl.to(fire)) {
            control.says(all.toByteArray()).endsSpeaking();
            assertThat(control.hears()).isEqualTo(OK);
            for (int i = 0; i < 200; i++) {
                assertThat(control.hears()).isEqualTo(OK);
                assertThat(control.hears()).isEqualTo(String.valueOf(i));
            }
            assertThat(control.hears()).isEqualTo("closed");
        }
    }

    @Test
    void takesRequestsInAnyPieces() throws Exception {
        FireServer fire = start();
        byte[] request = FireControl.frame("{\"action\":\"nope\"}");
        for (int cut = 1; cut < request.length; cut++) {
            try (FireControl control = FireControl.to(fire)) {
                control.says(Arrays.copyOf(request, cut));
                control.says(Arrays.copyOfRange(request, cut, request.length));
                assertThat(control.hears()).contains("Invalid action...");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 65 * 1024})
    void closesOnALengthThatIsNone(int length) throws Exception {
        FireServer fire = start();
        byte[] head = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array();
        try (FireControl control = FireControl.to(fire)) {
            control.says("{}").says(head);
            assertThat(control.hears()).isEqualTo(refused("Need action", 300));
            assertThat(control.hears()).isEqualTo(refused("Invalid length", 300));
            assertThat(control.hears()).isEqualTo("closed");
        }
    }

    @Test
    void closesWhereThereIsNoZeroBehindABody() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire)) {
            control.says("\2\0\0\0{}x".getBytes(UTF_8));
            assertThat(control.hears()).isEqualTo(refused("Invalid length", 300));
            assertThat(control.hears()).isEqualTo("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connections.message-within=200ms", "door.fire.idle=200ms"})
    void closesALineThatBeginsAndDoesNotGoOn(String setting) throws Exception {
        FireServer fire = start(setting);
        try (FireControl control = FireControl.to(fire)) {
            assertThat(control.says("{}").hears()).contains("Need action");
            control.says("\20\0\0\0{".getBytes(UTF_8));
            assertThat(control.hears()).isEqualTo("closed");
        }
    }

    @Test
    void keepsLinesApartHoweverTheyAreCut() throws Exception {
        FireServer fire = start();
        try (FireControl one = FireControl.to(fire).enters("shop", FireServer.KEY);
                FireControl other = FireControl.to(fire).enters("shop", FireServer.KEY);
                FireControl stranger = FireControl.to(fire)) {
            byte[] first = FireControl.frame("{\"action\":\"set\",\"channel\":\"a\",\"data\":1}");
            byte[] second = FireControl.frame("{\"action\":\"get\",\"channel\":\"b\"}");
            one.says(Arrays.copyOf(first, 9));
            other.says(Arrays.copyOf(second, 3));
            assertThat(stranger.asks("{\"action\":\"get\",\"channel\":\"a\"}")).isEqualTo(refused("Need auth", 311));
            stranger.says(new byte[] {-1, -1, -1, -1});
            assertThat(stranger.hears()).isEqualTo(refused("Invalid length", 300));
            other.says(Arrays.copyOfRange(second, 3, second.length));
            one.says(Arrays.copyOfRange(first, 9, first.length));
            assertThat(other.hears()).isEqualTo("null");
            assertThat(one.hears()).isEqualTo(OK);
            assertThat(other.asks("{\"action\":\"get\",\"channel\":\"a\"}")).isEqualTo("1");
        }
    }

    @Test
    void letsNobodyTryKeysForEver() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire)) {
            for (int i = 0; i < 3; i++) {
                assertThat(control.asks("{\"action\":\"auth\",\"name\":\"shop\",\"sKey\":\"x" + i + "\"}"))
                        .isEqualTo(refused("Invalid sKey", 305));
            }
            assertThat(control.hears()).isEqualTo("closed");
        }
    }

    @Test
    void goesOnWithAnotherNamespace() throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY)) {
            assertThat(control.asks("{\"action\":\"set\",\"channel\":\"n\",\"data\":1}"))
                    .isEqualTo(OK);
            control.enters("shop", FireServer.KEY);
            String made = control.asks(
                    "{\"action\":\"registerNameSpace\",\"name\":\"other\",\"key\":\"" + SERVER_KEY + "\"}");
            control.enters("other", made.substring(29, made.length() - 2));
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"n\"}")).isEqualTo("null");
            control.enters("shop", FireServer.KEY);
            assertThat(control.asks("{\"action\":\"get\",\"channel\":\"n\"}")).isEqualTo("1");
        }
    }

    @Test
    void hasRoomForManyInControlAtOnce() throws Exception {
        FireServer fire = start();
        List<FireControl> all = new java.util.ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(FireControl.to(fire).enters("shop", FireServer.KEY));
        }
        for (FireControl each : all) {
            assertThat(each.asks("{\"action\":\"get\",\"channel\":\"n\"}")).isEqualTo("null");
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "toString"})
    void hasNoNamesOfItsOwn(String channel) throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY)) {
            String where = "\"channel\":\"" + channel + "\"}";
            assertThat(control.asks("{\"action\":\"get\"," + where)).isEqualTo("null");
            assertThat(control.asks("{\"action\":\"set\",\"data\":{\"__proto__\":1}," + where))
                    .isEqualTo(OK);
            assertThat(control.asks("{\"action\":\"get\"," + where)).isEqualTo("{\"__proto__\":1}");
            assertThat(control.asks("{\"action\":\"channelInfo\"," + where)).isEqualTo("false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "ä", "\\n", "a\\u0000b"})
    void refusesNamesThatAreNone(String channel) throws Exception {
        FireServer fire = start();
        try (FireControl control = FireControl.to(fire).enters("shop", FireServer.KEY)) {
            for (int i = 0; i < 5; i++) {
                assertThat(control.asks("{\"action\":\"emit\",\"data\":1,\"channel\":\"" + channel + "\"}"))
                        .startsWith("{\"success\":false,\"reason\":\"")
                        .endsWith(",\"code\":300}");
            }
        }
    }
}
