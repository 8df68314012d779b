package io.redstart.api;

import org.jspecify.annotations.Nullable;

/**
 * Stands around every call, cast, action, event and packet of all bundles, and around what their code says of a client
 * that joins a channel, says something in it or sets its state: it may refuse it, time it, or put something else in the
 * place of its result or failure. A bundle brings one by holding a class that implements this; each is made once.
 * What is not a call of a method that is there, and what roles, rate limits or arguments refuse, does not reach it.
 *
 * <p>Those of the lowest {@code jakarta.annotation.Priority} stand outermost; those without one come after all others;
 * where that leaves a choice the names of bundle and class decide.
 *
 * <p>It is called in the session's turn on a thread that may wait. With one that is not marked {@link NonBlocking} in
 * use, methods marked so run on such threads too.
 *
 * <pre>{@code
 * @Priority(100)
 * public class Timing implements Interceptor {
 *     public Object around(CallContext call, Next next) throws Exception {
 *         long begun = System.nanoTime();
 *         try {
 *             return next.proceed();
 *         } finally {
 *             log.info("{} took {} ns", call.target(), System.nanoTime() - begun);
 *         }
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Interceptor {
    /**
     * Stands around one call.
     *
     * @param call what is called, how and by whom
     * @param next goes on: to the next interceptor, and behind the last to the method
     * @return what the method answers with: a value, a {@code CompletionStage} or a stream, as its class says; mostly
     *     what {@link Next#proceed()} returned
     * @throws Exception what the caller is told instead, as if the method had thrown it
     */
    @Nullable
    Object around(CallContext call, Next next) throws Exception;

    /**
     * What an interceptor stands before.
     *
     * <pre>{@code
     * Object result = next.proceed();
     * }</pre>
     */
    @FunctionalInterface
    interface Next {
        /**
         * Goes on. May be called once, on the thread the interceptor was called on and before it returns.
         *
         * @return what the method returned, or what an interceptor put in its place
         * @throws Exception what the method or an interceptor threw
         * @throws IllegalStateException if it was called before
         */
        @Nullable
        Object proceed() throws Exception;
    }
}
