package io.redstart.api;

import java.util.Map;

/**
 * Several packets that travel together, in one frame. Not safe for several threads.
 *
 * <pre>{@code
 * PacketBundle bundle = sessions.all().bundle();
 * heroes.forEach(bundle::write);
 * bundle.end();
 * }</pre>
 */
public interface PacketBundle {
    /**
     * Adds a packet.
     *
     * @param packet a record marked {@link Packet}
     * @return how many bytes it takes
     * @throws IllegalArgumentException if it is none that is sent down, or a value does not fit its field, or the bundle
     *     is too large; the bundle is as before
     */
    int write(Object packet);

    /**
     * Adds a packet by its name.
     *
     * @param name the packet's name
     * @param values the values of its fields, as {@link Recipient#send(String, Map)} takes them
     * @return how many bytes it takes
     * @throws IllegalArgumentException if it is none that is sent, or a value does not fit its field, or the bundle is too
     *     large; the bundle is as before
     */
    int write(String name, Map<String, ?> values);

    /**
     * Sends what was added, as {@link Recipient#send} sends one packet. The bundle is empty afterwards and may be used
     * again.
     *
     * @return how many bytes are sent to each; 0 if nothing was added or nobody is there
     */
    int end();
}
