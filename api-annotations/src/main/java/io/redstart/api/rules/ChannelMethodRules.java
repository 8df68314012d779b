package io.redstart.api.rules;

import java.util.List;
import java.util.stream.Collectors;

/** What a method that speaks for channels may take and return. */
final class ChannelMethodRules {
    private static final String OFFERED =
            "Session, Sessions, Channels, Handshake or User, or String for the channel's name";

    private final ClassShape owner;
    private final MethodShape method;
    private final ChannelMethod roles;
    private final Findings findings;

    ChannelMethodRules(ClassShape owner, MethodShape method, Findings findings) {
        this.owner = owner;
        this.method = method;
        this.roles = new ChannelMethod(method);
        this.findings = findings;
    }

    void check(Mark handler) {
        switch (handler) {
            case REDUCER -> reducer();
            case ON_PUBLISH -> {
                one("the channel", roles.said(), "one, whose class is marked @ActionType or @EventType");
                asks(OFFERED + ", beside the action or event");
            }
            case ON_SET -> {
                one("the channel", roles.states(), "one, the state, a record");
                asks(OFFERED + ", beside the state");
            }
            default -> asks(OFFERED);
        }
        List<ParameterShape> names =
                method.parameters().stream().filter(ChannelMethod::isName).toList();
        if (names.size() > 1) {
            add("parameters for the channel's name: " + named(names) + " (expected: at most one)");
        }
    }

    private void asks(String expected) {
        others(expected, true);
        String result = method.result().name();
        if (!result.equals("void") && !result.equals("boolean")) {
            add("returns: " + method.result().text() + " (expected: void or boolean)");
        }
    }

    private void reducer() {
        TypeShape state = method.result();
        if (!ChannelMethod.isRecord(state)) {
            add("returns: " + state.text() + " (expected: the state, a record)");
            return;
        }
        one("the state", roles.states(), "one, " + state.text() + " as it returns");
        one("the action", roles.said(), "one, whose class is marked @ActionType");
        others("the state, the action, or String for the channel's name", false);
    }

    private void one(String what, List<ParameterShape> found, String expected) {
        if (found.size() != 1) {
            add("parameters from " + what + ": " + (found.isEmpty() ? "none" : named(found)) + " (expected: " + expected
                    + ")");
        }
    }

    private void others(String expected, boolean offered) {
        List<ParameterShape> known = java.util.stream.Stream.concat(roles.said().stream(), roles.states().stream())
                .toList();
        for (ParameterShape parameter : method.parameters()) {
            boolean filled =
                    offered && Types.INJECTED_IN_HOOKS.contains(parameter.type().name());
            if (!known.contains(parameter) && !filled && !ChannelMethod.isName(parameter)) {
                findings.add(owner, method, parameter, parameter.type().text() + " (expected: " + expected + ")");
            }
            if (parameter.marks().containsKey(Mark.DEFAULT) && !roles.isState(parameter)) {
                findings.add(
                        owner, method, parameter, "@Default (expected: none, or on the state that a reducer takes)");
            } else if (known.contains(parameter) && !Types.convertible(parameter.type())) {
                findings.add(
                        owner,
                        method,
                        parameter,
                        parameter.type().text() + " (expected: a type that converts from JSON)");
            }
        }
    }

    private static String named(List<ParameterShape> parameters) {
        return parameters.stream().map(ParameterShape::name).collect(Collectors.joining(", "));
    }

    private void add(String what) {
        findings.add(owner, method, what);
    }
}
