package io.redstart.client;

/** What time it is, and when to do what: the system's, or one that a test moves by hand. */
interface Clock {
    /** Milliseconds since some moment; never goes back. */
    long now();

    /** Runs the task after so many milliseconds. It must not block. */
    Timer after(long millis, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** Does nothing if it has run. */
        void cancel();
    }
}
