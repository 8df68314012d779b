package io.redstart.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the client calls itself in its hello: {@code java/} and the version of the build. */
final class Sdk {
    private Sdk() {}

    static String name() {
        try (InputStream in = Objects.requireNonNull(Sdk.class.getResourceAsStream("sdk.txt"), "sdk.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
