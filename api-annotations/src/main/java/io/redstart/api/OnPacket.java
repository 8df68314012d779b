package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that takes packets sent by clients. What it takes of them is one of three;
 * all other parameters are what the server offers:
 *
 * <ul>
 *   <li>a record marked {@link Packet}, which says which packet;
 *   <li>with a name, which is that of a table in the settings: a {@code Map<String, Object>} of its fields, or nothing.
 *       Whole numbers are {@link Long}, others {@link Double}, bytes {@code byte[]}, JSON is Java's own types;
 *   <li>without a name, a {@code String} and a {@code Map<String, Object>}: each packet of every client, whoever else takes
 *       it, by its name and its fields.
 * </ul>
 *
 * <p>It returns {@code void}; a packet has no answer, so what it throws is logged. Several methods may take the same
 * packet.
 *
 * <pre>{@code
 * @OnPacket
 * public void moved(Move move, Session session) { ... }
 *
 * @OnPacket("common.signIn")
 * public void signIn(Map<String, Object> values, Session session) { ... }
 *
 * @OnPacket
 * public void each(String name, Map<String, Object> values) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnPacket {
    /**
     * The name of a packet whose table is in the settings.
     *
     * @return the name; empty if a parameter says which, or for all packets
     */
    String value() default "";
}
