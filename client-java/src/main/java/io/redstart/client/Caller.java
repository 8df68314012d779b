package io.redstart.client;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Ways to call the server. Any thread may use it, and nothing here waits but the blocking methods of an
 * {@linkplain #api(Class) API}.
 *
 * <p>While there is no connection calls wait for one, at most 1,000 of them, with their time running. A call ends in a
 * failure that is a {@link io.redstart.api.CallException}: a {@link RemoteCallException} with what the server said, or
 * one of {@code timeout}, {@code invalid} (the arguments do not convert to JSON), {@code too_large} (for the server),
 * {@code bad_message} (the answer does not convert to the type), {@code overloaded} (too much waits already),
 * {@code unavailable} (closed before it was sent) and {@code unknown_outcome} (sent, and nobody can tell any more
 * whether it ran).
 *
 * <pre>{@code
 * Caller patient = client.with(CallOptions.NONE.timeout(Duration.ofMinutes(1)));
 * Report report = patient.call("reports.yearly", Report.class, 2026).get();
 * }</pre>
 */
public interface Caller {
    /**
     * The server's methods as a Java interface. Each abstract method calls the server's method of its name, or of the
     * name {@link io.redstart.api.Call} gives it, and by its return type says how:
     *
     * <ul>
     *   <li>{@code CompletableFuture} or {@code CompletionStage}: returns at once
     *   <li>{@code Flow.Publisher}: a stream; each subscriber is a call of its own, which begins with its first demand
     *   <li>anything else, and {@code void}: waits for the answer; an interrupted thread cancels the call and gets
     *       {@code InterruptedException} if the method declares it, a CallException {@code cancelled} if not
     * </ul>
     *
     * <p>Default methods and those of {@code Object} do not call.
     *
     * @param <T> the interface
     * @param type an interface; its {@link io.redstart.api.Api} annotation says the API's name, without one the
     *     methods are called by their bare names
     * @return an object that may be kept and shared
     * @throws IllegalArgumentException if it is no interface
     */
    <T> T api(Class<T> type);

    /**
     * The server's methods as a Java interface, for an API named here.
     *
     * @param <T> the interface
     * @param name the API's name; empty for methods with bare names
     * @param type an interface
     * @return an object that may be kept and shared
     * @throws IllegalArgumentException if it is no interface
     */
    <T> T api(String name, Class<T> type);

    /**
     * Calls a method by its name.
     *
     * @param <T> what the answer is read as
     * @param target {@code api.method}, or a bare name
     * @param type what the answer is read as; {@code Void.class} if it does not matter
     * @param args by position; each converts to JSON
     * @return completes with the answer (null where the method answers nothing), in the order of callbacks;
     *     cancelling it cancels the call
     */
    <T> CompletableFuture<T> call(String target, Class<T> type, @Nullable Object... args);

    /**
     * Calls a method whose answer is of a generic type: {@code new TypeReference<List<Todo>>() {}}.
     *
     * @param <T> what the answer is read as
     * @param target {@code api.method}, or a bare name
     * @param type what the answer is read as
     * @param args by position; each converts to JSON
     * @return as {@link #call(String, Class, Object...)}
     */
    <T> CompletableFuture<T> call(String target, TypeReference<T> type, @Nullable Object... args);

    /**
     * Calls a method whose answer is of a type known at run time.
     *
     * @param target {@code api.method}, or a bare name
     * @param type what the answer is read as
     * @param args by position; each converts to JSON
     * @return as {@link #call(String, Class, Object...)}
     */
    CompletableFuture<@Nullable Object> call(String target, Type type, @Nullable Object... args);

    /**
     * Calls a method with arguments by name; those left out get the server's defaults.
     *
     * @param <T> what the answer is read as
     * @param target {@code api.method}, or a bare name
     * @param type what the answer is read as
     * @param args values by the names of parameters; each converts to JSON
     * @return as {@link #call(String, Class, Object...)}
     */
    <T> CompletableFuture<T> callNamed(String target, Class<T> type, Map<String, ?> args);

    /**
     * Calls a method with arguments by name, whose answer is of a generic type.
     *
     * @param <T> what the answer is read as
     * @param target {@code api.method}, or a bare name
     * @param type what the answer is read as
     * @param args values by the names of parameters; each converts to JSON
     * @return as {@link #call(String, Class, Object...)}
     */
    <T> CompletableFuture<T> callNamed(String target, TypeReference<T> type, Map<String, ?> args);

    /**
     * Calls a method that answers with a stream. Each subscriber is a call of its own, which begins with its first
     * demand; the server sends no more than was asked for, and at most 32 items ahead. Cancelling the subscription
     * cancels the call. A stream that cannot go on after a lost connection ends with {@code unknown_outcome}.
     *
     * @param <T> what the items are read as
     * @param target {@code api.method}, or a bare name
     * @param itemType what the items are read as
     * @param args by position; each converts to JSON
     * @return told in the order of callbacks
     * @throws io.redstart.api.CallException {@code invalid} if the arguments do not convert to JSON
     */
    <T> Flow.Publisher<T> stream(String target, Class<T> itemType, @Nullable Object... args);

    /**
     * Calls a method that answers with a stream of a generic type.
     *
     * @param <T> what the items are read as
     * @param target {@code api.method}, or a bare name
     * @param itemType what the items are read as
     * @param args by position; each converts to JSON
     * @return as {@link #stream(String, Class, Object...)}
     * @throws io.redstart.api.CallException {@code invalid} if the arguments do not convert to JSON
     */
    <T> Flow.Publisher<T> stream(String target, TypeReference<T> itemType, @Nullable Object... args);

    /**
     * Sends a Redux action to the server, outside of channels.
     *
     * @param action a record marked {@link io.redstart.api.ActionType}, an {@link io.redstart.api.Action}, or a map
     *     with a text {@code type}
     * @return completes with what the server's handler returned, mostly null, when the action was accepted; fails when
     *     it is to be rolled back
     * @throws IllegalArgumentException if it is none of these
     */
    CompletableFuture<@Nullable Object> dispatch(Object action);

    /**
     * Sends a Redux action to the server, into a channel.
     *
     * @param channel the channel
     * @param action as in {@link #dispatch(Object)}
     * @return as {@link #dispatch(Object)}
     * @throws IllegalArgumentException as {@link #dispatch(Object)}
     */
    CompletableFuture<@Nullable Object> dispatch(String channel, Object action);
}
