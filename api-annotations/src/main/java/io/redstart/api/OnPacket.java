package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that takes a packet sent by a client. One parameter is the packet: its record,
 * marked {@link Packet}, says which; all others are what the server offers. It returns {@code void}; a packet has no
 * answer, so what it throws is logged. Several methods of a jar may take the same packet.
 *
 * <pre>{@code
 * @OnPacket
 * public void moved(Move move, Session session) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnPacket {}
