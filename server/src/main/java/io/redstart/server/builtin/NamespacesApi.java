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
     * @param serverKey what callers have to show
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
     * @param name the namespace's name, {@code [a-z0-9][a-z0-9_-]{0,63}}
     * @param key the server's key
     * @param rules who may do what with its channels, by name, or beginning and {@code *}; null where nobody may anything
     */
    public record Registration(
            String name, String key, @Nullable Map<String, ChannelRule> rules) {
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
        return new Registered(namespaces.secretKeyOf(registration.name(), rules == null ? Map.of() : rules));
    }

    /**
     * Which namespace, and the proof that it may be.
     *
     * @param name the namespace's name
     * @param key the server's key
     */
    public record Removal(String name, String key) {
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
        if (!namespaces.remove(removal.name())) {
            throw new CallException(ErrorCodes.NOT_FOUND, "There is no namespace '" + removal.name() + "'");
        }
    }

    private void check(String key) {
        // takes as long whatever is shown: keys of other lengths are compared as well
        if (!MessageDigest.isEqual(serverKey, key.getBytes(UTF_8))) {
            throw new CallException(ErrorCodes.FORBIDDEN, "The key is not the server's");
        }
    }
}
