package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public method of an {@link Api} class that clients may call; nothing else of the class can be called.
 *
 * <p>The method may return a value, nothing, a {@code CompletionStage} (answered when it completes), or a stream
 * ({@code Flow.Publisher}, {@code java.util.stream.Stream}, {@code Iterator}) whose items are sent as the client asks
 * for them. What it throws reaches the client as {@link CallException} and {@link ErrorCode} say.
 *
 * <p>Calls of one session run one at a time in the order they came, on a thread that may block, unless
 * {@link Concurrent} or {@link NonBlocking} says otherwise.
 *
 * <pre>{@code
 * @Call
 * public Todo add(@NotBlank String text, Session session) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Call {
    /**
     * The name clients call, where it is not the method's own: letters, digits and {@code _}, starting with a letter,
     * at most 64 characters.
     *
     * @return the name, or an empty text for the method's own
     */
    String value() default "";
}
