package io.redstart.server.invocation;

import io.redstart.protocol.packet.PacketSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Packets that have no record: their fields by their names, such as {@code common.signIn} of {@code login:str24} and {@code
 * password:str24}. One without fields says all by its name.
 *
 * @param up what clients send
 * @param down what they are sent
 * @param shared what goes both ways
 */
public record PacketSettings(
        Map<String, List<String>> up, Map<String, List<String>> down, Map<String, List<String>> shared) {
    /** No packets. */
    public PacketSettings() {
        this(Map.of(), Map.of(), Map.of());
    }

    /**
     * Checks all names and fields.
     *
     * @param up what clients send
     * @param down what they are sent
     * @param shared what goes both ways
     * @throws IllegalArgumentException if something has another form, or two packets that go the same way have one name, or two names
     *     differ in their case alone
     */
    public PacketSettings {
        up = copy(up);
        down = copy(down);
        shared = copy(shared);
        Map<String, Named> upward = check("up", up, new HashMap<>());
        Map<String, Named> downward = check("down", down, new HashMap<>());
        downward.forEach((name, each) -> {
            Named other = upward.get(name);
            if (other != null && !other.name().equals(each.name())) {
                throw twice(each, other);
            }
        });
        check("shared", shared, upward);
        check("shared", shared, downward);
    }

    /** A name as it is written, and in which table. */
    private record Named(String table, String name) {}

    private static Map<String, List<String>> copy(Map<String, List<String>> table) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        table.forEach((name, fields) -> copy.put(name, List.copyOf(fields)));
        return java.util.Collections.unmodifiableMap(copy);
    }

    private static Map<String, Named> check(String table, Map<String, List<String>> packets, Map<String, Named> known) {
        packets.forEach((name, fields) -> {
            Named its = new Named(table, name);
            try {
                PacketSchema.of(name, fields);
            } catch (IllegalArgumentException unfit) {
                throw new IllegalArgumentException(table + "." + name + ": " + unfit.getMessage(), unfit);
            }
            Named other = known.put(name.toLowerCase(Locale.ROOT), its);
            if (other != null) {
                throw twice(its, other);
            }
        });
        return known;
    }

    private static IllegalArgumentException twice(Named one, Named other) {
        return new IllegalArgumentException(one.table() + "." + one.name() + ": " + other.table() + "." + other.name()
                + " has this name (expected: another, and not in its case alone)");
    }

    /**
     * What clients may send.
     *
     * @return the schemas, in the order of the tables, those of {@code shared} last
     */
    public List<PacketSchema> toServer() {
        return schemas(up);
    }

    /**
     * What they may be sent.
     *
     * @return the schemas, in the order of the tables, those of {@code shared} last
     */
    public List<PacketSchema> toClients() {
        return schemas(down);
    }

    private List<PacketSchema> schemas(Map<String, List<String>> table) {
        List<PacketSchema> schemas = new ArrayList<>();
        table.forEach((name, fields) -> schemas.add(PacketSchema.of(name, fields)));
        shared.forEach((name, fields) -> schemas.add(PacketSchema.of(name, fields)));
        return schemas;
    }
}
