package io.redstart.server.invocation;

import io.redstart.api.PacketBundle;
import io.redstart.api.Recipient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who is told something through a bundle's pushes: each of its sessions, of what has no place in a channel. */
interface Receiving extends Recipient, CallScope.Receivers {
    /** How what they are told leaves. */
    Pushes pushes();

    @Override
    default void dispatch(Object action) {
        pushes().dispatch(this, action);
    }

    @Override
    default void emit(String name, @Nullable Object data) {
        pushes().emit(this, name, data);
    }

    @Override
    default void emit(Object event) {
        pushes().emit(this, event);
    }

    @Override
    default void send(Object packet) {
        pushes().send(this, packet);
    }

    @Override
    default void send(String name, Map<String, ?> values) {
        pushes().send(this, name, values);
    }

    @Override
    default void sendText(String text) {
        pushes().sendText(this, text);
    }

    @Override
    default void sendJson(@Nullable Object value) {
        pushes().sendJson(this, value);
    }

    @Override
    default void sendBinary(byte[] bytes) {
        pushes().sendBinary(this, bytes);
    }

    @Override
    default PacketBundle bundle() {
        return pushes().bundle(this);
    }
}
