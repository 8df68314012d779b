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

    /** An exception may say that it is its own cause. */
    private static final int MAX_CAUSES = 20;

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
            return WireError.of(code.value(), message(cause, code.value()));
        }
        String trace = String.format("%016x", ThreadLocalRandom.current().nextLong());
        log(target, trace, cause);
        return new WireError(ErrorCodes.INTERNAL, "The server failed", null, null, List.of(), trace);
    }

    private static String message(Throwable cause, String otherwise) {
        try {
            String message = cause.getMessage();
            return message == null ? otherwise : message;
        } catch (RuntimeException mute) {
            return otherwise;
        }
    }

    /** Asks the exception for its message, which is code of the application too and may fail in its turn. */
    private static void log(String target, String trace, Throwable cause) {
        try {
            LOG.error("{} failed, trace {}", target, trace, cause);
        } catch (RuntimeException mute) {
            LOG.error(
                    "{} failed, trace {}, with {}, which cannot say why",
                    target,
                    trace,
                    cause.getClass().getName());
        }
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < MAX_CAUSES; depth++) {
            Throwable inner = cause instanceof CompletionException || cause instanceof ExecutionException
                    ? cause.getCause()
                    : null;
            if (inner == null) {
                return cause;
            }
            cause = inner;
        }
        return cause;
    }
}
