package io.redstart.server.door.tcp;

import io.redstart.protocol.CloseCode;

/**
 * A door's end of one line. What comes in is told on the thread that reads, one thing after the other, and must not wait;
 * all after {@link #ended} comes on any thread.
 */
public interface LineEnd {
    /**
     * The line is open. Nothing is read before {@link ByteLine#read()}.
     *
     * @param line what to say goes there
     */
    void opened(ByteLine line);

    /**
     * Some bytes have come, cut anywhere. The door asks {@link ByteLine#takes()} for each message in them, before it is
     * parsed.
     *
     * @param bytes holds them, until this returns
     * @param from where they begin
     * @param length how many; 1 or more
     */
    void bytes(byte[] bytes, int from, int length);

    /**
     * Whether a message has begun that is not whole yet. Asked on the reading thread after {@link #bytes}.
     *
     * @return true if its rest has to come in time
     */
    boolean isWithin();

    /** The peer says nothing more, and may still read. Called at most once; the door closes the line. */
    void ended();

    /**
     * The peer does not keep a bound. Nothing more is heard of it; the door closes the line.
     *
     * @param limit the bound's name
     * @param code why
     * @param reason for people
     */
    void exceeded(String limit, CloseCode code, String reason);

    /**
     * Something that was sent to the line's connection is being written. Called without a lock held, on the thread that
     * writes, which need not be the one that reads.
     */
    default void written() {}

    /** The server is about to stop: a door whose lines nobody else closes does it now. */
    default void stopping() {}

    /**
     * Time goes by.
     *
     * @param now the time in milliseconds
     */
    default void tick(long now) {}

    /**
     * The line is gone. Called once, last.
     *
     * @param code what it was closed with here; 1000 if the peer ended it, 1006 if it broke
     */
    void closed(int code);
}
