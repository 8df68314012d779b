package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public record as a packet: a small binary message of fixed layout, for what is sent often. A packet is
 * delivered once at most: it is lost if its receiver is away.
 *
 * <p>The type of a component says how it is laid out: {@code byte}, {@code short}, {@code int} and {@code long} have a
 * sign and take 1, 2, 4 and 8 bytes, {@code float} and {@code double} 4 and 8, {@code boolean} one; a {@code String}
 * has at most 256 bytes of UTF-8, a {@code byte[]} at most 1,024. {@link Str}, {@link Bytes}, {@link Json}, {@link Int},
 * {@link UInt} and {@link Float} say something else; a component of another type has to be marked {@link Json}.
 *
 * <pre>{@code
 * @Packet("hero")
 * public record Hero(@Str(32) String name, @UInt(16) int x, @UInt(16) int y, float angle) {}
 *
 * sessions.all().send(new Hero("joe", 100, 200, 0.5f));
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Packet {
    /**
     * The packet's name: letters, digits and {@code _ . / : -}, at most 128 characters.
     *
     * @return the name
     */
    String value();

    /**
     * Who sends it.
     *
     * @return the way
     */
    Way way() default Way.BOTH;

    /** Who sends a packet. */
    enum Way {
        /** Clients. */
        UP,
        /** The server. */
        DOWN,
        /** Both. */
        BOTH
    }
}
