package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How large the message of a call may be, with all that is in it. Without it that is {@code connections.max-message},
 * which clients are told in {@code limits.message}. A larger call is refused with {@code too_large} before its arguments
 * are read. On a class it speaks for all its methods marked {@link Call}, apart from those that say otherwise.
 *
 * <pre>{@code
 * @Call @MaxMessage(512 * 1024)
 * public void paste(String text) { … }
 * }</pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MaxMessage {
    /**
     * How large it may be.
     *
     * @return in bytes, 64 to 1,048,576; less than the server's own limit is possible too
     */
    int value();
}
