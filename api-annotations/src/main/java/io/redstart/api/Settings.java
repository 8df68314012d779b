package io.redstart.api;

import java.util.Optional;

/**
 * The settings of one bundle: what stands under {@code bundles.<name>} in the server's settings, where the name is the
 * jar's file name without its version and {@code .jar}. Injected into constructors.
 *
 * <pre>{@code
 * public Todos(Settings settings) {
 *     this.max = settings.value("max-todos").map(Integer::parseInt).orElse(100);
 * }
 * }</pre>
 */
public interface Settings {
    /**
     * One setting.
     *
     * @param key its name, with dots between levels
     * @return the value as text, if it is set
     */
    Optional<String> value(String key);

    /**
     * All of them as an object.
     *
     * @param <T> the type
     * @param type a record whose components have the settings' names
     * @return the object; components that are not set are null, or zero
     * @throws IllegalArgumentException if a setting does not fit, naming it, its value and what was expected
     */
    <T> T as(Class<T> type);
}
