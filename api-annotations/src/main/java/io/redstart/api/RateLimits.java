package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Several {@link RateLimit} at one place; the compiler writes it.
 *
 * <pre>{@code
 * @RateLimit(permits = 5, per = "1s")
 * @RateLimit(permits = 100, per = "1h")
 * }</pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RateLimits {
    /**
     * The limits, which have all to be kept.
     *
     * @return in any order
     */
    RateLimit[] value();
}
