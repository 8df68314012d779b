package io.redstart.server.transport;

import java.time.Duration;

/**
 * Whose connections are taken, and what is expected of them before they are WebSockets.
 *
 * @param maxConnections how many connections there may be; 0 for four fifths of the files the process may open, at most
 *     16,384
 * @param perAddress how many of them may be of one address, or of one /64 network of IPv6; 0 for any number
 * @param newPerSecond how many new ones of an address are taken in a second; 0 for any number
 * @param newBurst how many at once
 * @param requestWithin how long a request may take from its first byte to its last, and a WebSocket from there until
 *     it is open
 * @param answerWithin how long the answer to any other request may take until the client has read it
 * @param maxFields how many header fields a request may have
 */
public record AdmissionSettings(
        int maxConnections,
        int perAddress,
        int newPerSecond,
        int newBurst,
        Duration requestWithin,
        Duration answerWithin,
        int maxFields) {
    private static final int MOST = 16_384;

    /** The settings where nothing is set. */
    public AdmissionSettings() {
        this(0, 100, 20, 50, Duration.ofSeconds(5), Duration.ofSeconds(60), 64);
    }

    public AdmissionSettings {
        notNegative("maxConnections", maxConnections);
        notNegative("perAddress", perAddress);
        notNegative("newPerSecond", newPerSecond);
        if (newBurst < 1 || newBurst > 1_000_000) {
            throw new IllegalArgumentException("newBurst: " + newBurst + " (expected: 1 to 1000000)");
        }
        positive("requestWithin", requestWithin);
        positive("answerWithin", answerWithin);
        if (maxFields < 16) {
            throw new IllegalArgumentException("maxFields: " + maxFields + " (expected: 16 or more)");
        }
    }

    private static void notNegative(String name, int value) {
        if (value < 0 || value > 1_000_000) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 1000000)");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    /**
     * The same for clients that all have one address, such as those of a load generator: any number of connections, as
     * far as the process may open files.
     *
     * @return the settings
     */
    public AdmissionSettings withoutAddresses() {
        return new AdmissionSettings(maxConnections, 0, 0, newBurst, requestWithin, answerWithin, maxFields);
    }

    /** How many connections there may be, where the process may open so many files. */
    int connections(long files) {
        return maxConnections > 0 ? maxConnections : (int) Math.max(1, Math.min(MOST, files / 5 * 4));
    }
}
