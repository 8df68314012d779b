package io.redstart.server.deploy;

/** Says when to look at the folder again. */
interface LookTrigger extends AutoCloseable {
    /**
     * Waits for the next look.
     *
     * @return false when there will be no more
     */
    boolean await() throws InterruptedException;

    /** Ends the waiting. */
    @Override
    void close();
}
