package io.redstart.server.channel;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes the names of histories: a channel that is made anew is not taken for the one before. */
final class Epochs {
    private static final int BYTES = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Epochs() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
