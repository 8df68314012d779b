package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how many bytes of UTF-8 a text of a {@link Packet} may have.
 *
 * <pre>{@code
 * @Str(24) String login
 * }</pre>
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Str {
    /**
     * The most bytes.
     *
     * @return 1 to 65535
     */
    int value() default 256;
}
