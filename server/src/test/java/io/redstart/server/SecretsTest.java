package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole dialogue with a server that logs all there is to log: what is secret is not among it. */
@Timeout(60)
class SecretsTest {
    private static final String SIGNING = "horse-battery-staple-that-signs-all-of-our-tokens";
    private static final String COOKIE = "cookie-7Hq2";
    private static final String PASSWORD = "basic-9Xw4";
    private static final String WRONG_KEY = "not-the-key-3Ck";
    private static final String UNQUOTED = "unquoted5Tz";
    private static final String MISPLACED = "misplaced-8Lm";
    private static final Map<String, String> HEADERS =
            Map.of("Cookie", "sid=" + COOKIE, "Authorization", "Basic " + PASSWORD);

    private final List<String> secrets =
            new ArrayList<>(List.of(SIGNING, COOKIE, PASSWORD, WRONG_KEY, UNQUOTED, MISPLACED));

    @TempDir
    Path folder;

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String token(String user, String secret) throws GeneralSecurityException {
        long end = System.currentTimeMillis() / 1_000 + 3_600;
        String claims = base64(("{\"sub\":\"" + user + "\",\"exp\":" + end + "}").getBytes(UTF_8));
        String signed = base64("{\"alg\":\"HS256\"}".getBytes(UTF_8)) + "." + claims;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        String signature = base64(mac.doFinal(signed.getBytes(UTF_8)));
        secrets.addAll(List.of(claims, signature));
        return signed + "." + signature;
    }

    @Test
    void areNeverLogged() throws Exception {
        Process process = start();
        List<String> logged = new ArrayList<>();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            talks(listening(out, logged));
            process.toHandle().destroy();
            out.lines().forEach(logged::add);
        } finally {
            process.destroyForcibly();
        }
        assertThat(logged)
                .anyMatch(line -> line.contains("A token was refused: no key of ours has signed it"))
                .anyMatch(line -> line.contains("Not a message: auth: id is '…'"));
        for (String secret : secrets) {
            assertThat(logged).noneMatch(line -> line.contains(secret));
        }
    }

    private Process start() throws IOException {
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
                        "logging.level=trace",
                        "--set",
                        "auth.jwt.algorithms=hs256",
                        "--set",
                        "auth.jwt.secret=" + SIGNING,
                        "--set",
                        "auth.url-parameter=ticket")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static URI listening(BufferedReader out, List<String> logged) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            logged.add(line);
            int at = line.indexOf("://127.0.0.1:");
            if (at >= 0) {
                return URI.create("ws" + line.substring(at) + "ws");
            }
        }
        throw new AssertionError("The server did not start: " + logged);
    }

    private void talks(URI server) throws Exception {
        String ann = token("ann", SIGNING);
        String wrong = token("bob", "not what signs our tokens, and as long as it");
        try (WireClient client = WireClient.to(server, HEADERS)) {
            String welcome = client.says(hello(ann, "")).hears();
            String sid = fact("sid", welcome);
            String key = fact("key", welcome);
            secrets.add(key);
            assertThat(client.says("[\"auth\",1,\"" + ann + "\"]").hears()).isEqualTo("[\"ret\",1,true]");
            assertThat(client.says("[\"auth\",2,\"" + wrong + "\"]").hears()).contains("unauthenticated");
            assertThat(client.says("[\"auth\",3," + UNQUOTED + "]").hears()).contains("bad_message");
            client.says("[\"auth\",\"" + MISPLACED + "\",4]");
            assertThat(client.says("[\"call\",5,\"none\",[]]").hears()).contains("[\"err\",5", "not_found");
            try (WireClient thief = WireClient.to(server, Map.of())) {
                thief.says(hello(ann, resume(sid, WRONG_KEY)));
                assertThat(thief.hears()).contains("\"why\":\"unknown\"");
            }
            try (WireClient back = WireClient.to(server, HEADERS)) {
                back.says(hello(ann, resume(sid, key)));
                String again = back.hears();
                assertThat(again).contains("\"resumed\":true");
                secrets.add(fact("key", again));
            }
        }
        try (WireClient refused = WireClient.to(server, HEADERS)) {
            assertThat(refused.says(hello(wrong, "")).hears()).contains("4501");
        }
        try (WireClient byUrl = WireClient.to(URI.create(server + "?ticket=" + ann), HEADERS)) {
            assertThat(byUrl.says("[\"hello\",{\"v\":1}]").hears()).contains("[\"welcome\"");
        }
    }

    private static String hello(String token, String more) {
        return "[\"hello\",{\"v\":1,\"token\":\"" + token + "\"" + more + "}]";
    }

    private static String resume(String sid, String key) {
        return ",\"resume\":{\"sid\":\"" + sid + "\",\"key\":\"" + key + "\",\"seen\":0}";
    }

    private static String fact(String name, String welcome) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(welcome);
        assertThat(found.find()).as(welcome).isTrue();
        return found.group(1);
    }
}
