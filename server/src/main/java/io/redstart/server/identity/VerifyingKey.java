package io.redstart.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.redstart.server.identity.TokenAlgorithm.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A key that signatures are compared with.
 *
 * @param id its name in the set, or null
 * @param kind what it is
 * @param only the one algorithm it is for; null for all of its kind
 * @param verifier compares
 */
record VerifyingKey(
        @Nullable String id, Kind kind, @Nullable JWSAlgorithm only, JWSVerifier verifier) {
    private static final int LEAST_RSA_BITS = 2048;

    static VerifyingKey ofSecret(byte[] secret) throws JOSEException {
        return new VerifyingKey(null, Kind.SECRET, null, new MACVerifier(secret));
    }

    /** Makes a key of one in a set; null if it is not for signatures, or of a kind nobody should use. */
    static @Nullable VerifyingKey of(JWK key) throws JOSEException {
        boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
        boolean verifies =
                key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY);
        Kind kind = kind(key);
        if (!signs || !verifies || kind == null) {
            return null;
        }
        JWSAlgorithm only = key.getAlgorithm() == null
                ? null
                : JWSAlgorithm.parse(key.getAlgorithm().getName());
        return new VerifyingKey(key.getKeyID(), kind, only, verifier(key));
    }

    /** Secrets are none: a set that is public would make them known. */
    private static @Nullable Kind kind(JWK key) {
        if (key instanceof RSAKey rsa) {
            return rsa.size() >= LEAST_RSA_BITS ? Kind.RSA : null;
        } else if (key instanceof ECKey curve) {
            return Curve.P_256.equals(curve.getCurve())
                    ? Kind.P256
                    : Curve.P_384.equals(curve.getCurve())
                            ? Kind.P384
                            : Curve.P_521.equals(curve.getCurve()) ? Kind.P521 : null;
        }
        return key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve()) ? Kind.ED25519 : null;
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return new RSASSAVerifier(rsa.toRSAPublicKey());
        } else if (key instanceof ECKey curve) {
            return new ECDSAVerifier(curve.toECPublicKey());
        }
        return new Ed25519Verifier(((OctetKeyPair) key).getDecodedX());
    }

    boolean isFor(TokenAlgorithm algorithm, @Nullable String wanted) {
        return kind == algorithm.kind()
                && (only == null || algorithm.isNamed(only))
                && (wanted == null || id == null || wanted.equals(id));
    }
}
