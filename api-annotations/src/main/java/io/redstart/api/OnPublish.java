package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of a {@link ChannelApi} class that is asked before something a client says in a channel is told: the
 * action or event whose record, marked {@link ActionType} or {@link EventType}, is one of its parameters. That it is
 * there permits saying it, whatever the rules of the settings say, to those whom {@code @RolesAllowed} and the like let
 * through. It refuses by throwing a {@link CallException}, or by returning {@code false}, which is {@code forbidden};
 * then nobody is told anything. What the server says itself is not asked about.
 *
 * <p>Beside the record it takes what the server offers, such as {@link Session} or {@link User}, and as {@link String}
 * the channel's name. Constraints of {@code jakarta.validation} on the record are checked before. It runs in the
 * session's turn on a thread that may wait. One method of a class takes an action or event.
 *
 * <pre>{@code
 * @OnPublish @RolesAllowed("member")
 * public void said(@Valid Said said, User user) { ... }    // record marked @ActionType("room/said")
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnPublish {}
