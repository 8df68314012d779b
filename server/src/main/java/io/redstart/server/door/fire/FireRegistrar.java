package io.redstart.server.door.fire;

import java.util.concurrent.CompletionStage;

/** Registers namespaces for whoever knows the server's key. */
public interface FireRegistrar {
    /**
     * Registers one whose channels are for its users.
     *
     * @param name its name
     * @param serverKey what is shown as the server's key
     * @return its secret key, on any thread; fails with a {@link io.redstart.api.CallException}: {@code forbidden} for
     *     another key, {@code conflict} for a name that is taken, {@code invalid} for what is no name
     */
    CompletionStage<String> register(String name, String serverKey);
}
