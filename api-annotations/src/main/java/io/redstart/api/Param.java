package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a parameter of a {@link Call} method where the name in the source is not the one clients should use, or where
 * the jar is compiled without {@code -parameters} and without Redstart's annotation processor.
 *
 * <pre>{@code
 * @Call
 * public void rename(long id, @Param("new_name") String newName) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {
    /**
     * The name in a call with named arguments.
     *
     * @return letters, digits and {@code _}, starting with a letter
     */
    String value();
}
