package io.redstart.server.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which signed tokens (JWT) are believed. As long as no algorithm is named, none are looked at.
 *
 * @param algorithms how they may be signed; all other tokens are refused
 * @param secret signs them, where the algorithm is one with a secret; never shown
 * @param keys the public keys of the others: a file or an https url with a JWK set. A file that changes is read again, a
 *     url every few minutes
 * @param issuer who has to have made them ({@code iss}); empty for anybody who has the key
 * @param audience for whom they have to be made ({@code aud}); empty for anybody
 * @param skew how far clocks may be apart
 * @param rolesClaim where the user's roles are; dots lead into objects, as in {@code realm_access.roles}
 * @param userClaim where the user's id is
 * @param maxSize the largest token, in characters
 * @param requireExpiry whether a token without an end is refused
 */
public record TokenSettings(
        List<TokenAlgorithm> algorithms,
        String secret,
        String keys,
        String issuer,
        String audience,
        Duration skew,
        String rolesClaim,
        String userClaim,
        long maxSize,
        boolean requireExpiry) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The settings where nothing is set: no token is believed. */
    public TokenSettings() {
        this(List.of(), "", "", "", "", Duration.ofSeconds(30), "roles", "sub", 8 * 1024, true);
    }

    public TokenSettings {
        algorithms = List.copyOf(algorithms);
        boolean any = !secret.isEmpty() || !keys.isEmpty() || !issuer.isEmpty() || !audience.isEmpty();
        if (algorithms.isEmpty() && any) {
            throw new IllegalArgumentException("algorithms: none (expected: at least one, such as es256)");
        }
        checkSecret(algorithms, secret);
        checkKeys(algorithms, keys);
        if (skew.isNegative() || skew.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("skew: " + skew + " (expected: 0 to 10m)");
        }
        if (rolesClaim.isEmpty()) {
            throw new IllegalArgumentException("rolesClaim: '' (expected: a name)");
        }
        if (userClaim.isEmpty()) {
            throw new IllegalArgumentException("userClaim: '' (expected: a name)");
        }
        if (maxSize < 256 || maxSize > 64 * 1024) {
            throw new IllegalArgumentException("maxSize: " + maxSize + " (expected: 256 to 64KiB)");
        }
    }

    private static void checkSecret(List<TokenAlgorithm> algorithms, String secret) {
        int length = secret.getBytes(UTF_8).length;
        for (TokenAlgorithm algorithm : algorithms) {
            if (length < algorithm.secretBytes()) {
                throw new IllegalArgumentException("secret: " + (length == 0 ? "none" : length + " bytes")
                        + " (expected: at least " + algorithm.secretBytes() + " bytes for " + algorithm.text() + ")");
            }
        }
        if (length > 0 && !algorithms.isEmpty() && algorithms.stream().noneMatch(TokenAlgorithm::isSecret)) {
            throw new IllegalArgumentException(
                    "secret: " + length + " bytes (expected: none, since no algorithm takes a secret)");
        }
    }

    private static void checkKeys(List<TokenAlgorithm> algorithms, String keys) {
        boolean needed = algorithms.stream().anyMatch(algorithm -> !algorithm.isSecret());
        if (needed && keys.isEmpty()) {
            throw new IllegalArgumentException("keys: none (expected: a file or an https url with a JWK set)");
        }
        if (!needed && !keys.isEmpty() && !algorithms.isEmpty()) {
            throw new IllegalArgumentException(
                    "keys: " + keys + " (expected: none, since no algorithm takes a public key)");
        }
        if (keys.contains("://") && !isSafeUrl(keys)) {
            throw new IllegalArgumentException("keys: " + keys + " (expected: a file or an https url)");
        }
        if (keys.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("keys: a path with a zero in it (expected: a file or an https url)");
        }
    }

    /** Whether nobody between here and there can put in keys of his own. */
    private static boolean isSafeUrl(String keys) {
        try {
            URI url = new URI(keys);
            String host = url.getHost();
            return host != null
                    && url.getRawUserInfo() == null // the log names the url
                    && ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && LOOPBACK.contains(host)));
        } catch (URISyntaxException broken) {
            return false;
        }
    }

    /**
     * Whether tokens are believed.
     *
     * @return false as long as no algorithm is named
     */
    public boolean isOn() {
        return !algorithms.isEmpty();
    }

    boolean keysAreRemote() {
        return keys.contains("://");
    }

    Set<TokenAlgorithm> allowed() {
        return EnumSet.copyOf(algorithms);
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "TokenSettings[algorithms=" + algorithms + ", keys=" + keys + ", issuer=" + issuer + ", audience="
                + audience + "]";
    }
}
