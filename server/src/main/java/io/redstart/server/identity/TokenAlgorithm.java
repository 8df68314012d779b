package io.redstart.server.identity;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a token may be signed. */
public enum TokenAlgorithm {
    /** A secret of 32 bytes or more, SHA-256. */
    HS256(Kind.SECRET, 32),
    /** A secret of 48 bytes or more, SHA-384. */
    HS384(Kind.SECRET, 48),
    /** A secret of 64 bytes or more, SHA-512. */
    HS512(Kind.SECRET, 64),
    /** RSA with PKCS #1 padding, SHA-256. */
    RS256(Kind.RSA, 0),
    /** RSA with PKCS #1 padding, SHA-384. */
    RS384(Kind.RSA, 0),
    /** RSA with PKCS #1 padding, SHA-512. */
    RS512(Kind.RSA, 0),
    /** RSA with PSS padding, SHA-256. */
    PS256(Kind.RSA, 0),
    /** RSA with PSS padding, SHA-384. */
    PS384(Kind.RSA, 0),
    /** RSA with PSS padding, SHA-512. */
    PS512(Kind.RSA, 0),
    /** The curve P-256, SHA-256. */
    ES256(Kind.P256, 0),
    /** The curve P-384, SHA-384. */
    ES384(Kind.P384, 0),
    /** The curve P-521, SHA-512. */
    ES512(Kind.P521, 0),
    /** The curve Ed25519; its other name on tokens is {@code Ed25519}. */
    EDDSA(Kind.ED25519, 0);

    /** What a key is. A key is used for algorithms of its kind alone. */
    enum Kind {
        SECRET,
        RSA,
        P256,
        P384,
        P521,
        ED25519
    }

    private final Kind kind;
    private final int secretBytes;

    TokenAlgorithm(Kind kind, int secretBytes) {
        this.kind = kind;
        this.secretBytes = secretBytes;
    }

    Kind kind() {
        return kind;
    }

    /** How long a secret has to be at least; 0 if there is none. */
    int secretBytes() {
        return secretBytes;
    }

    boolean isSecret() {
        return kind == Kind.SECRET;
    }

    /** As it is written in settings. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The algorithm that a token or a key names, if it is one of those that are allowed. */
    static @Nullable TokenAlgorithm of(JWSAlgorithm named, Set<TokenAlgorithm> allowed) {
        for (TokenAlgorithm algorithm : allowed) {
            if (algorithm.isNamed(named)) {
                return algorithm;
            }
        }
        return null;
    }

    boolean isNamed(JWSAlgorithm named) {
        return this == EDDSA
                ? named.equals(JWSAlgorithm.EdDSA) || named.equals(JWSAlgorithm.Ed25519)
                : named.getName().equals(name());
    }
}
