package io.redstart.server.registry;

import io.redstart.api.Session;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A bundle that is loaded: its model, and what is needed to run it. */
public interface Bundle {
    /**
     * Its name: the jar's file name without version and ending. A bundle replaces the one of the same name.
     *
     * @return such as {@code todo}
     */
    String name();

    /**
     * Tells two versions of it apart.
     *
     * @return the version, for people
     */
    String version();

    BundleModel model();

    /**
     * The mapper that converts this bundle's types; belongs to it alone, so that nothing of it outlives the bundle.
     *
     * @return the mapper
     */
    JsonMapper mapper();

    /**
     * Makes or gives an object of one of its classes.
     *
     * @param type an API class, or the authenticator
     * @param session for whom, where the class is not a singleton; null otherwise
     * @param <T> the type
     * @return a new object for a per-session class, the one object for a singleton
     */
    <T> T instance(Class<T> type, @Nullable Session session);

    ClassLoader loader();
}
