package io.redstart.server.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token is believed only if the secret has signed all of it, and then only what makes sense. */
class TokensFuzz {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final TokenAuthenticator AUTHENTICATOR = Objects.requireNonNull(TokenAuthenticator.of(
            new AuthSettings()
                    .with(new TokenSettings(
                            List.of(TokenAlgorithm.HS256),
                            SECRET,
                            "",
                            "",
                            "",
                            Duration.ZERO,
                            "realm.roles",
                            "sub",
                            8 * 1024,
                            true)),
            () -> 0,
            InstantSource.fixed(NOW)));

    private static Decision decision(String token) {
        Handshake handshake = new Handshake(
                "/ws",
                Map.of(),
                Map.of(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                token,
                Handshake.Stage.HELLO);
        return AUTHENTICATOR.authenticate(handshake).toCompletableFuture().join();
    }

    private static String signed(String secret, byte[] header, byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            String signedPart = BASE64.encodeToString(header) + "." + BASE64.encodeToString(payload);
            return signedPart + "." + BASE64.encodeToString(mac.doFinal(signedPart.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void believesNothingThatIsNotSigned(String token) {
        assertThat(decision(token)).isInstanceOf(Decision.Refuse.class);
    }

    @FuzzTest(maxDuration = "1m")
    void understandsWhatIsSigned(FuzzedDataProvider data) {
        byte[] header = data.consumeBoolean()
                ? "{\"alg\":\"HS256\"}".getBytes(UTF_8)
                : data.consumeBytes(data.consumeInt(0, 200));
        byte[] payload = data.consumeRemainingAsBytes();
        if (decision(signed(SECRET, header, payload)) instanceof Decision.Accept accepted) {
            assertThat(accepted.until()).isNotNull().isAfter(NOW);
            assertThat(accepted.user().id()).isNotBlank();
            assertThat(accepted.user().roles()).doesNotContainNull();
        }
        assertThat(decision(signed(SECRET + "!", header, payload))).isInstanceOf(Decision.Refuse.class);
    }

    @FuzzTest(maxDuration = "1m")
    void readsASetOfKeys(byte[] set) {
        try {
            assertThat(KeySet.read(set))
                    .isNotEmpty()
                    .hasSizeLessThan(101)
                    .allSatisfy(key -> assertThat(key.kind()).isNotEqualTo(TokenAlgorithm.Kind.SECRET));
        } catch (IOException told) {
            assertThat(told).hasMessageStartingWith("it ").hasMessageNotContaining("\n");
        }
    }
}
