package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.ErrorCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.TooLargeException;
import io.redstart.protocol.WireError;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application threw, as the client may see it: its own refusals as they are, everything else as
 * {@code internal} with a trace that the log has too.
 */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static WireError toWire(Throwable thrown, String target) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof CallException refusal) {
            return WireError.of(refusal);
        }
        if (cause instanceof TooLargeException large) {
            return WireError.of(ErrorCodes.TOO_LARGE, "The answer is " + large.getMessage());
        }
        ErrorCode code = cause.getClass().getAnnotation(ErrorCode.class);
        if (code != null) {
            String message = cause.getMessage();
            return WireError.of(code.value(), message == null ? code.value() : message);
        }
        String trace = String.format("%016x", ThreadLocalRandom.current().nextLong());
        LOG.error("{} failed, trace {}", target, trace, cause);
        return new WireError(ErrorCodes.INTERNAL, "The server failed", null, null, List.of(), trace);
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
