package io.redstart.server.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes tokens (JWT) that were signed by whom the settings trust. Whoever is refused is not told which check failed;
 * the log tells, and never shows a token.
 */
public final class TokenAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthenticator.class);
    private static final Decision NOT_VALID = Decision.refuse("The token is not valid");
    private static final Decision NEEDED = Decision.refuse("A token is needed");

    private final AuthSettings settings;
    private final KeySource keys;
    private final TokenSignature signature;
    private final TokenClaims claims;
    private final InstantSource wall;

    private TokenAuthenticator(AuthSettings settings, LongSupplier clock, InstantSource wall) {
        TokenSettings jwt = settings.jwt();
        this.settings = settings;
        this.wall = wall;
        keys = keys(jwt, clock);
        signature = new TokenSignature(jwt.allowed(), secret(jwt), keys, jwt.maxSize());
        claims = new TokenClaims(jwt);
    }

    /**
     * The authenticator that the settings ask for.
     *
     * @param settings which tokens are believed
     * @param clock tells the time in milliseconds; only grows
     * @param wall tells the time of day
     * @return an authenticator to be started, or null if they ask for none
     */
    public static @Nullable TokenAuthenticator of(AuthSettings settings, LongSupplier clock, InstantSource wall) {
        return settings.jwt().isOn() ? new TokenAuthenticator(settings, clock, wall) : null;
    }

    private static KeySource secret(TokenSettings jwt) {
        try {
            return new KeySource.Fixed(
                    jwt.secret().isEmpty()
                            ? List.of()
                            : List.of(VerifyingKey.ofSecret(jwt.secret().getBytes(UTF_8))));
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("secret: cannot be used", refused);
        }
    }

    private static KeySource keys(TokenSettings jwt, LongSupplier clock) {
        if (jwt.keys().isEmpty()) {
            return new KeySource.Fixed(List.of());
        }
        return jwt.keysAreRemote() ? new UrlKeys(URI.create(jwt.keys()), clock) : new FileKeys(Path.of(jwt.keys()));
    }

    /**
     * Looks for the keys.
     *
     * @throws IOException if the file of the settings cannot be used; the message is a sentence for people
     */
    public void start() throws IOException {
        keys.start();
    }

    @Override
    public CompletionStage<Decision> authenticate(Handshake handshake) {
        String token = handshake.token();
        if (handshake.stage() == Handshake.Stage.UPGRADE) {
            token = settings.urlParameter().isEmpty() ? null : handshake.query(settings.urlParameter());
            if (token == null) {
                return Decision.undecided().now();
            }
        }
        if (token == null) {
            return (settings.guests() ? Decision.guest() : NEEDED).now();
        }
        try {
            return claims.decide(signature.claims(token), wall.instant()).now();
        } catch (UntrueToken untrue) {
            LOG.debug("A token was refused: {}", untrue.getMessage());
            return NOT_VALID.now();
        } catch (IOException none) {
            return CompletableFuture.failedFuture(none);
        }
    }
}
