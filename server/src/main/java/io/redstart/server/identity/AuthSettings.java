package io.redstart.server.identity;

import java.time.Duration;

/**
 * How it is decided who a client is.
 *
 * @param grace how long before its credentials end a client is asked for new ones
 * @param maxConnections how many connections a user may have; 0 for any number
 * @param guests whether clients without a token are let in as guests; only with {@code jwt}
 * @param urlParameter the parameter of the url that holds the token; empty for none. Urls are logged by many, so a token
 *     belongs into hello wherever a client can say one
 * @param jwt which tokens are believed
 */
public record AuthSettings(Duration grace, int maxConnections, boolean guests, String urlParameter, TokenSettings jwt) {
    /** The settings where nothing is set: bundles say who a client is. */
    public AuthSettings() {
        this(Duration.ofSeconds(60), 16, false, "", new TokenSettings());
    }

    public AuthSettings {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: " + grace + " (expected: 0 or more)");
        }
        if (maxConnections < 0) {
            throw new IllegalArgumentException("maxConnections: " + maxConnections + " (expected: 0 or more)");
        }
        if (guests && !jwt.isOn()) {
            throw new IllegalArgumentException("guests: true (expected: false as long as auth.jwt is not set)");
        }
        if (!urlParameter.isEmpty() && !jwt.isOn()) {
            throw new IllegalArgumentException(
                    "urlParameter: " + urlParameter + " (expected: none as long as auth.jwt is not set)");
        }
    }

    /**
     * The same with other tokens.
     *
     * @param other which tokens are believed
     * @return the settings
     */
    public AuthSettings with(TokenSettings other) {
        return new AuthSettings(grace, maxConnections, guests, urlParameter, other);
    }
}
