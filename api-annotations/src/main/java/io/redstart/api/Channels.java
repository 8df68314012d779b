package io.redstart.api;

/**
 * All channels of a namespace. Injected into constructors and parameters; any thread may use it.
 *
 * <pre>{@code
 * channels.channel("room:7").dispatch(new Said(text));
 * channels.channel("room:7").state().lasting(Duration.ofHours(1)).set(new Room("Tea"));
 * }</pre>
 */
public interface Channels {
    /**
     * One channel. It need not be there: a channel is made when somebody joins it or something is said or set in it, and
     * is gone when nobody and nothing is in it any more.
     *
     * @param name 1 to 255 of ASCII letters, digits and {@code _ . : # @ / -}; one that begins with {@code #} is private,
     *     of one that begins with {@code @} each user has their own
     * @return the channel; it may be kept
     * @throws IllegalArgumentException if the name has another form
     */
    Channel channel(String name);
}
