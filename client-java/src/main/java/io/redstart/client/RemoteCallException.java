package io.redstart.client;

import io.redstart.api.CallException;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server refused a call, or failed at it: what came over the wire. A failure found on this side ({@code timeout},
 * {@code unavailable}, {@code unknown_outcome} and others) is a plain {@link CallException}.
 *
 * <pre>{@code
 * try {
 *     rooms.enter("lobby");
 * } catch (RemoteCallException refused) {
 *     log.warn("{}, trace {}", refused.code(), refused.trace());
 * }
 * }</pre>
 */
public final class RemoteCallException extends CallException {
    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable String trace;

    RemoteCallException(
            String code,
            String message,
            @Nullable Object data,
            @Nullable Duration retry,
            List<Field> fields,
            @Nullable String trace) {
        super(code, message, data, retry, fields);
        this.trace = trace;
    }

    /**
     * Under what the server's log has the whole story.
     *
     * @return the trace id, or null if the server gave none
     */
    public @Nullable String trace() {
        return trace;
    }
}
