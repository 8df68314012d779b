package io.redstart.server.invocation;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.WireError;
import org.jspecify.annotations.Nullable;

/**
 * Why the application does not let a session begin.
 *
 * @param code how the connection is closed
 * @param reason for people
 * @param retry how many milliseconds to wait before coming back, or null for not at all
 */
public record Refusal(
        CloseCode code, String reason, @Nullable Long retry) {
    /** Who fails by accident may come back; who refuses means it. */
    static Refusal of(WireError error) {
        boolean ours = error.code().equals(ErrorCodes.INTERNAL);
        return new Refusal(ours ? CloseCode.GOING_AWAY : CloseCode.FORBIDDEN, error.message(), ours ? 1_000L : null);
    }
}
