package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A number of a {@link Packet} with a fraction; with 32 bits a {@code double} loses precision on its way.
 *
 * <pre>{@code
 * @Float(32) double angle
 * }</pre>
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@SuppressWarnings("JavaLangClash") // it is called as the types of tables are
public @interface Float {
    /**
     * How many bits it has.
     *
     * @return 32 or 64
     */
    int value();
}
