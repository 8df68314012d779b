package io.redstart.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can be told something: one {@link Session}, or several at once ({@link Recipients}). Any thread may
 * call; nothing here waits for the network.
 *
 * <p>What is pushed while a call runs, on its thread or through the {@link Session} it was given, leaves when the call
 * has succeeded, before its answer, and is dropped if it fails. {@link #now()} opts out.
 *
 * <p>A push must not be lost, unless its record says otherwise with {@link Push}, or it is pushed through
 * {@link #lossy()} or {@link #latest(String)}.
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
     * Sends a packet. It is delivered once at most: those who are away miss it. Among all that is sent on a connection it
     * keeps its place.
     *
     * @param packet a record marked {@link Packet}
     * @throws IllegalArgumentException if it is none that is sent down, or a value does not fit its field
     * @throws IllegalStateException through {@link #latest(String)}, which packets do not know
     */
    void send(Object packet);

    /**
     * Sends a packet by its name, as {@link #send(Object)} sends a record. It is meant for packets whose tables are in the
     * settings.
     *
     * @param name the packet's name
     * @param values the values of its fields, all of them and no other: numbers, {@code String}, {@code Boolean}, {@code
     *     byte[]}, and for JSON anything that converts to it
     * @throws IllegalArgumentException if there is none of this name that is sent down, or a value does not fit its field
     * @throws IllegalStateException through {@link #latest(String)}, which packets do not know
     */
    void send(String name, Map<String, ?> values);

    /**
     * Sends a text that has no name. It is delivered as events are.
     *
     * @param text any text
     * @throws IllegalArgumentException if it is too large
     */
    void sendText(String text);

    /**
     * Sends JSON that has no name. It is delivered as events are.
     *
     * @param value anything that converts to JSON, or null
     * @throws IllegalArgumentException if it does not convert to JSON, or is too large
     */
    void sendJson(@Nullable Object value);

    /**
     * Sends bytes that have no name. They are delivered as packets are: once at most.
     *
     * @param bytes any bytes
     * @throws IllegalArgumentException if they are too many
     * @throws IllegalStateException through {@link #latest(String)}, which bytes do not know
     */
    void sendBinary(byte[] bytes);

    /**
     * Begins several packets that travel in one frame.
     *
     * @return an empty bundle, for these receivers
     * @throws IllegalStateException through {@link #latest(String)}, which packets do not know
     */
    PacketBundle bundle();

    /**
     * The same receivers, told at once: what is pushed through it does not wait for the end of the running call and
     * is not dropped when the call fails.
     *
     * @return a view that pushes immediately
     */
    Recipient now();

    /**
     * The same receivers, told what may be lost: it is dropped for those who are away, and for those who read so slowly
     * that their outbox is more than half full.
     *
     * @return a view whose pushes have {@link Keep#NONE}
     */
    Recipient lossy();

    /**
     * The same receivers, told what only the newest counts of: for those who are away or read slowly, it takes the place
     * of what waits of the same action type or event name and the same key.
     *
     * <pre>{@code
     * sessions.all().latest(symbol).emit("price", cents);
     * }</pre>
     *
     * @param key tells apart what is replaced; any text, empty if there is one newest for the whole type
     * @return a view whose pushes have {@link Keep#LATEST}
     */
    Recipient latest(String key);
}
