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
}
