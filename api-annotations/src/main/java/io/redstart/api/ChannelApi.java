package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that speaks for channels: who may join them ({@link OnJoin}), what clients may say in them
 * ({@link OnPublish}) and set ({@link OnSet}), and what actions do to their state ({@link Reducer}). Of what it says
 * nothing the rules of the settings decide.
 *
 * <p>Where several patterns fit a channel, the longest alone counts. One class of all deployed bundles speaks for a
 * pattern. Upper and lower case make no difference, as they make none between channels.
 *
 * <p>The class is public, concrete and has one public constructor (or one marked {@code jakarta.inject.Inject}); one
 * instance is made for each session, or one for all if it is marked {@code jakarta.inject.Singleton}, as for
 * {@link Api}. It may be marked {@link Api} too.
 *
 * <pre>{@code
 * @ChannelApi("room:*")
 * public class Rooms {
 *     @OnJoin @PermitAll
 *     public void join(Session session, String channel) { ... }
 *
 *     @Reducer @RolesAllowed("**")
 *     public static Room said(@Nullable Room room, Said said) { ... }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ChannelApi {
    /**
     * Which channels: a name, or the beginning of names with {@code *} behind it. Names have 1 to 255 characters:
     * letters, digits and {@code _ . : # @ / -}.
     *
     * @return the pattern
     */
    String value();
}
