package io.redstart.client;

import io.redstart.api.CallException;
import org.jspecify.annotations.Nullable;

/** Whoever waits for what the server says about a call; told in the wire's turn. */
interface Waiter {
    /** The one answer. */
    void value(@Nullable Object value);

    /** An item of a stream, numbered from 1. */
    default void item(long number, @Nullable Object item) {}

    /** The stream is over. */
    default void end() {
        value(null);
    }

    /** The server says no. */
    void refused(CallException why);

    /** This side gives up: told at once, whatever the application is being told at the moment. */
    void given(CallException up);

    /** How many items may still come, for a stream; null for all else. */
    default @Nullable Integer granted() {
        return null;
    }

    /** The number of the last item, for a stream that has had some; null for all else. */
    default @Nullable Long seen() {
        return null;
    }
}
