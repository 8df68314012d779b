package io.redstart.api.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a marked method may take. */
final class ParameterRules {
    private final ClassShape owner;
    private final MethodShape method;
    private final Findings findings;

    ParameterRules(ClassShape owner, MethodShape method, Findings findings) {
        this.owner = owner;
        this.method = method;
        this.findings = findings;
    }

    void ofCall() {
        each();
        Set<String> names = new HashSet<>();
        for (ParameterShape parameter : method.wire()) {
            String named = parameter.marks().containsKey(Mark.PARAM) ? Names.name(parameter.wireName()) : null;
            if (named != null) {
                add(parameter, named);
            } else if (!names.add(parameter.wireName())) {
                add(parameter, "name: '" + parameter.wireName() + "' (expected: another, one before it has this name)");
            }
        }
    }

    void ofMessage(String message) {
        each();
        List<ParameterShape> wire = method.wire();
        if (wire.size() > 1) {
            findings.add(
                    owner,
                    method,
                    "parameters from the " + message + ": "
                            + wire.stream().map(ParameterShape::name).collect(Collectors.joining(", "))
                            + " (expected: at most one)");
        }
    }

    void ofPacket() {
        withoutDefaults("a packet has all its fields");
        List<ParameterShape> wire = method.wire();
        String name = method.marks().getOrDefault(Mark.ON_PACKET, "");
        if (!name.isEmpty()) {
            named(name, wire);
        } else if (!PacketMark.takesAll(method)) {
            unnamed(wire);
        }
    }

    private void named(String name, List<ParameterShape> wire) {
        String mistake = PacketRules.name(name);
        if (mistake != null) {
            findings.add(owner, method, mistake);
        }
        if (wire.size() > 1) {
            findings.add(
                    owner, method, "parameters from the packet: " + names(wire) + " (expected: one at most, a map)");
        } else if (wire.size() == 1 && PacketMark.of(wire.get(0).type().marks()) != null) {
            add(
                    wire.get(0),
                    wire.get(0).type().text() + " where @OnPacket says '" + name
                            + "' (expected: no name, its record says which)");
        } else if (wire.size() == 1 && !PacketMark.isValues(wire.get(0).type())) {
            add(wire.get(0), wire.get(0).type().text() + " (expected: Map<String, Object>)");
        }
    }

    private void unnamed(List<ParameterShape> wire) {
        if (wire.size() != 1) {
            findings.add(
                    owner,
                    method,
                    "parameters from the packet: " + names(wire)
                            + " (expected: one, whose class is marked @Packet; or a String and a Map<String, Object>, for"
                            + " all packets)");
            return;
        }
        PacketMark packet = PacketMark.of(wire.get(0).type().marks());
        if (packet == null) {
            add(wire.get(0), wire.get(0).type().text() + " (expected: a record marked @Packet)");
        } else if (!packet.isUp()) {
            add(wire.get(0), wire.get(0).type().text() + " goes DOWN alone (expected: one that clients send)");
        }
    }

    void ofText() {
        ofType("text", type -> type.name().equals("java.lang.String"), "String");
    }

    void ofBinary() {
        ofType("binary message", PacketRules::isBytes, "byte[]");
    }

    private void ofType(String message, Predicate<TypeShape> fits, String expected) {
        withoutDefaults("it is always there");
        List<ParameterShape> wire = method.wire();
        if (wire.size() != 1) {
            findings.add(
                    owner,
                    method,
                    "parameters from the " + message + ": " + names(wire) + " (expected: one, a " + expected + ")");
        } else if (!fits.test(wire.get(0).type())) {
            add(wire.get(0), wire.get(0).type().text() + " (expected: " + expected + ")");
        }
    }

    private void withoutDefaults(String why) {
        for (ParameterShape parameter : method.parameters()) {
            if (parameter.marks().containsKey(Mark.DEFAULT)) {
                add(parameter, "@Default (expected: none, " + why + ")");
            }
        }
    }

    private static String names(List<ParameterShape> parameters) {
        return parameters.isEmpty()
                ? "none"
                : parameters.stream().map(ParameterShape::name).collect(Collectors.joining(", "));
    }

    void ofHook() {
        for (ParameterShape parameter : method.parameters()) {
            if (!Types.INJECTED_IN_HOOKS.contains(parameter.type().name())) {
                add(parameter, parameter.type().text() + " (expected: Session, Sessions, Channels, Handshake or User)");
            }
        }
    }

    private void each() {
        for (ParameterShape parameter : method.parameters()) {
            if (parameter.injected()) {
                if (parameter.marks().containsKey(Mark.DEFAULT)) {
                    add(parameter, "@Default (expected: none, the server fills it in)");
                }
            } else if (!Types.convertible(parameter.type())) {
                add(parameter, parameter.type().text() + " (expected: a type that converts from JSON)");
            }
        }
    }

    private void add(ParameterShape parameter, String what) {
        findings.add(owner, method, parameter, what);
    }
}
