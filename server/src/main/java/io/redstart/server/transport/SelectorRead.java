package io.redstart.server.transport;

/** An end point that reads WebSockets in the selector's thread, and tells when a read has been worked off. */
public interface SelectorRead {
    /**
     * Asks to be told.
     *
     * @param action run in the reading thread, before it goes back to the selector; must not wait
     */
    void whenReadIsDone(Runnable action);

    /** Says that what it reads is a WebSocket now, which has bounds of its own. */
    void opened();
}
