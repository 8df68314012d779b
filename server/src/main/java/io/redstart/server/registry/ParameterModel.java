package io.redstart.server.registry;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a method.
 *
 * @param index where it stands, from 0
 * @param name its name, for calls with named arguments and for errors; {@code arg0} if nothing tells
 * @param type its type
 * @param role what fills it
 * @param defaultText the text of its {@code @Default}, or null if it has none
 * @param required whether a call without it is an error: it has no default and is neither an {@code Optional}, nor
 *     marked {@code @Nullable}; a required user refuses guests
 */
public record ParameterModel(
        int index,
        String name,
        Type type,
        Role role,
        @Nullable String defaultText,
        boolean required) {

    /** What fills a parameter. */
    public enum Role {
        /** The client's arguments; for an action its payload, for an event its data, for a channel the state that is set. */
        WIRE,
        /** A client's action as a whole, type {@link io.redstart.api.Action}. */
        ACTION,
        /** A client's packet: a record marked {@link io.redstart.api.Packet}, or a map of its fields; or bytes without a name. */
        PACKET,
        /** The name of a client's packet, a {@code String}. */
        PACKET_NAME,
        /** The state of a channel that a reducer takes. */
        STATE,
        /** The name of the channel. */
        CHANNEL,
        SESSION,
        SESSIONS,
        CHANNELS,
        CALL_CONTEXT,
        HANDSHAKE,
        USER
    }
}
