package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an action or an event how it is delivered, wherever it is pushed. It stands on a record marked
 * {@link ActionType} or {@link EventType}. For actions and events without a record there are
 * {@link Recipient#lossy()} and {@link Recipient#latest(String)}, which also overrule this.
 *
 * <pre>{@code
 * @EventType("price")
 * @Push(keep = Keep.LATEST, key = "symbol")
 * public record Price(String symbol, long cents) {}   // a slow phone gets the newest price of each symbol
 *
 * @EventType("pointer")
 * @Push(keep = Keep.NONE)
 * public record Pointer(int x, int y) {}              // a slow phone gets some of them
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Push {
    /**
     * What becomes of it when a receiver reads slowly or is away.
     *
     * @return the rule
     */
    Keep keep() default Keep.ALL;

    /**
     * The component of the record by which the newest is told apart, for {@link Keep#LATEST} alone. Values are compared
     * as texts.
     *
     * @return the name of a component; empty if there is one newest for the whole type
     */
    String key() default "";
}
