package io.redstart.client;

/**
 * Ends what was registered with a client: a listener, a handler.
 *
 * <pre>{@code
 * Subscription typing = client.on(Typing.class, this::show);
 * typing.close();
 * }</pre>
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** From now on nothing new is told; what is being told may still go on. Calling it again does nothing. */
    @Override
    void close();
}
