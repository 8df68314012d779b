package io.redstart.server.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.RateLimit;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.channel.ChannelRule;
import jakarta.annotation.security.PermitAll;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Registers and removes namespaces for whoever knows the server's key. */
@Api("namespaces")
@PermitAll
@RateLimit(permits = 30, per = "1m", by = RateLimit.By.ADDRESS)
public final class NamespacesApi {
    private final Registrar namespaces;
    private final byte[] serverKey;

    /**
     * The API.
     *
     * @param namespaces makes them and takes them away
     * @param serverKey what callers have to show; empty if nobody may
     */
    public NamespacesApi(Registrar namespaces, String serverKey) {
        this.namespaces = namespaces;
        this.serverKey = serverKey.getBytes(UTF_8);
    }

    /** Makes namespaces and takes them away. */
    public interface Registrar {
        /**
         * Makes one.
         *
         * @param name its name
         * @param rules who may do what with its channels
         * @return its secret key
         * @throws CallException if it cannot be made; then nothing has changed
         */
        String secretKeyOf(String name, Map<String, ChannelRule> rules);

        /**
         * Takes one away.
         *
         * @param name its name
         * @return false if there is none
         * @throws CallException if it may not be taken away
         */
        boolean remove(String name);
    }

    /**
     * Which namespace, and the proof that it may be.
     *
     * @param name the namespace's name, {@code [a-z0-9][a-z0-9_-]{0,63}}; null is a mistake
     * @param key the server's key; null is a mistake
     * @param rules who may do what with its channels, by name, or beginning and {@code *}; null where nobody may anything
     */
    public record Registration(
            @Nullable String name,
            @Nullable String key,
            @Nullable Map<String, ChannelRule> rules) {
        /** Leaves out the key. */
        @Override
        public String toString() {
            return "Registration[name=" + name + "]";
        }
    }

    /**
     * A namespace that was registered.
     *
     * @param secretKey the namespace's own key
     */
    public record Registered(String secretKey) {
        /** Leaves out the key. */
        @Override
        public String toString() {
            return "Registered";
        }
    }

    /**
     * Registers a namespace.
     *
     * @param registration its name and the server's key
     * @return its secret key, which is told this once
     */
    @Call
    public Registered register(Registration registration) {
        check(registration.key());
        Map<String, ChannelRule> rules = registration.rules();
        if (rules != null && rules.values().stream().anyMatch(Objects::isNull)) {
            throw new CallException(ErrorCodes.INVALID, "rules: null (expected: a rule for each pattern)");
        }
        return new Registered(
                namespaces.secretKeyOf(given("name", registration.name()), rules == null ? Map.of() : rules));
    }

    /**
     * Which namespace, and the proof that it may be.
     *
     * @param name the namespace's name; null is a mistake
     * @param key the server's key; null is a mistake
     */
    public record Removal(@Nullable String name, @Nullable String key) {
        /** Leaves out the key. */
        @Override
        public String toString() {
            return "Removal[name=" + name + "]";
        }
    }

    /**
     * Removes a namespace that was registered, with all that is kept of it.
     *
     * @param removal its name and the server's key
     */
    @Call
    public void remove(Removal removal) {
        check(removal.key());
        String name = given("name", removal.name());
        if (!namespaces.remove(name)) {
            throw new CallException(ErrorCodes.NOT_FOUND, "There is no namespace '" + name + "'");
        }
    }

    private static String given(String part, @Nullable String value) {
        if (value == null) {
            throw new CallException(ErrorCodes.INVALID, part + ": is missing (expected: a text)");
        }
        return value;
    }

    private void check(@Nullable String shown) {
        String key = given("key", shown);
        // takes as long whatever is shown: keys of other lengths are compared as well
        if (serverKey.length == 0 || !MessageDigest.isEqual(serverKey, key.getBytes(UTF_8))) {
            throw new CallException(ErrorCodes.FORBIDDEN, "The key is not the server's");
        }
    }
}
