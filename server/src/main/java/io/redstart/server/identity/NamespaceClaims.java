package io.redstart.server.identity;

import io.redstart.api.Decision;
import io.redstart.api.User;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whom the payload of a namespace's token names: {@code {"i":user}}, {@code {"sub":user}}, or nothing but the user. A
 * number is taken as its text.
 */
final class NamespaceClaims {
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final double LAST_SECOND = 253_402_300_799d;
    private static final int MAX_ID = 255;

    private NamespaceClaims() {}

    static Decision decide(String payload, Instant now) throws UntrueToken {
        JsonNode claims = read(payload);
        Instant exp = time(claims, "exp");
        Instant nbf = time(claims, "nbf");
        if (nbf != null && nbf.isAfter(now.plus(SKEW))) {
            throw new UntrueToken("its time has not come (nbf)");
        }
        User user = new User(id(claims), roles(claims), Map.of());
        Instant until = exp == null ? null : exp.plus(SKEW);
        return until != null && !until.isAfter(now) ? Decision.expired() : Decision.accept(user, until);
    }

    private static JsonNode read(String payload) throws UntrueToken {
        try {
            return JsonMapper.shared().readTree(payload);
        } catch (JacksonException broken) {
            throw new UntrueToken("its payload is not JSON");
        }
    }

    private static String id(JsonNode claims) throws UntrueToken {
        JsonNode named = !claims.isObject() ? claims : claims.has("i") ? claims.path("i") : claims.path("sub");
        String id = named.isString() ? named.stringValue() : named.isNumber() ? named.toString() : "";
        if (id.isBlank() || id.length() > MAX_ID) {
            throw new UntrueToken("it names no user");
        }
        return id;
    }

    private static Set<String> roles(JsonNode claims) throws UntrueToken {
        Set<String> roles = new HashSet<>();
        JsonNode all = claims.path("roles");
        if (!all.isMissingNode() && !all.isArray()) {
            throw new UntrueToken("its roles are none");
        }
        for (JsonNode role : all) {
            if (!role.isString()) {
                throw new UntrueToken("its roles are none");
            }
            roles.add(role.stringValue());
        }
        return roles;
    }

    private static @Nullable Instant time(JsonNode claims, String claim) throws UntrueToken {
        JsonNode value = claims.path(claim);
        if (value.isMissingNode()) {
            return null;
        }
        double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw new UntrueToken("a time in it is none (" + claim + ")");
        }
        return Instant.ofEpochMilli((long) (seconds * 1_000));
    }
}
