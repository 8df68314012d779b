package io.redstart.benchmarks.wire;

import java.io.IOException;

/** How one kind of server is talked to over a WebSocket. Numbers of calls have ten digits. */
public interface Wire {
    /** What a message of the server comes to. */
    interface Heard {
        /**
         * A call was answered.
         *
         * @param line on which line
         * @param id the call's number
         */
        void answered(Line line, long id);

        /**
         * Something came that was published.
         *
         * @param line on which line
         */
        void pushed(Line line);
    }

    /**
     * What is asked for in the upgrade.
     *
     * @return the path, perhaps with a query
     */
    String path();

    /**
     * What is spoken, by its registered name.
     *
     * @return empty for none
     */
    default String subprotocol() {
        return "";
    }

    /**
     * Says what has to be said on a new line, and waits for the answers.
     *
     * @param line is open
     */
    void greet(Line line) throws IOException;

    /**
     * A call.
     *
     * @param line on which line
     * @param size how long its argument is
     * @return a message that takes numbers
     */
    Template call(Line line, int size);

    /**
     * Tells everybody.
     *
     * @param line on which line
     * @param size how long what is told is
     * @return a message that takes numbers, if it has one
     */
    Template publish(Line line, int size);

    /**
     * Understands one frame. What it has to say to that, such as to a ping, it adds to the line.
     *
     * @param line where it came
     * @param bytes holds it
     * @param from where it begins
     * @param length how long it is
     * @param heard is told what is in it
     */
    void hear(Line line, byte[] bytes, int from, int length, Heard heard);
}
