package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an exception class that is meant for the caller: the client gets this code and the exception's message. An
 * exception without it (and not a {@link CallException}) reaches the client only as {@code internal} with a trace id.
 *
 * <pre>{@code
 * @ErrorCode("room_full")
 * public class RoomFullException extends RuntimeException { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ErrorCode {
    /**
     * The code: lower case letters, digits and {@code _}, starting with a letter, at most 64 characters.
     *
     * @return the code
     */
    String value();
}
