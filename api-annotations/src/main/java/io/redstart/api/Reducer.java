package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of a {@link ChannelApi} class that makes the next state of a channel out of the one it has and an
 * action that is said in it. The state changes in the same step in which the members are told of the action, whether a
 * client or the server says it, so whoever joins later is told a state that holds all actions said before. The clients
 * reduce the same action themselves and are not told the state again.
 *
 * <p>It returns a record, the state, and takes it too: null if there is none yet, for which the parameter is marked
 * {@code @Nullable} or has a {@link Default}; otherwise an action without a state is refused with {@code not_found}.
 * Returning null takes the state away. Another parameter is the action's record, marked {@link ActionType}; a
 * {@link String} is the channel's name. There are no others: it is a pure function. Constraints of
 * {@code jakarta.validation} on the parameters are checked before.
 *
 * <p>It is called while the channel waits, so it is quick, waits for nothing and has no effect elsewhere. It is
 * {@code static}, or stands in a class marked {@code jakarta.inject.Singleton} and may be entered by many threads at
 * once. If it throws nobody is told the action and nothing changes: a {@link CallException} reaches whoever said it,
 * anything else is logged and {@code internal} to them.
 *
 * <p>That it is there permits clients to say the action, to those whom {@code @RolesAllowed} and the like let through;
 * if there is an {@link OnPublish} method for it too, that one alone says who may.
 *
 * <pre>{@code
 * @Reducer @RolesAllowed("**")
 * public static Room said(@Nullable Room room, Said said) {
 *     return room == null ? new Room(List.of(said.text())) : room.with(said.text());
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reducer {}
