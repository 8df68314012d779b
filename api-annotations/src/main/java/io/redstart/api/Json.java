package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a {@link Packet} that travels as JSON, whatever its type.
 *
 * <pre>{@code
 * @Json List<Item> items
 * }</pre>
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Json {
    /**
     * The most bytes of JSON.
     *
     * @return 1 to 65535
     */
    int value() default 8192;
}
