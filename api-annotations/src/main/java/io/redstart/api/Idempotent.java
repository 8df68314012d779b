package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Call} method that may be called with an idempotency key: with one key it runs once. A call that is repeated
 * with its key, also in another session of the same user, joins the running one or gets the answer that is kept, for
 * 10 minutes ({@code calls.idempotency-keep}). The same key with other arguments is refused with {@code conflict}. A
 * method that answers with a stream cannot be marked.
 *
 * <p>The method itself need not know: without a key it runs whenever it is called.
 *
 * <pre>{@code
 * @Call @Idempotent
 * public Receipt pay(long cents) { ... }   // const receipt = await client.call('orders.pay', [500], { key: order.id });
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
