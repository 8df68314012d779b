package io.redstart.server.door.sockizy;

import io.redstart.protocol.FromServer;
import io.redstart.protocol.packet.FieldType;
import io.redstart.protocol.packet.PacketField;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.server.invocation.PacketSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packets of one namespace as clients of sockizy number them: those of the settings in their order, then those of
 * records by their names. What has an id keeps it. Any thread may use it.
 */
final class SockizyTables {
    private static final Logger LOG = LoggerFactory.getLogger(SockizyTables.class);
    private static final int ONE_BYTE = 1 << 8;
    private static final int TWO_BYTES = 1 << 16;
    /** Names of events that these clients have themselves. */
    private static final Set<String> RESERVED = Set.of(
            "restoring",
            "restored",
            "open",
            "close",
            "disconnected",
            "terminated",
            "packet",
            "message",
            "arraybuffer",
            "error",
            "ping",
            "pong");
    /** What JavaScript sorts before all other names of an object. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,9}");

    private static final Set<FieldType> NEWER = Set.of(FieldType.BYTES, FieldType.JSON, FieldType.INT64);

    private final SockizySettings settings;
    private volatile SockizyTable up;
    private volatile SockizyTable down;
    private volatile @Nullable String hash;

    SockizyTables(SockizySettings settings, PacketSettings packets) {
        this.settings = settings;
        up = SockizyTable.of(forClients(packets.toServer()));
        down = SockizyTable.of(forClients(packets.toClients()));
    }

    private List<PacketSchema> forClients(List<PacketSchema> schemas) {
        List<PacketSchema> some = new ArrayList<>();
        for (PacketSchema schema : schemas) {
            if (isForClients(schema) && some.size() < most()) {
                some.add(schema);
            } else {
                LOG.warn("The packet '{}' is not for clients of sockizy", schema.name());
            }
        }
        return some;
    }

    private boolean isForClients(PacketSchema schema) {
        return !RESERVED.contains(schema.name())
                && !INDEX.matcher(schema.name()).matches()
                && (settings.generation() > 1
                        || schema.fields().stream().noneMatch(field -> NEWER.contains(field.type())));
    }

    private int most() {
        return settings.generation() == 1 ? ONE_BYTE : TWO_BYTES;
    }

    /** The server has told of packets; a hash alone is of those that are known. */
    void learn(FromServer.@Nullable PacketIds told) {
        if (told == null || told.hash().equals(hash)) {
            return;
        }
        synchronized (this) {
            up = up.with(byName(told.up()), this::isForClients, most());
            down = down.with(byName(told.down()), this::isForClients, most());
            hash = told.hash();
        }
    }

    private static Map<PacketSchema, Integer> byName(List<FromServer.PacketId> told) {
        Map<String, FromServer.PacketId> sorted = new TreeMap<>();
        told.forEach(packet -> sorted.put(packet.schema().name(), packet));
        Map<PacketSchema, Integer> ids = new LinkedHashMap<>();
        sorted.values().forEach(packet -> ids.put(packet.schema(), packet.id()));
        return ids;
    }

    /** What the server calls the packets that are known; null if it has told of none. */
    @Nullable
    String hash() {
        return hash;
    }

    SockizyTable up() {
        return up;
    }

    SockizyTable down() {
        return down;
    }

    /** The tables as the client's script takes them. */
    String script() {
        List<Object> tables = List.of(columns(up), columns(down), Map.of());
        return "(io.__staticPackets=" + JsonMapper.shared().writeValueAsString(tables) + ");\n";
    }

    private Map<String, @Nullable Object> columns(SockizyTable table) {
        List<SockizyTable.Row> rows = table.rows();
        Map<String, Integer> last = new LinkedHashMap<>();
        for (int id = 0; id < rows.size(); id++) {
            last.put(rows.get(id).schema().name(), id);
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (int id = 0; id < rows.size(); id++) {
            PacketSchema schema = rows.get(id).schema();
            if (Integer.valueOf(id).equals(last.get(schema.name()))) {
                columns.put(settings.nameOf(schema), fields(schema));
            } else {
                // it is laid out anew by now under another id, and keeps its place
                columns.put(unlike(last, schema.name() + ".retired" + id), null);
            }
        }
        return columns;
    }

    private static String unlike(Map<String, Integer> names, String name) {
        return names.containsKey(name) ? unlike(names, name + "_") : name;
    }

    private @Nullable Object fields(PacketSchema schema) {
        if (schema.fields().isEmpty()) {
            return null;
        }
        return settings.isValue(schema)
                ? type(schema.fields().get(0))
                : schema.fields().stream()
                        .map(field -> field.name() + ":" + type(field))
                        .toList();
    }

    private static String type(PacketField field) {
        return switch (field.type()) {
            case BOOL -> "uint8";
            case BYTES -> "bin" + field.max();
            case STR, JSON -> field.type().word() + field.max();
            default -> field.type().word();
        };
    }
}
