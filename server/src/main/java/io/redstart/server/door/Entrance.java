package io.redstart.server.door;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.invocation.Authentication;
import java.util.concurrent.CompletionStage;

/**
 * The way into one namespace.
 *
 * @param dispatcher takes its connections
 * @param authentication says who a client is there
 */
public record Entrance(Dispatcher dispatcher, Authentication authentication) {
    /**
     * Asks who a client is that has no more to say than its request: by the request alone, and if that is not enough, by the
     * token in its url.
     *
     * @param handshake its request
     * @param tokenParameter the parameter of the url that is taken for its token; empty for none
     * @return what is said of it
     */
    public CompletionStage<Decision> decide(Handshake handshake, String tokenParameter) {
        String token = tokenParameter.isEmpty() ? null : handshake.query(tokenParameter);
        return authentication.decideAtOnce(handshake, token);
    }

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
