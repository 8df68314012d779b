package io.redstart.server.transport;

import io.redstart.protocol.CloseCode;

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
     * A whole text frame without a line break, which need not be looked for any more.
     *
     * @param bytes holds it, until this returns
     * @param from where it begins
     * @param length how long it is
     */
    default void line(byte[] bytes, int from, int length) {
        text(bytes, from, length);
    }

    /**
     * A whole binary frame.
     *
     * @param bytes holds it, until this returns
     * @param from where it begins
     * @param length how long it is
     */
    void binary(byte[] bytes, int from, int length);

    /**
     * How many messages a text frame counts for, where their rate is bounded.
     *
     * @param lines how many lines the frame has, 1 or more
     * @return 1 or more; as many as there are lines, unless a frame is one message whatever is in it
     */
    default int messages(int lines) {
        return lines;
    }

    /**
     * The peer said something that is no message of its wire. It is counted; nothing else happens.
     *
     * @param why for the log, without anything the peer said
     */
    default void notAMessage(String why) {}

    /** The peer has answered a ping of the line's own. */
    default void linePonged() {}

    /**
     * How large a message of the peer may be at the moment; a larger one is not collected.
     *
     * @return in bytes
     */
    int maxMessage();

    /** A message is larger. Nothing more is heard of the peer; the receiver closes the connection. */
    void tooLarge();

    /**
     * The peer does not keep a bound. Nothing more is heard of it; the receiver closes the connection.
     *
     * @param limit the bound's name
     * @param code why
     * @param reason for people
     */
    void exceeded(String limit, CloseCode code, String reason);

    /**
     * The peer does not keep a bound, and is being closed for that already.
     *
     * @param limit the bound's name
     */
    void limitHit(String limit);

    /**
     * The line is gone. Called once, last.
     *
     * @param code the peer's close code, 1006 if it went without a word
     * @param reason for people
     */
    void closed(int code, String reason);
}
