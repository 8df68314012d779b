package io.redstart.server.transport;

/** Hears what comes in on one connection: one thing after the other, on the thread that reads, which must not wait. */
public interface Receiver {
    /**
     * The line is open.
     *
     * @param connection what to say goes here
     */
    void opened(Connection connection);

    /**
     * A whole text frame.
     *
     * @param bytes holds it, until this returns
     * @param from where it begins
     * @param length how long it is
     */
    void text(byte[] bytes, int from, int length);

    /**
     * A whole binary frame.
     *
     * @param bytes holds it, until this returns
     * @param from where it begins
     * @param length how long it is
     */
    void binary(byte[] bytes, int from, int length);

    /**
     * The line is gone. Called once, last.
     *
     * @param code the peer's close code, 1006 if it went without a word
     * @param reason for people
     */
    void closed(int code, String reason);
}
