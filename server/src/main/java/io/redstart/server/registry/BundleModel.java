package io.redstart.server.registry;

import java.util.List;
import java.util.stream.Stream;
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
 * @param interceptors the classes that stand around calls
 * @param packets its records marked as packets, by name
 */
public record BundleModel(
        String name,
        List<ApiModel> apis,
        List<TypeModel> actions,
        List<TypeModel> events,
        List<TypeModel> errors,
        @Nullable Class<?> authenticator,
        List<InterceptorModel> interceptors,
        List<PacketModel> packets) {
    public BundleModel {
        apis = List.copyOf(apis);
        actions = List.copyOf(actions);
        events = List.copyOf(events);
        errors = List.copyOf(errors);
        interceptors = List.copyOf(interceptors);
        packets = List.copyOf(packets);
    }

    /** A bundle without interceptors and packets. */
    public BundleModel(
            String name,
            List<ApiModel> apis,
            List<TypeModel> actions,
            List<TypeModel> events,
            List<TypeModel> errors,
            @Nullable Class<?> authenticator) {
        this(name, apis, actions, events, errors, authenticator, List.of(), List.of());
    }

    /**
     * The classes of which the server makes one object each, though they may not say so: what says who a client is,
     * and what stands around calls.
     *
     * @return in no order
     */
    public List<Class<?>> single() {
        Stream<Class<?>> around = interceptors.stream().map(InterceptorModel::type);
        return Stream.concat(Stream.ofNullable(authenticator), around)
                .distinct()
                .toList();
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
