package io.redstart.server.door.sockizy;

import io.redstart.protocol.packet.PacketSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one direction: the id of each with these clients is its place, and beside it stands its id with the
 * server. It only grows; a new one is made of what is added.
 */
final class SockizyTable {
    /** Not told by the server, or not for these clients. */
    static final int NONE = -1;

    private final List<Row> rows;
    private final Map<Integer, Known> byServerId;

    /**
     * A packet of the table.
     *
     * @param schema how it is laid out
     * @param serverId its id with the server; {@link #NONE} as long as the server has not told it
     */
    record Row(PacketSchema schema, int serverId) {}

    /**
     * A packet the server has told of.
     *
     * @param schema how it is laid out
     * @param id its id with these clients; {@link #NONE} if it is not for them
     */
    record Known(PacketSchema schema, int id) {}

    private SockizyTable(List<Row> rows, Map<Integer, Known> byServerId) {
        this.rows = List.copyOf(rows);
        this.byServerId = Map.copyOf(byServerId);
    }

    /** Begins with packets whose order is known. */
    static SockizyTable of(List<PacketSchema> first) {
        return new SockizyTable(
                first.stream().map(schema -> new Row(schema, NONE)).toList(), Map.of());
    }

    /** Those at their places; what has no place yet comes behind, as far as there are ids. */
    SockizyTable with(Map<PacketSchema, Integer> told, java.util.function.Predicate<PacketSchema> isFor, int most) {
        List<Row> all = new ArrayList<>(rows);
        Map<Integer, Known> known = new HashMap<>(byServerId);
        told.forEach((schema, serverId) -> {
            if (known.containsKey(serverId)) {
                return;
            }
            int place = place(all, schema);
            if (place == NONE && isFor.test(schema) && all.size() < most) {
                place = all.size();
                all.add(new Row(schema, serverId));
            } else if (place != NONE) {
                all.set(place, new Row(schema, serverId));
            }
            known.put(serverId, new Known(schema, place));
        });
        return new SockizyTable(all, known);
    }

    private static int place(List<Row> rows, PacketSchema schema) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).schema().equals(schema)) {
                return i;
            }
        }
        return NONE;
    }

    /** The packet that has an id with these clients; null if there is none. */
    @Nullable
    Row row(int id) {
        return id < rows.size() ? rows.get(id) : null;
    }

    /** The packet that has an id with the server; null if it has not told of one. */
    @Nullable
    Known known(int serverId) {
        return byServerId.get(serverId);
    }

    List<Row> rows() {
        return rows;
    }
}
