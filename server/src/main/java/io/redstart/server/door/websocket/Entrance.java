package io.redstart.server.door.websocket;

import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.invocation.Authentication;

/**
 * The way into one namespace.
 *
 * @param dispatcher takes its connections
 * @param authentication says who a client is there
 */
public record Entrance(Dispatcher dispatcher, Authentication authentication) {
    /** Knows the way into each namespace. */
    public interface Finder {
        /** The last part of the path where there is none: that of the default namespace. */
        String DEFAULT = "default";

        /**
         * The way into a namespace.
         *
         * @param namespace its name as the client wrote it
         * @return the way in
         * @throws io.redstart.api.CallException {@code invalid} for what is no name, {@code not_found} where there is no
         *     such namespace
         */
        Entrance into(String namespace);
    }
}
