package io.redstart.server.identity;

import io.redstart.api.Decision;
import io.redstart.api.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a token that is true speaks of, and whether it is for us and for now. */
final class TokenClaims {
    /** The end of the year 9999: later than this is a mistake in units. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final int MAX_ID = 255;

    private final TokenSettings settings;

    TokenClaims(TokenSettings settings) {
        this.settings = settings;
    }

    Decision decide(Map<String, Object> claims, Instant now) throws UntrueToken {
        if (!settings.issuer().isEmpty() && !settings.issuer().equals(claims.get("iss"))) {
            throw new UntrueToken("somebody else has made it (iss)");
        }
        if (!settings.audience().isEmpty() && !isForUs(claims.get("aud"))) {
            throw new UntrueToken("it is for somebody else (aud)");
        }
        Duration skew = settings.skew();
        notAfter(time(claims, "nbf"), now.plus(skew), "nbf");
        notAfter(time(claims, "iat"), now.plus(skew), "iat");
        Instant exp = time(claims, "exp");
        if (exp == null && settings.requireExpiry()) {
            throw new UntrueToken("it does not end (exp)");
        }
        User user = user(claims);
        Instant until = exp == null ? null : exp.plus(skew);
        return until != null && !until.isAfter(now) ? Decision.expired() : Decision.accept(user, until);
    }

    private boolean isForUs(@Nullable Object audience) {
        return settings.audience().equals(audience)
                || (audience instanceof Collection<?> several && several.contains(settings.audience()));
    }

    private static void notAfter(@Nullable Instant time, Instant latest, String claim) throws UntrueToken {
        if (time != null && time.isAfter(latest)) {
            throw new UntrueToken("its time has not come (" + claim + ")");
        }
    }

    private static @Nullable Instant time(Map<String, Object> claims, String claim) throws UntrueToken {
        Object value = claims.get(claim);
        if (value == null && !claims.containsKey(claim)) {
            return null;
        }
        double seconds = value instanceof Number number ? number.doubleValue() : Double.NaN;
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw new UntrueToken("a time in it is none (" + claim + ")");
        }
        return Instant.ofEpochMilli((long) (seconds * 1_000));
    }

    private User user(Map<String, Object> claims) throws UntrueToken {
        if (!(at(claims, settings.userClaim()) instanceof String id) || id.isBlank() || id.length() > MAX_ID) {
            throw new UntrueToken("it names no user");
        }
        Map<String, Object> known = new HashMap<>(claims);
        known.values().removeIf(Objects::isNull);
        return new User(id, roles(at(claims, settings.rolesClaim())), known);
    }

    private static Set<String> roles(@Nullable Object value) throws UntrueToken {
        if (value == null) {
            return Set.of();
        }
        if (value instanceof String text) {
            return text.isBlank() ? Set.of() : Set.copyOf(List.of(text.strip().split("\\s+")));
        }
        if (!(value instanceof Collection<?> several)) {
            throw new UntrueToken("its roles are none");
        }
        Set<String> roles = new HashSet<>();
        for (Object each : several) {
            if (!(each instanceof String role)) {
                throw new UntrueToken("its roles are none");
            }
            roles.add(role);
        }
        return roles;
    }

    /** A claim by its name, or by a path of names. */
    private static @Nullable Object at(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? at(inner, path.substring(dot + 1))
                : null;
    }
}
