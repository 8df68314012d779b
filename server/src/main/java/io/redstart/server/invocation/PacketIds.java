package io.redstart.server.invocation;

import io.redstart.protocol.FromServer;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.PacketTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ids of all packets, in either direction, and what clients are told of them. Nobody is sent a packet before all
 * were told its id, and what clients send is known before they are told.
 */
final class PacketIds {
    private final PacketTable up = new PacketTable();
    private final PacketTable down = new PacketTable();
    /** Held while clients are told. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Integer, PacketSchema> everUp = new HashMap<>();
    private volatile Map<PacketSchema, Integer> told = Map.of();
    private volatile Map<String, Down> byName = Map.of();
    private volatile FromServer.@Nullable PacketIds current;

    /** What the server may send by its name. */
    record Down(PacketSchema schema, int id) {}

    /** What is to be in use next. */
    record Next(Map<PacketSchema, Integer> up, Map<PacketSchema, Integer> down, FromServer.PacketIds message) {}

    /**
     * Gives ids.
     *
     * @throws IllegalArgumentException if there are too many
     */
    Next next(Collection<PacketSchema> upward, Collection<PacketSchema> downward) {
        Map<PacketSchema, Integer> ups = ids(up, upward);
        Map<PacketSchema, Integer> downs = ids(down, downward);
        return new Next(ups, downs, new FromServer.PacketIds(PacketTable.hash(ups, downs), named(ups), named(downs)));
    }

    private static Map<PacketSchema, Integer> ids(PacketTable table, Collection<PacketSchema> schemas) {
        Map<String, Integer> byName = table.use(schemas);
        Map<PacketSchema, Integer> ids = new LinkedHashMap<>();
        for (PacketSchema schema : schemas) {
            ids.put(schema, byName.getOrDefault(schema.name(), 0));
        }
        return ids;
    }

    private static List<FromServer.PacketId> named(Map<PacketSchema, Integer> ids) {
        List<FromServer.PacketId> named = new ArrayList<>();
        ids.forEach((schema, id) -> named.add(new FromServer.PacketId(schema, id)));
        named.sort(java.util.Comparator.comparing(packet -> packet.schema().name()));
        return named;
    }

    /**
     * Something else is deployed.
     *
     * @param next its packets
     * @param publish makes it known to what reads packets
     * @param tell tells all clients, if they have to know
     */
    void change(Next next, Runnable publish, Consumer<FromServer.PacketIds> tell) {
        lock.lock();
        try {
            next.up().forEach((schema, id) -> everUp.put(id, schema));
            FromServer.PacketIds before = current;
            boolean none = before == null && next.up().isEmpty() && next.down().isEmpty();
            publish.run();
            if (!none && !next.message().equals(before)) {
                current = next.message();
                tell.accept(next.message());
            }
            Map<PacketSchema, Integer> all = new HashMap<>(told);
            all.putAll(next.down());
            told = Map.copyOf(all);
            byName = next.down().entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            packet -> packet.getKey().name(), packet -> new Down(packet.getKey(), packet.getValue())));
        } finally {
            lock.unlock();
        }
    }

    /** What clients are told; null as long as there were no packets. */
    FromServer.@Nullable PacketIds current() {
        return current;
    }

    /** What an id meant or means that clients may send; null if nothing. */
    @Nullable
    PacketSchema everUp(int id) {
        lock.lock();
        try {
            return everUp.get(id);
        } finally {
            lock.unlock();
        }
    }

    /** What the server may send now under a name; null if there is none. */
    @Nullable
    Down down(String name) {
        Down known = byName.get(name);
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            return byName.get(name); // clients may just have been told
        } finally {
            lock.unlock();
        }
    }

    /** The id of what the server may send; null if there is none. */
    @Nullable
    Integer down(PacketSchema schema) {
        Integer id = told.get(schema);
        if (id != null) {
            return id;
        }
        lock.lock();
        try {
            return told.get(schema); // clients may just have been told
        } finally {
            lock.unlock();
        }
    }
}
