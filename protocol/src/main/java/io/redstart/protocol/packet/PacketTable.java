package io.redstart.protocol.packet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one direction, each with its id. A table only grows: an id that was given to a schema means that
 * schema for ever, so that what is under way while a table changes is still read as what it is.
 */
public final class PacketTable {
    /** As many as two bytes can count, but for the last. */
    private static final int MOST = Packets.RAW;

    private final Map<PacketSchema, Integer> ids = new HashMap<>();

    /** A table without packets. */
    public PacketTable() {}

    /**
     * Gives schemas their ids, in the order of their names; one that has an id keeps it.
     *
     * @param schemas what may travel from now on
     * @return the ids of these schemas, and of no other, by name
     * @throws IllegalArgumentException if there are two of one name, or more than 65,535 since the server began
     */
    public synchronized Map<String, Integer> use(Collection<PacketSchema> schemas) {
        Map<String, PacketSchema> byName = new TreeMap<>();
        for (PacketSchema schema : schemas) {
            if (byName.put(schema.name(), schema) != null) {
                throw new IllegalArgumentException("packet: '" + schema.name() + "' twice (expected: once)");
            }
        }
        Map<String, Integer> used = new TreeMap<>();
        byName.forEach((name, schema) -> used.put(name, id(schema)));
        return used;
    }

    private int id(PacketSchema schema) {
        Integer known = ids.get(schema);
        if (known != null) {
            return known;
        }
        int next = ids.size();
        if (next == MOST) {
            throw new IllegalArgumentException("packet: '" + schema.name() + "' is one too many (expected: at most "
                    + MOST + " in the life of a server)");
        }
        ids.put(schema, next);
        return next;
    }

    /**
     * The id of a schema.
     *
     * @param schema the schema
     * @return its id, or null if it never had one
     */
    public synchronized @Nullable Integer find(PacketSchema schema) {
        return ids.get(schema);
    }

    /**
     * What two tables have in common if they are the same: names, fields, types, maxima and ids.
     *
     * @param up the ids of what clients send
     * @param down the ids of what clients are sent
     * @return 16 hexadecimal digits
     */
    public static String hash(Map<PacketSchema, Integer> up, Map<PacketSchema, Integer> down) {
        String text = lines(up) + "\n" + lines(down);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static String lines(Map<PacketSchema, Integer> ids) {
        return ids.keySet().stream()
                .map(schema -> schema.name() + " " + ids.get(schema) + " "
                        + schema.fields().stream().map(PacketField::text).collect(Collectors.joining(",")) + "\n")
                .sorted()
                .collect(Collectors.joining());
    }
}
