package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose {@link Call} methods may be called by clients.
 *
 * <p>The class is public, concrete and has one public constructor (or one marked {@code jakarta.inject.Inject}). One
 * instance is made for each session, when the session first needs it, and no two threads are ever inside it at once;
 * a class marked {@code jakarta.inject.Singleton} has one instance for all sessions and looks after its own threads.
 *
 * <p>On an interface it names the API for Java clients that call through it, and has no meaning for the server.
 *
 * <pre>{@code
 * @Api("todos")
 * public class Todos {
 *     @Call
 *     public Todo add(String text) { ... }   // clients call todos.add
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Api {
    /**
     * The first part of the names clients call: letters, digits and {@code _}, starting with a letter, at most 64
     * characters. Without it the methods are called by their bare names, as in {@code clap}.
     *
     * @return the name, or an empty text for bare names
     */
    String value() default "";
}
