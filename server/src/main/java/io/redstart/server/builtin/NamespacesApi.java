package io.redstart.server.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Namespaces;
import io.redstart.api.RateLimit;
import io.redstart.protocol.ErrorCodes;
import jakarta.annotation.security.PermitAll;
import java.security.MessageDigest;

/** Registers and removes namespaces for whoever knows the server's key. */
@Api("namespaces")
@PermitAll
@RateLimit(permits = 30, per = "1m", by = RateLimit.By.ADDRESS)
public final class NamespacesApi {
    private final Namespaces namespaces;
    private final byte[] serverKey;

    /**
     * The API.
     *
     * @param namespaces all of them
     * @param serverKey what callers have to show
     */
    public NamespacesApi(Namespaces namespaces, String serverKey) {
        this.namespaces = namespaces;
        this.serverKey = serverKey.getBytes(UTF_8);
    }

    /**
     * Which namespace, and the proof that it may be.
     *
     * @param name the namespace's name, {@code [a-z0-9][a-z0-9_-]{0,63}}
     * @param key the server's key
     */
    public record Registration(String name, String key) {
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
        return new Registered(namespaces.register(registration.name()).secretKey());
    }

    /**
     * Removes a namespace that was registered, with all that is kept of it.
     *
     * @param registration its name and the server's key
     */
    @Call
    public void remove(Registration registration) {
        check(registration.key());
        if (!namespaces.remove(registration.name())) {
            throw new CallException(ErrorCodes.NOT_FOUND, "There is no namespace '" + registration.name() + "'");
        }
    }

    private void check(String key) {
        // takes as long whatever is shown: keys of other lengths are compared as well
        if (!MessageDigest.isEqual(serverKey, key.getBytes(UTF_8))) {
            throw new CallException(ErrorCodes.FORBIDDEN, "The key is not the server's");
        }
    }
}
