package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A whole number of a {@link Packet} with a sign; its Java type must hold all of it.
 *
 * <pre>{@code
 * @Int(8) int level
 * }</pre>
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Int {
    /**
     * How many bits it has.
     *
     * @return 8, 16, 32 or 64
     */
    int value();
}
