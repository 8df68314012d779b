package io.redstart.dialogues;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens, good ones and others, with nothing but what the JDK brings. */
final class Tokens {
    static final String SECRET = "a secret that only tests may know, and long enough";
    static final KeyPair RSA = pair("RSA", 2048);
    static final KeyPair EC = curve("secp256r1");
    static final KeyPair ED = pair("Ed25519", 255);

    private Tokens() {}

    static KeyPair pair(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    static KeyPair curve(String name) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(name));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String base64(String text) {
        return base64(text.getBytes(UTF_8));
    }

    /** What is signed: header and claims, with apostrophes for quotation marks. */
    static String unsigned(String header, String claims) {
        return base64(header.replace('\'', '"')) + "." + base64(claims.replace('\'', '"'));
    }

    static String hs256(String header, String claims, byte[] secret) {
        String signed = unsigned(header, claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    static String hs256(String claims) {
        return hs256("{'alg':'HS256'}", claims, SECRET.getBytes(UTF_8));
    }

    static String rs256(String header, String claims, KeyPair keys) {
        return signed(header, claims, "SHA256withRSA", keys.getPrivate());
    }

    static String es256(String header, String claims, KeyPair keys) {
        return signed(header, claims, "SHA256withECDSAinP1363Format", keys.getPrivate());
    }

    static String ed25519(String header, String claims, KeyPair keys) {
        return signed(header, claims, "Ed25519", keys.getPrivate());
    }

    private static String signed(String header, String claims, String algorithm, PrivateKey key) {
        String text = unsigned(header, claims);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text.getBytes(UTF_8));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    /** A set with the keys of these pairs, each with an id. */
    static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    static String key(String id, PublicKey key) {
        String facts;
        if (key instanceof RSAPublicKey rsa) {
            facts = "'kty':'RSA','n':'" + base64(unsigned(rsa.getModulus())) + "','e':'"
                    + base64(unsigned(rsa.getPublicExponent())) + "'";
        } else if (key instanceof ECPublicKey ec) {
            facts = "'kty':'EC','crv':'P-256','x':'" + base64(fixed(ec.getW().getAffineX())) + "','y':'"
                    + base64(fixed(ec.getW().getAffineY())) + "'";
        } else {
            byte[] encoded = key.getEncoded();
            facts = "'kty':'OKP','crv':'Ed25519','x':'"
                    + base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)) + "'";
        }
        return ("{'kid':'" + id + "'," + facts + "}").replace('\'', '"');
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = unsigned(number);
        byte[] all = new byte[32];
        System.arraycopy(bytes, 0, all, 32 - bytes.length, bytes.length);
        return all;
    }
}
