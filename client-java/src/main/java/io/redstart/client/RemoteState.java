package io.redstart.client;

import org.jspecify.annotations.Nullable;

/**
 * A channel's state, whole: told after a join, and whenever it is set anew.
 *
 * <pre>{@code
 * client.channel("room:1").onState(Room.class, state -> show(state.value()));
 * }</pre>
 *
 * @param <T> what the value was read as
 * @param channel the channel
 * @param value the state, or null if the channel has none
 * @param position how far the state goes in the channel's history
 */
public record RemoteState<T>(String channel, @Nullable T value, Position position) {}
