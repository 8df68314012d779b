package io.redstart.server.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret key of a namespace. Whoever shows it is in control there; whoever shows a token (JWT) that was signed with
 * it is the user the token names.
 */
public final class NamespaceKey {
    /** How long a key has to be at least, in bytes of UTF-8. */
    public static final int LEAST_BYTES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(NamespaceKey.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    /** As text it is 64 bytes long, which is enough for every algorithm with a secret. */
    private static final int MADE_BYTES = 48;

    private static final int MAX_TOKEN = 8 * 1024;
    private static final String CONTROL = "$control";
    private static final String BEARER = "Bearer ";

    private final String text;
    private final byte[] digest;
    private final TokenSignature signature;
    private final InstantSource wall;

    /**
     * A key.
     *
     * @param text the key, of {@link #LEAST_BYTES} or more
     * @param wall tells the time of day, in which tokens end
     */
    public NamespaceKey(String text, InstantSource wall) {
        this.text = text;
        this.wall = wall;
        digest = digest(text);
        try {
            KeySource secret = new KeySource.Fixed(List.of(VerifyingKey.ofSecret(text.getBytes(UTF_8))));
            signature = new TokenSignature(allowed(text), secret, new KeySource.Fixed(List.of()), MAX_TOKEN);
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("secretKey: cannot be used", refused);
        }
    }

    /**
     * Makes a key that nobody knows yet.
     *
     * @return 384 random bits as 64 characters
     */
    public static String make() {
        byte[] random = new byte[MADE_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** A secret has to be as long as what comes of it. */
    private static Set<TokenAlgorithm> allowed(String text) {
        int length = text.getBytes(UTF_8).length;
        Set<TokenAlgorithm> allowed = EnumSet.noneOf(TokenAlgorithm.class);
        Arrays.stream(TokenAlgorithm.values())
                .filter(algorithm -> algorithm.isSecret() && algorithm.secretBytes() <= length)
                .forEach(allowed::add);
        return allowed;
    }

    /**
     * The key itself.
     *
     * @return what whoever controls the namespace shows; not to be logged
     */
    public String text() {
        return text;
    }

    /**
     * Whether a client shows the key: as the token of its hello, or as {@code Authorization: Bearer} of its request.
     *
     * @param handshake what is known of the client
     * @return true if it is in control
     */
    public boolean isShown(Handshake handshake) {
        String token = handshake.token();
        if (token != null) {
            return same(digest, token);
        }
        String header = handshake.header("authorization");
        return header != null && header.startsWith(BEARER) && same(digest, header.substring(BEARER.length()));
    }

    /**
     * Who is in control.
     *
     * @return lets it in
     */
    public static Decision control() {
        return Decision.accept(new User(CONTROL, Set.of(CONTROL), Map.of()));
    }

    /**
     * Who a client is that did not show the key.
     *
     * @param token what it shows, or null
     * @return the user the token names; a guest without a token
     */
    public Decision decide(@Nullable String token) {
        if (token == null) {
            return Decision.guest();
        }
        try {
            return NamespaceClaims.decide(signature.payload(token), wall.instant());
        } catch (UntrueToken untrue) {
            LOG.debug("A token was refused: {}", untrue.getMessage());
            return Decision.refuse("The token is not valid");
        } catch (IOException never) {
            throw new IllegalStateException("a secret is always there", never);
        }
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Compares in a time that tells nothing. */
    private static boolean same(byte[] digest, String shown) {
        return MessageDigest.isEqual(digest, digest(shown));
    }

    /**
     * Whether two keys are the same, compared in a time that tells nothing.
     *
     * @param key the one that is known
     * @param shown the one that somebody shows
     * @return true if they are
     */
    public static boolean same(String key, String shown) {
        return same(digest(key), shown);
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "NamespaceKey";
    }
}
