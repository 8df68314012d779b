package io.redstart.server;

import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why a server did not start. */
final class StartFailure {
    private StartFailure() {}

    /** The sentence; null if the failure is none that people can do something about. */
    static @Nullable String sentence(Throwable failure, HttpSettings http) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "Port " + http.port() + " of " + http.host() + " cannot be used: " + cause.getMessage()
                        + ". Choose another with --set http.port=<port>.";
            }
        }
        if (failure instanceof RejectedBundleException) {
            return failure.getMessage() + ".";
        }
        return failure instanceof IOException && failure.getMessage() != null ? failure.getMessage() + "." : null;
    }
}
