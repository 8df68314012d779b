package io.redstart.client;

/** An open or opening connection as the wire sees it. It never blocks. */
interface Line {
    /** Sends a text frame; the next one only after {@code sent} was called. That it fails is told as a loss. */
    void send(String frame, Runnable sent);

    /** Sends a binary frame, likewise. */
    void sendBinary(byte[] frame, Runnable sent);

    /** Closes it, also while it is still opening; {@code closed} is called once, when there is no more to wait for. */
    void close(int code, String reason, Runnable closed);

    /** Is told what happens on a line, on any thread, each thing after the other. */
    interface Events {
        /** Frames can be sent. */
        void opened();

        /** A text frame came. */
        void text(String frame);

        /** A binary frame came. */
        void binary(byte[] frame);

        /**
         * The server answered the upgrade with this HTTP status, and asks to wait so many milliseconds, 0 if it does
         * not: the last event.
         */
        void refused(int status, String reason, long wait);

        /** It never opened, or is closed: the last event. */
        void lost(int code, String reason);
    }

    /** Opens lines. */
    @FunctionalInterface
    interface Dialer {
        /** Begins to open a line and returns at once. */
        Line dial(Events events);
    }
}
