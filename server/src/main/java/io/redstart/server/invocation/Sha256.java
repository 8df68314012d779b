package io.redstart.server.invocation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Says in 32 bytes what would be too long to keep. */
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every JDK has SHA-256", missing);
        }
    }
}
