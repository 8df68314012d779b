package io.redstart.api.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A method as the rules see it.
 *
 * @param source the element it was read from
 * @param name its name in the source
 * @param traits what its declaration says
 * @param marks its annotations
 * @param limits how often it may be reached
 * @param parameters its parameters in their order
 * @param result what it returns
 */
public record MethodShape(
        Object source,
        String name,
        Set<Trait> traits,
        Map<Mark, String> marks,
        List<LimitShape> limits,
        List<ParameterShape> parameters,
        TypeShape result) {
    private static final List<Mark> OF_CLIENTS = List.of(
            Mark.CALL, Mark.ON_ACTION, Mark.ON_EVENT, Mark.ON_PACKET, Mark.ON_TEXT, Mark.ON_JSON, Mark.ON_BINARY);
    private static final List<Mark> HANDLERS = Stream.concat(
                    OF_CLIENTS.stream(), Stream.of(Mark.ON_OPEN, Mark.ON_CLOSE))
            .toList();
    private static final List<Mark> OF_CHANNELS = List.of(Mark.ON_JOIN, Mark.ON_PUBLISH, Mark.ON_SET, Mark.REDUCER);

    public MethodShape {
        traits = Set.copyOf(traits);
        marks = Map.copyOf(marks);
        limits = List.copyOf(limits);
        parameters = List.copyOf(parameters);
    }

    /**
     * The annotations that let a client or the server reach it.
     *
     * @return mostly none or one
     */
    public List<Mark> handlers() {
        return Stream.concat(HANDLERS.stream(), OF_CHANNELS.stream())
                .filter(marks::containsKey)
                .toList();
    }

    /**
     * Whether it speaks for channels.
     *
     * @return true if it is marked so
     */
    public boolean ofChannels() {
        return OF_CHANNELS.stream().anyMatch(marks::containsKey);
    }

    /**
     * Whether clients reach it by what they send.
     *
     * @return true for calls, actions, events, packets, what has no name and what is asked of channels; false for hooks, and for
     *     what is not marked
     */
    public boolean reached() {
        return ofChannels() || OF_CLIENTS.stream().anyMatch(marks::containsKey);
    }

    /**
     * The last part of the name clients call.
     *
     * @return what {@code @Call} says, or the name in the source
     */
    public String wireName() {
        String given = marks.getOrDefault(Mark.CALL, "");
        return given.isEmpty() ? name : given;
    }

    /**
     * What comes from the client.
     *
     * @return the parameters that the server does not fill in
     */
    public List<ParameterShape> wire() {
        return parameters.stream().filter(parameter -> !parameter.injected()).toList();
    }

    /** Puts methods into an order that depends on nothing but the source's text. */
    String signature() {
        return parameters.stream().map(p -> p.type().text()).collect(Collectors.joining(",", name + "(", ")"));
    }
}
