package io.redstart.proofs.line;

import java.time.Duration;

/**
 * How one line ends.
 *
 * @param kind in which way
 * @param direction which way the bytes go that are counted
 * @param after how many of them still pass; the next one does not
 * @param client how long after that the client's side is closed
 * @param server how long after that the server's side is closed
 */
public record Cut(Kind kind, Direction direction, long after, Duration client, Duration server) {
    /** A line that is left alone. */
    public static final Cut NEVER = new Cut(Kind.FIN, Direction.UP, Long.MAX_VALUE, Duration.ZERO, Duration.ZERO);

    /** In which way a line ends. */
    public enum Kind {
        /** Whoever would have got the next byte is told that there are no more; the other way stays open for a while. */
        FIN,
        /** Both sides are reset; what the system still holds of what was written is lost. */
        RST,
        /** Nothing passes any more, either way, and nobody is told until much later. */
        FREEZE
    }
}
