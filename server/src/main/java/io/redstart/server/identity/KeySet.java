package io.redstart.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/** Reads a JWK set. */
final class KeySet {
    /** As much as a set may have. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_KEYS = 100;

    private KeySet() {}

    static List<VerifyingKey> read(byte[] bytes) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException("it has more than 256 KiB (expected: a JWK set)");
        }
        List<VerifyingKey> keys = new ArrayList<>();
        try {
            for (JWK each :
                    JWKSet.parse(new String(bytes, StandardCharsets.UTF_8)).getKeys()) {
                VerifyingKey key = VerifyingKey.of(each);
                if (key != null) {
                    keys.add(key);
                }
            }
        } catch (ParseException | JOSEException | RuntimeException broken) {
            throw new IOException("it is no JWK set", broken);
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IOException("it holds " + keys.size() + " keys for signatures (expected: 1 to " + MAX_KEYS + ")");
        }
        return List.copyOf(keys);
    }
}
