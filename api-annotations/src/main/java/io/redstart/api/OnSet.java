package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of a {@link ChannelApi} class that is asked before a client sets the state of a channel. That it is
 * there permits setting it, whatever the rules of the settings say, to those whom {@code @RolesAllowed} and the like
 * let through. It refuses by throwing a {@link CallException}, or by returning {@code false}, which is
 * {@code forbidden}; then nothing changes. What the server sets itself is not asked about.
 *
 * <p>One parameter is the new state, a record, the same that the class's {@link Reducer} methods make. Marked
 * {@code @Nullable} it is null where the client takes the state away; otherwise that is {@code invalid}. What is kept
 * is what the client sent. Beside it the method takes what the server offers, such as {@link Session} or {@link User},
 * and as {@link String} the channel's name. It runs in the session's turn on a thread that may wait.
 *
 * <pre>{@code
 * @OnSet @RolesAllowed("moderator")
 * public void set(@Valid Room room, String channel) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnSet {}
