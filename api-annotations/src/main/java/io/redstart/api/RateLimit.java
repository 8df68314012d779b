package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds how often clients reach a {@link Call}, {@link OnAction} or {@link OnEvent} method, or what is asked when they
 * join a channel, say something in it or set its state. What comes too often is refused with {@code rate_limited}
 * before its arguments are looked at, and told after how many milliseconds it may be tried again; a cast or an event is
 * passed over. On a class it bounds all its methods together, beside what a method says itself. Several limits have all
 * to be kept.
 *
 * <pre>{@code
 * @Call
 * @RateLimit(permits = 5, per = "1s")                          // of one session
 * @RateLimit(permits = 100, per = "1h", by = RateLimit.By.USER) // in all sessions of a user
 * public void say(String text) { ... }
 * }</pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(RateLimits.class)
public @interface RateLimit {
    /** Whose calls are counted together. */
    enum By {
        /** Those of one session. */
        SESSION,
        /** Those of all sessions of one user; of a guest those of the session. */
        USER,
        /** Those from one address; of IPv6 from one network of 64 bits. */
        ADDRESS,
        /** Those of everybody. */
        METHOD
    }

    /**
     * How many are let through in each period.
     *
     * @return 1 to 100,000
     */
    int permits();

    /**
     * The period.
     *
     * @return a whole number with {@code ms}, {@code s}, {@code m} or {@code h}, from {@code 1ms} to {@code 24h}
     */
    String per() default "1s";

    /**
     * How many may come at once after a time of silence.
     *
     * @return 1 to 100,000, or 0 for as many as {@link #permits()}
     */
    int burst() default 0;

    /**
     * Whose calls are counted together.
     *
     * @return the session's, where nothing is said
     */
    By by() default By.SESSION;
}
