package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a parameter that a call leaves out or sends as {@code null}. It is converted to the parameter's type
 * when the jar is deployed; one that cannot be converted refuses the jar.
 *
 * <pre>{@code
 * @Call
 * public List<Todo> list(@Default("20") int limit, @Default("OPEN") Filter filter) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    /**
     * The value: JSON ({@code 20}, {@code true}, {@code [1,2]}), or plain text for parameters that are written as a
     * JSON string, such as texts, enums and times.
     *
     * @return the value as text
     */
    String value();
}
