package io.redstart.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a token was signed by whom we trust, in a way we allow. Of its header only the algorithm and the key's name
 * count, and they only choose among what is set: keys and addresses of keys in it are never looked at.
 */
final class TokenSignature {
    private static final Set<String> TYPES = Set.of("jwt", "application/jwt", "at+jwt", "application/at+jwt");

    private static final Pattern THREE_PARTS = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final Set<TokenAlgorithm> allowed;
    private final KeySource secret;
    private final KeySource keys;
    private final long maxSize;

    TokenSignature(Set<TokenAlgorithm> allowed, KeySource secret, KeySource keys, long maxSize) {
        this.allowed = Set.copyOf(allowed);
        this.secret = secret;
        this.keys = keys;
        this.maxSize = maxSize;
    }

    /** What a token claims, once it is known to be true. */
    Map<String, Object> claims(String token) throws UntrueToken, IOException {
        Map<String, Object> claims = verified(token).toJSONObject();
        if (claims == null) {
            throw new UntrueToken("its claims are not a JSON object");
        }
        return claims;
    }

    /** What is in a token, once it is known to be true. */
    String payload(String token) throws UntrueToken, IOException {
        return verified(token).toString();
    }

    private Payload verified(String token) throws UntrueToken, IOException {
        if (token.length() > maxSize) {
            throw new UntrueToken("it is too large");
        }
        if (!THREE_PARTS.matcher(token).matches()) {
            throw new UntrueToken("it has not three parts");
        }
        SignedJWT signed = parsed(token);
        TokenAlgorithm algorithm = checked(signed.getHeader());
        if (!isSigned(signed, algorithm, false) && (algorithm.isSecret() || !isSigned(signed, algorithm, true))) {
            throw new UntrueToken("no key of ours has signed it");
        }
        return signed.getPayload();
    }

    private static SignedJWT parsed(String token) throws UntrueToken {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | RuntimeException broken) {
            throw new UntrueToken("it cannot be read");
        }
    }

    private TokenAlgorithm checked(JWSHeader header) throws UntrueToken {
        TokenAlgorithm algorithm = TokenAlgorithm.of(header.getAlgorithm(), allowed);
        if (algorithm == null) {
            throw new UntrueToken("its algorithm is not allowed");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw new UntrueToken("it asks for extensions (crit)");
        }
        if (header.getContentType() != null) {
            throw new UntrueToken("another token is in it (cty)");
        }
        if (header.getType() != null
                && !TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT))) {
            throw new UntrueToken("it is for something else (typ)");
        }
        return algorithm;
    }

    private boolean isSigned(SignedJWT signed, TokenAlgorithm algorithm, boolean missing) throws IOException {
        List<VerifyingKey> all = (algorithm.isSecret() ? secret : keys).keys(missing);
        JWSHeader header = signed.getHeader();
        for (VerifyingKey key : all) {
            try {
                if (key.isFor(algorithm, header.getKeyID())
                        && key.verifier().verify(header, signed.getSigningInput(), signed.getSignature())) {
                    return true;
                }
            } catch (JOSEException | RuntimeException broken) {
                // a signature that cannot be read is one that is not right
            }
        }
        return false;
    }
}
