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
     * @throws IllegalArgumentException if something has another form, or two names are the same but for their case
     */
    public PacketSettings {
        up = copy(up);
        down = copy(down);
        shared = copy(shared);
        Map<String, String> known = new HashMap<>();
        check("up", up, known);
        check("down", down, known);
        check("shared", shared, known);
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> table) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        table.forEach((name, fields) -> copy.put(name, List.copyOf(fields)));
        return java.util.Collections.unmodifiableMap(copy);
    }

    private static void check(String table, Map<String, List<String>> packets, Map<String, String> known) {
        packets.forEach((name, fields) -> {
            String key = table + "." + name;
            try {
                PacketSchema.of(name, fields);
            } catch (IllegalArgumentException unfit) {
                throw new IllegalArgumentException(key + ": " + unfit.getMessage(), unfit);
            }
            String other = known.put(name.toLowerCase(Locale.ROOT), key);
            if (other != null) {
                throw new IllegalArgumentException(
                        key + ": " + other + " has this name (expected: another, and not in its case alone)");
            }
        });
    }

    /**
     * What clients may send.
     *
     * @return the schemas, in no order
     */
    public List<PacketSchema> toServer() {
        return schemas(up);
    }

    /**
     * What they may be sent.
     *
     * @return the schemas, in no order
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
