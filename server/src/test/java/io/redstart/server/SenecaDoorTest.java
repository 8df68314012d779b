package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.OnClose;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.server.observe.Observer;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Acts by HTTP: who may send them, what they call, and how they are answered. Quotes are single here. */
@Timeout(60)
class SenecaDoorTest {
    private static final String[] TRUSTED = {
        "door.seneca.trusted=127.0.0.0/8", "door.seneca.roles=sessions", "session-store.role=sessions"
    };

    private final HttpClient client = HttpClient.newHttpClient();

    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    private @Nullable RedstartServer running;

    @Api("hands")
    @PermitAll
    public static class Hands {
        static final CountDownLatch CLOSED = new CountDownLatch(1);

        @Call
        public Map<String, Object> clapAll(int handCount, Session session) {
            session.emit("clapped", handCount);
            if (handCount == 0) {
                throw new CallException("no_hands", "Cannot clap without any hands");
            }
            return Map.of("clapped", handCount);
        }

        @Call
        public String name(Session session) {
            User user = session.user();
            return user == null ? "nobody" : user.id().replaceFirst("/.*", "") + user.roles();
        }

        @Call
        @RolesAllowed("admin")
        public void shutDown() {}

        @Call
        public void fails() {
            throw new IllegalStateException("a secret");
        }

        @Call
        public CompletionStage<String> later() {
            return CompletableFuture.supplyAsync(() -> "later");
        }

        @Call
        public Stream<Integer> counts() {
            return Stream.of(1);
        }

        @OnClose
        public void over() {
            CLOSED.countDown();
        }
    }

