package io.redstart.api.rules;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a record that is a packet looks like. */
final class PacketRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./:-]{1,128}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final int MOST_FIELDS = 128;
    private static final int MOST_BYTES = 0xFFFF;
    private static final List<Mark> FIELDS = List.of(Mark.STR, Mark.BYTES, Mark.JSON, Mark.INT, Mark.UINT, Mark.FLOAT);
    /** What each Java type of a whole number holds, in bits. */
    private static final Map<String, Integer> WHOLE = Map.of("byte", 8, "short", 16, "int", 32, "long", 64);

    private final ClassShape shape;
    private final Findings findings;

    PacketRules(ClassShape shape, Findings findings) {
        this.shape = shape;
        this.findings = findings;
    }

    void check() {
        PacketMark packet = PacketMark.of(shape.marks());
        if (packet == null) {
            return;
        }
        if (shape.kind() != ClassShape.Kind.RECORD) {
            add("@Packet: on " + shape.kind() + " (expected: on a record)");
            return;
        }
        if (!shape.traits().contains(Trait.PUBLIC)) {
            add("@Packet: on a record that is not public (expected: public)");
        }
        if (shape.traits().contains(Trait.GENERIC)) {
            add("type parameters: of its own (expected: none)");
        }
        String named = name(packet.name());
        if (named != null) {
            add(named);
        }
        if (shape.components().size() > MOST_FIELDS) {
            add("components: " + shape.components().size() + " (expected: at most " + MOST_FIELDS + ")");
        }
        for (ComponentShape component : shape.components()) {
            String mistake = mistake(component);
            if (mistake != null) {
                add(component.name() + ": " + mistake);
            }
        }
    }

    static @Nullable String name(String name) {
        return NAME.matcher(name).matches()
                ? null
                : "packet: '" + name + "' (expected: letters, digits and _ . / : -, 1 to 128 characters)";
    }

    private static @Nullable String mistake(ComponentShape component) {
        if (!FIELD.matcher(component.name()).matches()) {
            return "its name (expected: letters, digits and _, starting with a letter, at most 64 characters)";
        }
        List<Mark> said = FIELDS.stream().filter(component.marks()::containsKey).toList();
        if (said.size() > 1) {
            return said.stream().map(Mark::toString).collect(Collectors.joining(" and ")) + " (expected: one of them)";
        }
        return said.isEmpty()
                ? unmarked(component.type())
                : marked(said.get(0), Integer.parseInt(component.marks().getOrDefault(said.get(0), "0")), component);
    }

    private static @Nullable String unmarked(TypeShape type) {
        boolean plain = WHOLE.containsKey(type.name())
                || List.of("float", "double", "boolean").contains(type.name())
                || isText(type)
                || isBytes(type);
        return plain
                ? null
                : type.text() + " (expected: a number of Java's own, boolean, String or byte[], or to be marked @Json)";
    }

    private static @Nullable String marked(Mark mark, int value, ComponentShape component) {
        TypeShape type = component.type();
        return switch (mark) {
            case STR -> length(mark, value, isText(type), type, "String");
            case BYTES -> length(mark, value, isBytes(type), type, "byte[]");
            case JSON -> length(mark, value, Types.convertible(type), type, "a type that converts to JSON");
            case INT -> whole(mark, value, List.of(8, 16, 32, 64), value, type);
            case UINT -> whole(mark, value, List.of(8, 16, 32), value + 1, type);
            default -> floating(value, type);
        };
    }

    private static @Nullable String length(Mark mark, int max, boolean fits, TypeShape type, String expected) {
        if (max < 1 || max > MOST_BYTES) {
            return mark + "(" + max + ") (expected: 1 to " + MOST_BYTES + ")";
        }
        return fits ? null : mark + " on " + type.text() + " (expected: " + expected + ")";
    }

    private static @Nullable String whole(Mark mark, int bits, List<Integer> known, int needed, TypeShape type) {
        if (!known.contains(bits)) {
            return mark + "(" + bits + ") (expected: one of " + known + ")";
        }
        return WHOLE.getOrDefault(type.name(), 0) >= needed
                ? null
                : mark + "(" + bits + ") on " + type.text() + " (expected: a Java type that holds all of it)";
    }

    private static @Nullable String floating(int bits, TypeShape type) {
        if (bits != 32 && bits != 64) {
            return "@Float(" + bits + ") (expected: one of [32, 64])";
        }
        boolean fits =
                type.name().equals("double") || (bits == 32 && type.name().equals("float"));
        return fits
                ? null
                : "@Float(" + bits + ") on " + type.text() + " (expected: "
                        + (bits == 32 ? "float or double" : "double") + ")";
    }

    private static boolean isText(TypeShape type) {
        return type.name().equals("java.lang.String");
    }

    static boolean isBytes(TypeShape type) {
        return type.name().equals(TypeShape.ARRAY)
                && type.arguments().get(0).name().equals("byte");
    }

    private void add(String what) {
        findings.add(shape, what);
    }
}
