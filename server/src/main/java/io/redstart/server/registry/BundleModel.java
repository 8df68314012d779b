package io.redstart.server.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the annotations of one bundle say.
 *
 * @param name the bundle's name
 * @param apis its API classes, by name
 * @param actions its records marked as actions
 * @param events its records marked as events
 * @param errors its exceptions with a code
 * @param authenticator the class that says who a client is, or null if the bundle brings none
 */
public record BundleModel(
        String name,
        List<ApiModel> apis,
        List<TypeModel> actions,
        List<TypeModel> events,
        List<TypeModel> errors,
        @Nullable Class<?> authenticator) {
    public BundleModel {
        apis = List.copyOf(apis);
        actions = List.copyOf(actions);
        events = List.copyOf(events);
        errors = List.copyOf(errors);
    }

    /**
     * A class with a name on the wire.
     *
     * @param name action type, event name or error code
     * @param type the class
     * @param doc its documentation comment, empty if unknown
     */
    public record TypeModel(String name, Class<?> type, String doc) {}
}
