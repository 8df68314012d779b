package io.redstart.api;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who can be told something: one {@link Session}, or several at once ({@link Recipients}). Any thread may
 * call; nothing here waits for the network.
 *
 * <p>What is pushed while a call runs, on its thread or through the {@link Session} it was given, leaves when the call
 * has succeeded, before its answer, and is dropped if it fails. {@link #now()} opts out.
 *
 * <pre>{@code
 * sessions.all().dispatch(new Added(todo));
 * session.emit("hi", "You are number " + count);
 * }</pre>
 */
public interface Recipient {
    /**
     * Sends a Redux action into the store.
     *
     * @param action a record marked {@link ActionType}, an {@link Action}, or a map with a text {@code type}
     * @throws IllegalArgumentException if it is none of these, or does not convert to JSON
     */
    void dispatch(Object action);

    /**
     * Sends a named event.
     *
     * @param name 1 to 128 characters
     * @param data anything that converts to JSON, or null
     * @throws IllegalArgumentException if the name is empty or too long, or the data does not convert to JSON
     */
    void emit(String name, @Nullable Object data);

    /**
     * Sends an event whose name its record says.
     *
     * @param event a record marked {@link EventType}
     * @throws IllegalArgumentException if its class is not marked, or it does not convert to JSON
     */
    void emit(Object event);

    /**
     * The same receivers, told at once: what is pushed through it does not wait for the end of the running call and
     * is not dropped when the call fails.
     *
     * @return a view that pushes immediately
     */
    Recipient now();
}
