package io.redstart.api;

/**
 * A namespace: a world of sessions, channels, users and APIs of its own. Nothing in one can be named in another. Any
 * thread may use it; once the namespace is removed, nobody is in it.
 */
public interface Namespace {
    /**
     * Its name, which is the last part of its WebSocket's path.
     *
     * @return such as {@code shop}
     */
    String name();

    /**
     * Its secret key. Whoever shows it as token is in control of the namespace, and tokens (JWT) of its users are signed
     * with it; so it is to be told to nobody else, and not to be logged.
     *
     * @return the key
     */
    String secretKey();

    /**
     * Its channels.
     *
     * @return all of them; what is done with them is done at once, and no rule is asked
     */
    Channels channels();

    /**
     * Its sessions.
     *
     * @return all of them; what is pushed to them leaves at once
     */
    Sessions sessions();
}
