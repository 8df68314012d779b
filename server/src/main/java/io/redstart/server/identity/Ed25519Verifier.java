package io.redstart.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Compares Ed25519 signatures with what the JDK brings; the token library's own needs another library for it. */
final class Ed25519Verifier extends BaseJWSProvider implements JWSVerifier {
    private static final int BYTES = 32;

    private final PublicKey key;

    /** A verifier; the key is as in RFC 8032: the number y, lowest byte first, with the sign of x in its highest bit. */
    Ed25519Verifier(byte[] key) throws JOSEException {
        super(Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));
        if (key.length != BYTES) {
            throw new JOSEException("an Ed25519 key of " + key.length + " bytes (expected: " + BYTES + ")");
        }
        byte[] highestFirst = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            highestFirst[i] = key[BYTES - 1 - i];
        }
        boolean odd = highestFirst[0] < 0;
        highestFirst[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, highestFirst));
        try {
            this.key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
        } catch (GeneralSecurityException broken) {
            throw new JOSEException("not an Ed25519 key", broken);
        }
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature.decode());
        } catch (SignatureException wrong) {
            return false;
        } catch (GeneralSecurityException broken) {
            throw new JOSEException("Ed25519 cannot be checked", broken);
        }
    }
}