    /** Lets in by a token. */
    public static class ByToken implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if (handshake.stage() == Handshake.Stage.UPGRADE) {
                return Decision.undecided().now();
            }
            return switch (String.valueOf(handshake.token())) {
                case "right" -> Decision.accept(new User("ann")).now();
                case "old" -> Decision.expired().now();
                case "broken" -> throw new IllegalStateException("a secret");
                default -> Decision.refuse("Wrong token").now();
            };
        }
    }

    private void start(List<String> settings, Class<?>... classes) throws Exception {
        Path none = Files.writeString(folder.resolve("none.yaml"), "");
        List<String> all = Stream.concat(
                        Stream.of("http.port=0", "http.host=127.0.0.1", "door.seneca.path=/act"), settings.stream())
                .toList();
        running = RedstartServer.builder()
                .settings(new SettingsReader(Map.of()).read(none, all).settings())
                .api(classes)
                .observer(new Observer() {
                    @Override
                    public void connectionOpened(String door) {
                        open.merge(door, 1, Integer::sum);
                    }

                    @Override
                    public void connectionClosed(String door, int code) {
                        open.merge(door + " " + code, 1, Integer::sum);
                    }
                })
                .start();
    }

    private RedstartServer server() {
        return Objects.requireNonNull(running);
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server().uri().resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String answers(String act, String... headers) throws Exception {
        return post("/act", act, headers).body().replace('"', '\'');
    }

    private JsonNode json(String act) throws Exception {
        return JsonMapper.shared().readTree(post("/act", act).body());
    }

    @AfterEach
    void stop() {
        server().close();
    }

    @Test
    void answersActs() throws Exception {
        start(List.of(), Hands.class);
        HttpResponse<String> answer = post(
                "/act",
                "{'role':'hands','cmd':'clap_all','hand_count':2,'version':1}",
                "seneca-id",
                "a/b",
                "seneca-origin",
                "me");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"clapped\":2}");
        assertThat(answer.headers().firstValue("seneca-id")).contains("a/b");
        assertThat(answer.headers().firstValue("seneca-origin")).contains("me");
        assertThat(answer.headers().firstValue("seneca-kind")).contains("res");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answers("{'role':'hands','cmd':'name'}")).isEqualTo("{'value':'nobody'}");
        assertThat(answers("{'role':'hands',\n'cmd':'later'}")).isEqualTo("{'value':'later'}");
        Hands.CLOSED.await(); // each act is a session
        await().until(() -> server().sessions().all().stream().count() == 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role':'hands','cmd':'clapAll','handCount':0}|400|no_hands|Cannot clap without any hands",
                "{'role':'hands','cmd':'clapAll','handCount':'x'}|400|invalid|hands.clapAll: handCount does not fit (expected: a whole number)",
                "{'role':'hands','cmd':'clapAll'}|400|invalid|hands.clapAll: handCount is missing (expected: a whole number)",
                "{'role':'hands','cmd':'nosuch'}|404|act_not_found|There is no method 'hands.nosuch'",
                "{'role':'hands','cmd':'toString'}|404|act_not_found|There is no method 'hands.toString'",
                "{}|404|act_not_found|There is no method '.'",
                "{'role':'hands','cmd':'shut_down'}|401|unauthenticated|hands.shutDown is not for guests",
                "{'role':'hands','cmd':'fails'}|500|internal|The server failed",
                "{'role':'hands','cmd':'counts'}|400|invalid|hands.counts answers with a stream (expected: to be read item by item)",
                "{'role':'hands','cmd':'clapAll','handCount':[}|400|bad_message|",
                "[1]|400|bad_message|This is no act (expected: a JSON object)",
                "nonsense|400|bad_message|This is no act (expected: a JSON object)",
            })
    void tellsWhyAnActFails(String act, int status, String code, @Nullable String message) throws Exception {
        start(List.of(), Hands.class);
        HttpResponse<String> answer = post("/act", act);
        JsonNode error = JsonMapper.shared().readTree(answer.body());
        assertThat(error.path("code").stringValue()).isEqualTo(code);
        assertThat(error.path("status").intValue()).isEqualTo(status);
        assertThat(error.path("message").stringValue().replace('"', '\'')).contains(message == null ? "" : message);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("secret", "Exception", "jackson", ".java");
        // Seneca's own client throws away what comes with any status above 299
        assertThat(post("/act", act, "seneca-id", "a").statusCode()).isEqualTo(299);
    }

    @Test
    void decidesWhoComesIn() throws Exception {
        start(List.of(), Hands.class, ByToken.class);
        String act = "{'role':'hands','cmd':'name'}";
        assertThat(answers(act, "Authorization", "Bearer right")).isEqualTo("{'value':'ann[]'}");
        assertThat(answers(act)).contains("'code':'unauthenticated','message':'Wrong token','status':401");
        assertThat(answers(act, "Authorization", "Basic right")).contains("'status':401");
        assertThat(answers(act, "Authorization", "Bearer old")).contains("'code':'token_expired'", "'status':401");
        assertThat(answers(act, "Authorization", "Bearer broken"))
                .contains("'code':'internal','message':'The server failed','status':500");
    }

    @Test
    void trustsWhomItIsTold() throws Exception {
        start(List.of("door.seneca.trusted=127.0.0.0/8", "door.seneca.roles=admin"), Hands.class, ByToken.class);
        assertThat(answers("{'role':'hands','cmd':'name'}")).isEqualTo("{'value':'seneca@127.0.0.1[admin]'}");
        assertThat(answers("{'role':'hands','cmd':'shutDown'}")).isEqualTo("null");
        String own = server().uri().toString().replaceAll("/$", "");
        assertThat(answers("{'role':'hands','cmd':'shutDown'}", "Origin", own)).contains("'status':401");
        assertThat(post("/act", "{}", "Origin", "https://evil.example.com").statusCode())
                .isEqualTo(403);
    }

    @Test
    void takesNoLargeAct() throws Exception {
        start(List.of("connections.max-message=1KiB"), Hands.class);
        String large = "{'role':'hands','cmd':'name','text':'" + "x".repeat(1_024) + "'}";
        HttpResponse<String> answer = post("/act", large);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("too_large");
        HttpRequest parts = HttpRequest.newBuilder(server().uri().resolve("/act"))
                .POST(HttpRequest.BodyPublishers.ofByteArrays(
                        Stream.generate(() -> new byte[512]).limit(4).toList()))
                .build();
        assertThat(client.send(parts, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/acts", "/act/", "/act/x"})
    void isAtItsPathAlone(String path) throws Exception {
        start(List.of(), Hands.class);
        assertThat(post(path, "{'role':'hands','cmd':'name'}").statusCode()).isIn(404, 405);
    }

    @Test
    void isShutUnlessItHasAPlace() throws Exception {
        start(List.of("door.seneca.path="), Hands.class);
        assertThat(post("/act", "{}").statusCode()).isIn(404, 405);
    }

    @Test
    void leadsNowhereIfItsNamespaceIsNotThere() throws Exception {
        start(List.of("door.seneca.namespace=nowhere"), Hands.class);
        assertThat(post("/act", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void takesManyActsOfOnePeerAtOnce() throws Exception {
        start(List.of(TRUSTED), Hands.class);
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            all.add(client.sendAsync(
                    HttpRequest.newBuilder(server().uri().resolve("/act"))
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"role\":\"hands\",\"cmd\":\"later\",\"n\":" + i + "}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> each : all) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
        await().until(() -> open.equals(Map.of("seneca", 40, "seneca 1000", 40)));
    }

    private static String sessions(String cmd, String more) {
        return "{'role':'sessions','version':1,'cmd':'" + cmd + "','correlation_id':'123'" + more + "}";
    }

    private static final String OF_ANN = ",'user':{'id':'ann','name':'Ann'},'address':'192.0.2.7','client':'app'";

    @Test
    void keepsSessionsOfUsers() throws Exception {
        start(List.of(TRUSTED));
        JsonNode open = json(sessions("open_session", OF_ANN + ",'data':{'a':[1,null]}"));
        String id = open.path("id").stringValue();
        assertThat(open.propertyNames()).containsExactly("id", "opened", "last_request", "address", "client", "data");
        assertThat(open.path("opened").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        JsonNode again = json(
                sessions("open_session", ",'user':{'id':'ann','name':'Ann B.'},'address':'192.0.2.7','client':'app'"));
        assertThat(again.path("id").stringValue()).isEqualTo(id);
        assertThat(again.path("data").toString()).isEqualTo("{\"a\":[1,null]}");
        String mine = ",'user_id':'ann','session_id':'" + id + "'";
        JsonNode loaded = json(sessions("load_session", mine));
        assertThat(loaded.path("user").toString()).isEqualTo("{\"id\":\"ann\",\"name\":\"Ann B.\"}");
        json(sessions("open_session", OF_ANN + ",'data':{'b':2}"));
        json(sessions("open_session", ",'user':{'id':'ann','name':'Annie'},'address':'192.0.2.7','client':'other'"));
        assertThat(json(sessions("load_session", mine))
                        .path("user")
                        .path("name")
                        .stringValue())
                .isEqualTo("Annie"); // as it was said last
        json(sessions("close_session", ",'user_id':'ann','address':'192.0.2.7','client':'other'"));
        assertThat(json(sessions("get_sessions", ",'user_id':'ann'")).toString())
                .contains("\"data\":{\"b\":2}")
                .doesNotContain("\"user\"");
        assertThat(answers(sessions("store_session_data", mine + ",'data':{'c':3}")))
                .isEqualTo("null");
        assertThat(json(sessions("load_session", mine)).path("data").toString()).isEqualTo("{\"c\":3}");
        assertThat(answers(sessions("store_session_data", mine))).isEqualTo("null");
        assertThat(json(sessions("load_session", mine)).has("data")).isFalse();
        assertThat(answers(sessions("close_session", ",'user_id':'ann','address':'192.0.2.7','client':'app'")))
                .isEqualTo("null");
        assertThat(answers(sessions("get_sessions", ",'user_id':'ann'"))).isEqualTo("[]");
    }

    @Test
    void deletesASessionAndSaysSo() throws Exception {
        start(List.of(TRUSTED));
        String id = json(sessions("open_session", ",'user':{'id':5},'address':'a','client':'c'"))
                .path("id")
                .stringValue();
        assertThat(json(sessions("load_session", ",'user_id':'5','session_id':'" + id + "'"))
                        .path("user")
                        .toString())
                .isEqualTo("{\"id\":\"5\"}");
        assertThat(answers(sessions("delete_session", ",'user_id':5,'session_id':'" + id + "'")))
                .isEqualTo("null");
        assertThat(answers(sessions("load_session", ",'user_id':5,'session_id':'" + id + "'")))
                .isEqualTo("null");
        assertThat(answers(sessions("delete_session", ",'user_id':5,'session_id':'" + id + "'")))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "open_session||400|NoUser|User is not defined",
                "open_session|,'user':{}|400|NoUserId|User id is not defined",
                "open_session|,'user':{'id':''}|400|NoUserId|User id is not defined",
                "open_session|,'user':{'id':'a'}|400|NoAddress|User client address is not defined",
                "open_session|,'user':{'id':'a'},'address':'x'|400|NoClient|User client app is not defined",
                "store_session_data|,'user_id':'a','session_id':'x','data':{}|404|SessionNotFound|Session was not found",
                "store_session_data||404|SessionNotFound|Session was not found",
            })
    void refusesWhatTheSessionsServiceRefused(
            String cmd, @Nullable String more, int status, String code, String message) throws Exception {
        start(List.of(TRUSTED));
        JsonNode error = json(sessions(cmd, more == null ? "" : more));
        assertThat(error.path("code").stringValue()).isEqualTo(code);
        assertThat(error.path("message").stringValue()).isEqualTo(message);
        assertThat(error.path("status").intValue()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get_sessions||[]",
                "get_sessions|,'user_id':'nobody'|[]",
                "load_session||null",
                "load_session|,'user_id':'nobody','session_id':'x'|null",
                "close_session||null",
                "close_session|,'user_id':'nobody','address':'a','client':'c'|null",
                "delete_session||null",
            })
    void findsNothingWhereNothingIs(String cmd, @Nullable String more, String answer) throws Exception {
        start(List.of(TRUSTED));
        assertThat(answers(sessions(cmd, more == null ? "" : more))).isEqualTo(answer);
    }

    @Test
    void opensSessionsToThoseWithTheRoleAlone() throws Exception {
        start(List.of("session-store.role=sessions"));
        assertThat(answers(sessions("get_sessions", ",'user_id':'ann'"))).contains("'status':401");
        stop();
        start(List.of("door.seneca.trusted=127.0.0.0/8", "session-store.role=sessions"));
        assertThat(answers(sessions("get_sessions", ",'user_id':'ann'"))).contains("'status':403");
        stop();
        start(List.of("door.seneca.trusted=192.0.2.0/24", "door.seneca.roles=sessions", "session-store.role=sessions"));
        assertThat(answers(sessions("get_sessions", ",'user_id':'ann'"))).contains("'status':401");
        stop();
        start(List.of("door.seneca.trusted=127.0.0.0/8", "door.seneca.roles=sessions"));
        assertThat(answers(sessions("get_sessions", ",'user_id':'ann'"))).contains("'code':'act_not_found'");
    }

    @Test
    void isTypedBesideTheSessionsOfOthers() throws Exception {
        start(List.of(TRUSTED));
        HttpRequest types = HttpRequest.newBuilder(server().uri().resolve("/redstart/api.ts"))
                .build();
        assertThat(client.send(types, HttpResponse.BodyHandlers.ofString()).body())
                .contains(
                        "  sessions: {",
                        "  sessionsService: {",
                        "getSessions(userId?: unknown): Promise<KeptSession[]>");
    }
}
