package io.redstart.api.rules;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the parameters of a method are for that speaks for channels.
 *
 * @param method the method
 */
public record ChannelMethod(MethodShape method) {
    /**
     * Whether a parameter is the state that a reducer takes.
     *
     * @param parameter one of the method's
     * @return true if it is of the type that the method returns
     */
    public boolean isState(ParameterShape parameter) {
        return is(Mark.REDUCER)
                && parameter.type().text().equals(method.result().text());
    }

    /**
     * Whether a parameter is the channel's name.
     *
     * @param parameter one of the method's
     * @return true if it is a text
     */
    public static boolean isName(ParameterShape parameter) {
        return parameter.type().name().equals(Types.STRING);
    }

    /**
     * Which action or event it takes.
     *
     * @return the action's type by {@link Mark#ACTION_TYPE}, the event's name by {@link Mark#EVENT_TYPE}; a record can
     *     be both, and a method that takes neither has none
     */
    public Map<Mark, String> types() {
        return said().stream().findFirst().map(this::types).orElse(Map.of());
    }

    /**
     * The state it makes or is asked about.
     *
     * @return its type; none if it is about none
     */
    public Optional<TypeShape> state() {
        if (is(Mark.REDUCER)) {
            return Optional.of(method.result());
        }
        return states().stream().findFirst().map(ParameterShape::type);
    }

    /** What is said in the channel: the parameters whose records are marked. */
    List<ParameterShape> said() {
        return method.parameters().stream()
                .filter(parameter -> !isState(parameter) && !types(parameter).isEmpty())
                .toList();
    }

    /** The state that a reducer takes, or that is set. */
    List<ParameterShape> states() {
        return method.parameters().stream()
                .filter(parameter ->
                        isState(parameter) || (is(Mark.ON_SET) && isRecord(parameter.type()) && !parameter.injected()))
                .toList();
    }

    static boolean isRecord(TypeShape type) {
        return type.as(Types.RECORD) != null;
    }

    private Map<Mark, String> types(ParameterShape parameter) {
        Map<Mark, String> types = new EnumMap<>(Mark.class);
        Map<Mark, String> marks = parameter.type().marks();
        if (marks.containsKey(Mark.ACTION_TYPE) && (is(Mark.REDUCER) || is(Mark.ON_PUBLISH))) {
            types.put(Mark.ACTION_TYPE, marks.get(Mark.ACTION_TYPE));
        }
        if (marks.containsKey(Mark.EVENT_TYPE) && is(Mark.ON_PUBLISH)) {
            types.put(Mark.EVENT_TYPE, marks.get(Mark.EVENT_TYPE));
        }
        return types;
    }

    private boolean is(Mark handler) {
        return method.marks().containsKey(handler);
    }
}
