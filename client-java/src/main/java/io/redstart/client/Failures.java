package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.ProtocolException;
import io.redstart.protocol.WireError;
import java.time.Duration;

/** The failures this side finds itself, and those of the other side as exceptions. */
final class Failures {
    private Failures() {}

    static CallException badMessage(String message) {
        return new CallException(ErrorCodes.BAD_MESSAGE, message);
    }

    static CallException badMessage(ProtocolException broken) {
        return badMessage(String.valueOf(broken.getMessage()));
    }

    static CallException unknownOutcome(String message) {
        return new CallException(ErrorCodes.UNKNOWN_OUTCOME, message);
    }

    static CallException unavailable(String reason) {
        return new CallException(ErrorCodes.UNAVAILABLE, "The client is closed: " + reason);
    }

    static CallException timeout(long millis) {
        return new CallException(ErrorCodes.TIMEOUT, "No answer within " + millis + " ms");
    }

    static CallException invalid(RuntimeException cause) {
        var invalid = new CallException(ErrorCodes.INVALID, "Does not convert to JSON: " + cause.getMessage());
        invalid.initCause(cause);
        return invalid;
    }

    static RemoteCallException remote(WireError error) {
        Long retry = error.retry();
        return new RemoteCallException(
                error.code(),
                error.message(),
                error.data(),
                retry == null ? null : Duration.ofMillis(retry),
                error.fields(),
                error.trace());
    }
}
