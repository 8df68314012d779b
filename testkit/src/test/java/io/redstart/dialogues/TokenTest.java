package io.redstart.dialogues;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.sun.net.httpserver.HttpServer;
import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.identity.TokenAlgorithm;
import io.redstart.server.identity.TokenSettings;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import jakarta.annotation.security.PermitAll;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TokenTest {
    private static final List<TokenAlgorithm> ALL =
            List.of(TokenAlgorithm.HS256, TokenAlgorithm.RS256, TokenAlgorithm.ES256, TokenAlgorithm.EDDSA);
    private static final KeyPair STRANGER = Tokens.pair("RSA", 2048);

    @RegisterExtension
    final Log log = new Log();

    @TempDir
    Path folder;

    private @Nullable TestServer started;

    @Api("who")
    @PermitAll
    public static class Who {
        @Call
        public Map<String, Object> ami(@Nullable User user) {
            return user == null
                    ? Map.of()
                    : Map.of(
                            "id",
                            user.id(),
                            "roles",
                            user.roles().stream().sorted().toList(),
                            "claims",
                            user.claims());
        }
    }

    @BeforeEach
    void logMore() {
        ((Logger) LoggerFactory.getLogger("io.redstart.server.identity")).setLevel(Level.DEBUG);
    }

    @AfterEach
    void stops() {
        ((Logger) LoggerFactory.getLogger("io.redstart.server.identity")).setLevel(null);
        if (started != null) {
            started.close();
        }
    }

    private Path keys() {
        try {
            return Files.writeString(
                    folder.resolve("keys.json"),
                    Tokens.set(
                            Tokens.key("rsa", Tokens.RSA.getPublic()),
                            Tokens.key("ec", Tokens.EC.getPublic()),
                            Tokens.key("ed", Tokens.ED.getPublic())));
        } catch (IOException full) {
            throw new AssertionError(full);
        }
    }

    private TokenSettings settings(List<TokenAlgorithm> algorithms, String keys) {
        boolean secret = algorithms.contains(TokenAlgorithm.HS256);
        return new TokenSettings(
                algorithms,
                secret ? Tokens.SECRET : "",
                keys,
                "https://id.example",
                "todo",
                Duration.ofSeconds(30),
                "roles",
                "sub",
                8 * 1024,
                true);
    }

    private TestServer server() {
        return server(new AuthSettings().with(settings(ALL, keys().toString())));
    }

    private TestServer server(AuthSettings auth) {
        started = TestServer.builder().auth(auth).api(Who.class).start();
        return started;
    }

    /** Claims that are all right, with some of them otherwise; null takes one away. Values are JSON. */
    private static String claims(TestServer server, @Nullable String... changes) {
        Map<String, String> claims = new TreeMap<>(Map.of(
                "iss", "'https://id.example'",
                "aud", "['todo','other']",
                "sub", "'ann'",
                "roles", "['user','admin']",
                "iat", seconds(server, 0),
                "exp", seconds(server, 3600)));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                claims.remove(changes[i]);
            } else {
                claims.put(String.valueOf(changes[i]), String.valueOf(changes[i + 1]));
            }
        }
        return "{"
                + String.join(
                        ",",
                        claims.entrySet().stream()
                                .map(c -> "'" + c.getKey() + "':" + c.getValue())
                                .toList()) + "}";
    }

    private static String seconds(TestServer server, long from) {
        return Long.toString(server.time().plusSeconds(from).getEpochSecond());
    }

    private static TestClient greets(TestServer server, String token) {
        return server.connects().saysExactly("[\"hello\",{\"v\":1,\"token\":\"" + token + "\"}]");
    }

    private static TestClient isWelcome(TestServer server, String token) {
        TestClient client = greets(server, token);
        client.hears("['welcome','*']");
        return client;
    }

    private void isRefused(TestServer server, String token, String check) {
        int before = log.events().size();
        TestClient client = greets(server, token);
        client.hears("['bye',{'code':4501,'reason':'The token is not valid','retry':false}]");
        client.closedWith(4501);
        server.settles();
        assertThat(log.events()).hasSize(before + 1);
        ILoggingEvent event = log.events().get(before);
        assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(event.getFormattedMessage()).isEqualTo("A token was refused: " + check);
    }

    @Test
    void believesWhatOurKeysHaveSigned() {
        TestServer server = server();
        Map<String, String> good = new LinkedHashMap<>();
        good.put("HS256", Tokens.hs256(claims(server)));
        good.put("RS256", Tokens.rs256("{'alg':'RS256','kid':'rsa','typ':'JWT'}", claims(server), Tokens.RSA));
        good.put("ES256", Tokens.es256("{'alg':'ES256','kid':'ec','typ':'at+jwt'}", claims(server), Tokens.EC));
        good.put("EdDSA", Tokens.ed25519("{'alg':'EdDSA','kid':'ed'}", claims(server), Tokens.ED));
        good.put("Ed25519", Tokens.ed25519("{'alg':'Ed25519'}", claims(server), Tokens.ED));
        good.put("without kid", Tokens.es256("{'alg':'ES256'}", claims(server), Tokens.EC));
        good.forEach((name, token) -> {
            TestClient ann = isWelcome(server, token);
            ann.says("['call',1,'who.ami',[]]");
            ann.hears("['ret',1,{'id':'ann','roles':['admin','user'],'claims':{'iss':'https://id.example','*':'*'}}]");
            ann.closes();
        });
        assertThat(log.events()).isEmpty();
    }

    @Test
    void asksForAToken() {
        TestServer server = server();
        TestClient client = server.connects().says("['hello',{'v':1}]");
        client.hears("['bye',{'code':4501,'reason':'A token is needed','retry':false}]");
        client.closedWith(4501);
    }

    @Test
    void letsGuestsInIfToldTo() {
        AuthSettings guests = new AuthSettings(Duration.ofSeconds(60), 16, true, "", settings(ALL, keys().toString()));
        TestServer server = server(guests);
        server.client().says("['call',1,'who.ami',[]]").hears("['ret',1,{}]");
        isRefused(server, "nonsense", "it has not three parts");
    }

    @Test
    void passesOverTokensInUrls() {
        TestServer server = server();
        String token = Tokens.hs256(claims(server));
        TestClient client =
                server.connects("/ws?token=" + token + "&access_token=" + token).says("['hello',{'v':1}]");
        client.hears("['bye',{'code':4501,'*':'*'}]");
        client.closedWith(4501);
    }

    @Test
    void takesTokensFromUrlsIfToldTo() {
        TestServer server =
                server(new AuthSettings(Duration.ofSeconds(60), 16, false, "ticket", settings(ALL, keys().toString())));
        server.connects("/ws?ticket=" + Tokens.hs256(claims(server))).greets();
        isWelcome(server, Tokens.hs256(claims(server)));
        assertThatThrownBy(() -> server.connects("/ws?ticket=nonsense")).hasMessage("The token is not valid");
    }

    @Test
    void believesNobodyWithoutASignature() {
        TestServer server = server();
        for (String none : new String[] {"none", "None", "NONE"}) {
            isRefused(
                    server, Tokens.unsigned("{'alg':'" + none + "'}", claims(server)) + ".", "it has not three parts");
        }
        isRefused(server, Tokens.unsigned("{'alg':'none'}", claims(server)) + ".AAAA", "it cannot be read");
        isRefused(server, Tokens.unsigned("{'alg':'nOnE'}", claims(server)) + ".AAAA", "its algorithm is not allowed");
        isRefused(server, Tokens.unsigned("{'alg':'HS256'}", claims(server)) + ".", "it has not three parts");
        isRefused(server, Tokens.unsigned("{'alg':'RS256'}", claims(server)) + ".AAAA", "no key of ours has signed it");
        isRefused(server, Tokens.unsigned("{}", claims(server)) + ".AAAA", "it cannot be read");
        String zeros = Tokens.base64(new byte[64]);
        isRefused(
                server,
                Tokens.unsigned("{'alg':'ES256'}", claims(server)) + "." + zeros,
                "no key of ours has signed it");
        isRefused(
                server,
                Tokens.unsigned("{'alg':'EdDSA'}", claims(server)) + "." + zeros,
                "no key of ours has signed it");
    }

    @Test
    void doesNotTakeAPublicKeyForASecret() {
        TestServer server = server();
        byte[] encoded = Tokens.RSA.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
        String jwk = Tokens.key("rsa", Tokens.RSA.getPublic());
        for (byte[] secret : new byte[][] {encoded, pem.getBytes(UTF_8), jwk.getBytes(UTF_8)}) {
            isRefused(
                    server,
                    Tokens.hs256("{'alg':'HS256','kid':'rsa'}", claims(server), secret),
                    "no key of ours has signed it");
        }
        isRefused(server, Tokens.rs256("{'alg':'PS256'}", claims(server), Tokens.RSA), "its algorithm is not allowed");
    }

    @Test
    void takesAlgorithmsThatAreAllowedAlone() {
        TestServer server = server(new AuthSettings().with(settings(List.of(TokenAlgorithm.ES256), keys().toString())));
        isWelcome(server, Tokens.es256("{'alg':'ES256'}", claims(server), Tokens.EC));
        isRefused(server, Tokens.hs256(claims(server)), "its algorithm is not allowed");
        isRefused(server, Tokens.rs256("{'alg':'RS256'}", claims(server), Tokens.RSA), "its algorithm is not allowed");
        isRefused(server, Tokens.ed25519("{'alg':'EdDSA'}", claims(server), Tokens.ED), "its algorithm is not allowed");
    }

    @Test
    void neverLooksAtKeysThatATokenBrings() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer trap = serves(asked, 200, Tokens.set(Tokens.key("evil", STRANGER.getPublic())));
        String url = "http://127.0.0.1:" + trap.getAddress().getPort() + "/keys.json";
        TestServer server = server();
        String key = Tokens.key("evil", STRANGER.getPublic());
        for (String header : new String[] {
            "{'alg':'RS256','jwk':" + key + "}",
            "{'alg':'RS256','jku':'" + url + "','kid':'evil'}",
            "{'alg':'RS256','x5u':'" + url + "'}",
            "{'alg':'RS256','x5c':['"
                    + java.util.Base64.getEncoder()
                            .encodeToString(STRANGER.getPublic().getEncoded()) + "']}",
            "{'alg':'RS256','kid':'" + url + "'}"
        }) {
            isRefused(server, Tokens.rs256(header, claims(server), STRANGER), "no key of ours has signed it");
        }
        trap.stop(0);
        assertThat(asked).hasValue(0);
    }

    @Test
    void takesTheNameOfAKeyForANameAlone() {
        TestServer server = server();
        byte[] empty = new byte[32];
        for (String kid : new String[] {
            "../../../../dev/null",
            "/dev/null",
            "file:///dev/null",
            "rsa' OR '1'='1",
            "x' UNION SELECT 'AA",
            "${jndi:x}"
        }) {
            String header = "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}";
            String signed =
                    Tokens.base64(header) + "." + Tokens.base64(claims(server).replace('\'', '"'));
            String token = Tokens.hs256("{'alg':'HS256'}", claims(server), empty);
            isRefused(server, signed + token.substring(token.lastIndexOf('.')), "no key of ours has signed it");
        }
        isRefused(
                server,
                Tokens.es256("{'alg':'ES256','kid':'rsa'}", claims(server), Tokens.EC),
                "no key of ours has signed it");
    }

    @Test
    void doesNotReadWhatIsTooLarge() {
        TestServer server = server();
        TestClient client = isWelcome(server, Tokens.hs256(claims(server)));
        int before = log.events().size();
        String huge = "a".repeat(60_000);
        client.saysExactly("[\"auth\",1,\"" + huge + "\"]")
                .hears("['err',1,{'code':'unauthenticated','message':'The credentials are not valid'}]");
        assertThat(log.events().get(before).getFormattedMessage()).isEqualTo("A token was refused: it is too large");
        String million = "a".repeat(1_000_000);
        TestClient stranger = greets(server, million);
        stranger.hears("['bye',{'code':4500,'*':'*'}]");
        stranger.closedWith(4500);
    }

    @Test
    void doesNotFallOverNestedClaims() {
        TestServer server = server();
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        isRefused(server, Tokens.hs256(claims(server, "x", deep)), "its claims are not a JSON object");
        String objects = "{'a':".repeat(500) + "1" + "}".repeat(500);
        isRefused(server, Tokens.hs256(claims(server, "x", objects)), "its claims are not a JSON object");
        isRefused(
                server,
                Tokens.hs256("{'alg':'HS256','x':" + deep + "}", claims(server), Tokens.SECRET.getBytes(UTF_8)),
                "it cannot be read");
        isWelcome(server, Tokens.hs256(claims(server, "x", "[[[[{'a':[1]}]]]]")));
    }

    @Test
    void looksAtIssuerAndAudience() {
        TestServer server = server();
        for (String iss : new @Nullable String[] {
            "'https://evil.example'", "'https://id.example/'", null, "['https://id.example']", "7"
        }) {
            isRefused(server, Tokens.hs256(claims(server, "iss", iss)), "somebody else has made it (iss)");
        }
        for (String aud : new @Nullable String[] {"'other'", "'todo2'", null, "[]", "[['todo']]", "{'todo':1}"}) {
            isRefused(server, Tokens.hs256(claims(server, "aud", aud)), "it is for somebody else (aud)");
        }
        isWelcome(server, Tokens.hs256(claims(server, "aud", "'todo'")));
    }

    @Test
    void looksAtTheTimes() {
        TestServer server = server();
        String exp = "a time in it is none (exp)";
        isRefused(server, Tokens.hs256(claims(server, "exp", null)), "it does not end (exp)");
        isRefused(server, Tokens.hs256(claims(server, "exp", "'" + seconds(server, 60) + "'")), exp);
        isRefused(server, Tokens.hs256(claims(server, "exp", "null")), exp);
        isRefused(server, Tokens.hs256(claims(server, "exp", "-1")), exp);
        isRefused(server, Tokens.hs256(claims(server, "exp", "1e300")), exp);
        isRefused(server, Tokens.hs256(claims(server, "exp", "9223372036854775807")), exp);
        isRefused(server, Tokens.hs256(claims(server, "exp", "true")), exp);
        isRefused(server, Tokens.hs256(claims(server, "nbf", seconds(server, 31))), "its time has not come (nbf)");
        isRefused(server, Tokens.hs256(claims(server, "iat", seconds(server, 31))), "its time has not come (iat)");
        isRefused(server, Tokens.hs256(claims(server, "nbf", "'soon'")), "a time in it is none (nbf)");
        isWelcome(server, Tokens.hs256(claims(server, "nbf", seconds(server, 30), "iat", seconds(server, 30))));
        isWelcome(server, Tokens.hs256(claims(server, "exp", seconds(server, -29))));
        isWelcome(server, Tokens.hs256(claims(server, "exp", seconds(server, 60) + ".5")));
    }

    @Test
    void tellsWhenATokenHasEnded() {
        TestServer server = server();
        TestClient late = greets(server, Tokens.hs256(claims(server, "exp", seconds(server, -30))));
        late.hears("['bye',{'code':4401,'reason':'The credentials have ended','retry':0}]");
        late.closedWith(4401);
        isRefused(
                server,
                Tokens.hs256("{'alg':'HS256'}", claims(server, "exp", seconds(server, -90)), new byte[32]),
                "no key of ours has signed it");
    }

    @Test
    void asksForANewTokenBeforeItEnds() {
        TestServer server = server();
        TestClient ann = isWelcome(server, Tokens.hs256(claims(server, "exp", seconds(server, 300))));
        server.passes(Duration.ofSeconds(270));
        ann.hears("['auth',60000]");
        ann.saysExactly("[\"auth\",1,\"" + Tokens.hs256(claims(server, "roles", "[]")) + "\"]")
                .hears("['ret',1,true]");
        server.passes(Duration.ofMinutes(5));
        assertThat(ann.calls("who.ami").get("roles").size()).isZero();
        ann.saysExactly("[\"auth\",2,\"" + Tokens.hs256(claims(server, "sub", "'bob'")) + "\"]")
                .hears("['err',2,{'code':'forbidden','message':'*'}]");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        TestServer server = server();
        byte[] secret = Tokens.SECRET.getBytes(UTF_8);
        isRefused(
                server,
                Tokens.hs256("{'alg':'HS256','crit':['exp'],'exp':1}", claims(server), secret),
                "it asks for extensions (crit)");
        isRefused(
                server,
                Tokens.hs256("{'alg':'HS256','b64':false,'crit':['b64']}", claims(server), secret),
                "it asks for extensions (crit)");
        isRefused(
                server,
                Tokens.hs256("{'alg':'HS256','cty':'JWT'}", claims(server), secret),
                "another token is in it (cty)");
        isRefused(
                server,
                Tokens.hs256("{'alg':'HS256','typ':'logout+jwt'}", claims(server), secret),
                "it is for something else (typ)");
        isRefused(
                server,
                Tokens.hs256("{'alg':'HS256'}", Tokens.hs256(claims(server)), secret),
                "its claims are not a JSON object");
        isRefused(server, Tokens.hs256("{'alg':'HS256'}", "[1]", secret), "its claims are not a JSON object");
    }

    @Test
    void refusesWhatIsNoToken() {
        TestServer server = server();
        String good = Tokens.hs256(claims(server));
        String[] parts = good.split("\\.", -1);
        isRefused(server, "", "it has not three parts");
        isRefused(server, "..", "it has not three parts");
        isRefused(server, "...", "it has not three parts");
        isRefused(server, parts[0] + "." + parts[1], "it has not three parts");
        isRefused(server, parts[0] + ".." + parts[2], "it has not three parts");
        isRefused(server, good + "=", "it has not three parts");
        isRefused(server, "a.b.c", "it cannot be read");
        isRefused(server, "a.b.c.d.e", "it has not three parts");
        isRefused(
                server,
                Tokens.base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..iv.text.tag",
                "it has not three parts");
        isRefused(server, good + " ", "it has not three parts");
        isRefused(server, "Bearer " + good, "it has not three parts");
        isRefused(
                server,
                parts[0] + "." + Tokens.base64("{\"sub\":\"joe\"}") + "." + parts[2],
                "no key of ours has signed it");
    }

    @Test
    void refusesClaimsThatComeTwice() {
        TestServer server = server();
        String twice = claims(server).replace("'sub':'ann'", "'sub':'ann','sub':'joe'");
        assertThat(twice).contains("joe");
        isRefused(server, Tokens.hs256(twice), "its claims are not a JSON object");
        isRefused(
                server,
                Tokens.hs256("{'alg':'none','alg':'HS256'}", claims(server), Tokens.SECRET.getBytes(UTF_8)),
                "it cannot be read");
    }

    @Test
    void refusesUsersAndRolesThatAreNone() {
        TestServer server = server();
        for (String sub :
                new @Nullable String[] {null, "null", "''", "' '", "7", "['ann']", "'" + "x".repeat(256) + "'"}) {
            isRefused(server, Tokens.hs256(claims(server, "sub", sub)), "it names no user");
        }
        for (String roles : new String[] {"7", "{'admin':true}", "[7]", "[null]", "[['admin']]"}) {
            isRefused(server, Tokens.hs256(claims(server, "roles", roles)), "its roles are none");
        }
        TestClient ann = isWelcome(server, Tokens.hs256(claims(server, "roles", "'read write read'")));
        assertThat(ann.calls("who.ami").get("roles").toString()).isEqualTo("[\"read\",\"write\"]");
        TestClient nobody = isWelcome(server, Tokens.hs256(claims(server, "roles", null, "x", "null")));
        assertThat(nobody.calls("who.ami").get("roles").size()).isZero();
    }

    @Test
    void findsClaimsWhereItIsToldTo() {
        TestServer server = server(new AuthSettings()
                .with(new TokenSettings(
                        List.of(TokenAlgorithm.HS256),
                        Tokens.SECRET,
                        "",
                        "",
                        "",
                        Duration.ZERO,
                        "realm_access.roles",
                        "https://id.example/name",
                        8 * 1024,
                        false)));
        TestClient ann =
                isWelcome(server, Tokens.hs256("{'https://id.example/name':'ann','realm_access':{'roles':['admin']}}"));
        assertThat(ann.calls("who.ami").get("roles").toString()).isEqualTo("[\"admin\"]");
        server.passes(Duration.ofHours(2));
        ann.hearsNothing();
    }

    @Test
    void takesNewKeysFromTheFileWithoutARestart() throws IOException {
        TestServer server = server();
        KeyPair next = Tokens.pair("RSA", 2048);
        String old = Tokens.rs256("{'alg':'RS256','kid':'rsa'}", claims(server), Tokens.RSA);
        String fresh = Tokens.rs256("{'alg':'RS256','kid':'next'}", claims(server), next);
        isWelcome(server, old);
        isRefused(server, fresh, "no key of ours has signed it");
        replace(Tokens.set(Tokens.key("next", next.getPublic())));
        isWelcome(server, fresh);
        isRefusedAfterANote(server, old);
        replace("{\"keys\":[{");
        isWelcome(server, fresh);
        replace(Tokens.set());
        isWelcome(server, fresh);
        Files.delete(folder.resolve("keys.json"));
        isWelcome(server, fresh);
        replace(Tokens.set(Tokens.key("rsa", Tokens.RSA.getPublic())));
        isWelcome(server, old);
        isRefusedAfterANote(server, fresh);
        assertThat(log.events().stream().filter(event -> event.getLevel() == Level.WARN))
                .hasSize(2);
    }

    private void isRefusedAfterANote(TestServer server, String token) {
        TestClient client = greets(server, token);
        client.hears("['bye',{'code':4501,'reason':'The token is not valid','retry':false}]");
        client.closedWith(4501);
    }

    private void replace(String set) throws IOException {
        Path next = Files.writeString(folder.resolve("keys.tmp"), set);
        Files.move(next, folder.resolve("keys.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void leavesOutKeysThatAreNotForThis() throws IOException {
        KeyPair weak = Tokens.pair("RSA", 1024);
        String forEncryption = Tokens.key("enc", STRANGER.getPublic()).replace("{", "{\"use\":\"enc\",");
        String forOther = Tokens.key("other", Tokens.RSA.getPublic()).replace("{", "{\"alg\":\"RS512\",");
        String secret = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"" + Tokens.base64(new byte[64]) + "\"}";
        Files.writeString(
                folder.resolve("some.json"),
                Tokens.set(
                        Tokens.key("weak", weak.getPublic()),
                        forEncryption,
                        forOther,
                        secret,
                        Tokens.key("ec", Tokens.EC.getPublic())));
        TestServer server = server(new AuthSettings()
                .with(settings(ALL, folder.resolve("some.json").toString())));
        String none = "no key of ours has signed it";
        isRefused(server, Tokens.rs256("{'alg':'RS256','kid':'weak'}", claims(server), weak), none);
        isRefused(server, Tokens.rs256("{'alg':'RS256','kid':'enc'}", claims(server), STRANGER), none);
        isRefused(server, Tokens.rs256("{'alg':'RS256','kid':'other'}", claims(server), Tokens.RSA), none);
        isRefused(server, Tokens.hs256("{'alg':'HS256','kid':'s'}", claims(server), new byte[64]), none);
        isWelcome(server, Tokens.es256("{'alg':'ES256','kid':'ec'}", claims(server), Tokens.EC));
    }

    @Test
    void doesNotStartWithoutItsKeys() throws IOException {
        assertThatThrownBy(() -> server(new AuthSettings()
                        .with(settings(ALL, folder.resolve("none.json").toString()))))
                .hasMessageContaining("none.json is not there (expected: a file with a JWK set)");
        Files.writeString(folder.resolve("bad.json"), "keys");
        assertThatThrownBy(() -> server(new AuthSettings()
                        .with(settings(ALL, folder.resolve("bad.json").toString()))))
                .hasMessageContaining("bad.json cannot be used: it is no JWK set");
    }

    private static HttpServer serves(AtomicInteger asked, int status, String body) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        web.start();
        return web;
    }

    private static HttpServer swap(HttpServer old, AtomicInteger asked, int status, String body) throws IOException {
        old.removeContext("/");
        old.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        return old;
    }

    @Test
    void fetchesKeysFromAUrl() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        KeyPair next = Tokens.pair("RSA", 2048);
        HttpServer web = serves(asked, 200, Tokens.set(Tokens.key("rsa", Tokens.RSA.getPublic())));
        try {
            TestServer server = server(new AuthSettings()
                    .with(settings(
                            List.of(TokenAlgorithm.RS256),
                            "http://127.0.0.1:" + web.getAddress().getPort() + "/keys")));
            String old = Tokens.rs256("{'alg':'RS256','kid':'rsa'}", claims(server), Tokens.RSA);
            String fresh = Tokens.rs256("{'alg':'RS256','kid':'next'}", claims(server), next);
            assertThat(asked).hasValue(0);
            isWelcome(server, old);
            isWelcome(server, old);
            assertThat(asked).hasValue(1);
            // whoever invents names of keys does not make us ask for each
            for (int i = 0; i < 20; i++) {
                isRefusedAfterANote(server, fresh);
            }
            assertThat(asked).hasValue(1);
            swap(web, asked, 200, Tokens.set(Tokens.key("next", next.getPublic())));
            server.passes(Duration.ofSeconds(10));
            isWelcome(server, fresh);
            assertThat(asked).hasValue(2);
            isRefusedAfterANote(server, old);
            // what fails changes nothing
            swap(web, asked, 500, "");
            server.passes(Duration.ofMinutes(5));
            isWelcome(server, fresh);
            assertThat(asked).hasValue(3);
            swap(web, asked, 200, " ".repeat(300 * 1024));
            server.passes(Duration.ofSeconds(10));
            isWelcome(server, fresh);
            assertThat(asked).hasValue(4);
            swap(web, asked, 200, Tokens.set(Tokens.key("rsa", Tokens.RSA.getPublic())));
            server.passes(Duration.ofSeconds(10));
            isWelcome(server, old);
            isRefusedAfterANote(server, fresh);
            assertThat(asked).hasValue(5);
        } finally {
            web.stop(0);
        }
    }

    @Test
    void sendsClientsAwayForNowWhileThereAreNoKeysYet() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer web = serves(asked, 302, "");
        try {
            TestServer server = server(new AuthSettings()
                    .with(settings(
                            List.of(TokenAlgorithm.RS256),
                            "http://127.0.0.1:" + web.getAddress().getPort() + "/keys")));
            String token = Tokens.rs256("{'alg':'RS256'}", claims(server), Tokens.RSA);
            for (int i = 0; i < 3; i++) {
                TestClient client = greets(server, token);
                client.hears("['bye',{'code':4001,'reason':'The server failed','retry':1000}]");
                client.closedWith(4001);
            }
            assertThat(asked).hasValue(1);
            swap(web, asked, 200, Tokens.set(Tokens.key("rsa", Tokens.RSA.getPublic())));
            server.passes(Duration.ofSeconds(10));
            isWelcome(server, token);
        } finally {
            web.stop(0);
        }
    }

    /** Lets everybody in. */
    public static class Trusting implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            return Decision.guest().now();
        }
    }

    @Test
    void isTheOnlyAuthenticator() {
        TestServer server = server();
        assertThatThrownBy(() -> server.deploys("trusting", Trusting.class))
                .isInstanceOf(RejectedBundleException.class)
                .hasMessageContaining("Trusting: the settings auth.jwt say who a client is already")
                .hasMessageContaining("(expected: one authenticator)");
        isWelcome(server, Tokens.hs256(claims(server)));
    }
}
