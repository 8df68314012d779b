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
 * @param sessionData the classes of which each session has an object
 */
public record BundleModel(
        String name,
        List<ApiModel> apis,
        List<TypeModel> actions,
        List<TypeModel> events,
        List<TypeModel> errors,
        @Nullable Class<?> authenticator,
        List<InterceptorModel> interceptors,
        List<PacketModel> packets,
        List<Class<?>> sessionData) {
    public BundleModel {
        apis = List.copyOf(apis);
        actions = List.copyOf(actions);
        events = List.copyOf(events);
        errors = List.copyOf(errors);
        interceptors = List.copyOf(interceptors);
        packets = List.copyOf(packets);
        sessionData = List.copyOf(sessionData);
    }

    /** A bundle without interceptors, packets and data of sessions. */
    public BundleModel(
            String name,
            List<ApiModel> apis,
            List<TypeModel> actions,
            List<TypeModel> events,
            List<TypeModel> errors,
            @Nullable Class<?> authenticator) {
        this(name, apis, actions, events, errors, authenticator, List.of(), List.of(), List.of());
    }

    /**
     * The same with other APIs.
     *
     * @param other the APIs
     * @return the model
     */
    public BundleModel withApis(List<ApiModel> other) {
        return new BundleModel(name, other, actions, events, errors, authenticator, interceptors, packets, sessionData);
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
