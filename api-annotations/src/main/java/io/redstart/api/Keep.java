package io.redstart.api;

/**
 * What becomes of a push when its receiver reads slowly or is away.
 *
 * <p>Slowly means that what waits for the receiver fills its outbox by more than half. Below that everything is sent,
 * whatever it is marked with.
 */
public enum Keep {
    /** It must not be lost: in order, once, while the session lives. This is what a push is unless it is marked. */
    ALL,
    /** It may be dropped. */
    NONE,
    /**
     * The newest for each key is enough: while it waits, it takes the place of the one before. One that was on its way
     * when a connection was cut is not repeated.
     */
    LATEST
}
