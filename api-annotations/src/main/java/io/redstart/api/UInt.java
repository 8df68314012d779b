package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A whole number of a {@link Packet} without a sign; its Java type must hold all of it. One of 64 bits is a {@code long}, which
 * {@link Long#toUnsignedString(long)} and its like take for what it is.
 *
 * <pre>{@code
 * @UInt(16) int x   // 0 to 65535
 * }</pre>
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface UInt {
    /**
     * How many bits it has.
     *
     * @return 8, 16, 32 or 64
     */
    int value();
}
