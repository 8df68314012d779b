package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of a {@link ChannelApi} class that is asked before a client's session joins a channel. That it is
 * there permits joining, whatever the rules of the settings say, to those whom {@code @RolesAllowed} and the like let
 * through. It refuses by throwing a {@link CallException}, or by returning {@code false}, which is {@code forbidden}.
 *
 * <p>It takes what the server offers, such as {@link Session} or {@link User}, and as {@link String} the channel's
 * name. It runs in the session's turn on a thread that may wait; what it pushes leaves if the session has joined. A
 * channel that needs a grant ({@code #…}) still needs it.
 *
 * <pre>{@code
 * @OnJoin @RolesAllowed("member")
 * public void join(User user, String channel) {
 *     if (banned.contains(user.id())) throw new CallException("banned", "You are banned from " + channel);
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnJoin {}
