package io.redstart.server.transport;

/** Makes frames of another wire of what is written to a connection. Called for one frame after the other. */
public interface FrameCodec {
    /** Where the frames go, in their order. */
    interface Frames {
        /**
         * A text frame.
         *
         * @param bytes UTF-8; not changed afterwards
         */
        void text(byte[] bytes);

        /**
         * A binary frame.
         *
         * @param bytes any; not changed afterwards
         */
        void binary(byte[] bytes);

        /** A ping of the line's own, which the peer answers by itself. */
        void ping();
    }

    /**
     * Makes the frames.
     *
     * @param binary whether it is a binary frame that is written
     * @param bytes holds it, until this returns
     * @param from where it begins
     * @param length how long it is
     * @param frames takes none, one or several
     */
    void encode(boolean binary, byte[] bytes, int from, int length, Frames frames);

    /**
     * How a line of the other wire is closed.
     *
     * @param code close code
     * @param reason for people
     */
    record Ending(int code, String reason) {}

    /**
     * The line is about to be closed.
     *
     * @param code why
     * @param reason for people
     * @param frames takes what is said before
     * @return what the peer is told; by default the same
     */
    default Ending closing(int code, String reason, Frames frames) {
        return new Ending(code, reason);
    }
}
