package io.redstart.server.transport;

import java.net.InetSocketAddress;
import java.util.List;

/** Moves the bytes of one connection: a WebSocket of some library, or two ends joined in memory. */
public interface Carrier {
    /**
     * Writes one frame. Not called again before {@code done} was.
     *
     * @param frame what it carries
     * @param done called once, on any thread, perhaps before this returns: the next write may begin
     */
    void write(Frame frame, Runnable done);

    /**
     * Writes several frames, one after the other. Not called again before {@code done} was.
     *
     * @param first what the first carries
     * @param behind what those behind it carry; not many
     * @param done called once, on any thread, perhaps before this returns: all were written, and the next write may begin
     */
    default void write(Frame first, List<Frame> behind, Runnable done) {
        oneByOne(first, behind, done);
    }

    private void oneByOne(Frame first, List<Frame> behind, Runnable done) {
        write(first, behind.isEmpty() ? done : () -> oneByOne(behind.get(0), behind.subList(1, behind.size()), done));
    }

    /**
     * Looks at what the next write will need, so that it is in the caches by then.
     *
     * @return any number; made of what was looked at, so that no compiler leaves that out
     */
    default int fetch() {
        return 0;
    }

    /**
     * Closes the line after what was written; what the peer still sends is thrown away.
     *
     * @param code close code
     * @param reason for people; at most 123 bytes are sent
     */
    void close(int code, String reason);

    /** Cuts the line at once, without a word. */
    void cut();

    /**
     * Time goes by.
     *
     * @param now the time in milliseconds
     */
    default void tick(long now) {}

    /**
     * Where the peer is.
     *
     * @return the address
     */
    InetSocketAddress peer();
}
