package io.redstart.client;

import io.redstart.api.PacketBundle;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.packet.MapCodec;
import io.redstart.protocol.packet.PacketCodec;
import io.redstart.protocol.packet.PacketException;
import io.redstart.protocol.packet.PacketReader;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.PacketWriter;
import io.redstart.protocol.packet.Packets;
import io.redstart.protocol.packet.RecordCodec;
import io.redstart.protocol.packet.RecordSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The packets of a client. Any thread may send; what comes is read in the wire's turn and told in the lane. */
final class TypedPackets {
    /** As many bytes as a bundle may have, whatever the server takes. */
    private static final int MOST = 1 << 20;

    private final Turn turn;
    private final Lane lane;
    private final JsonMapper mapper;
    private final Outbox outbox;
    private final Consumer<Throwable> report;
    private final Listeners<Consumer<Object>> listeners;
    private final Map<Class<?>, RecordCodec> codecs = new ConcurrentHashMap<>();
    /** What listeners want packets to be. */
    private final Map<PacketSchema, RecordCodec> heard = new ConcurrentHashMap<>();

    private final Map<Integer, PacketSchema> down = new HashMap<>();
    /** Null while there is no connection. */
    private volatile @Nullable Table up;

    /** The ids of one connection, until something else is deployed. No two of them are the same. */
    private static final class Table {
        private final Map<PacketSchema, Integer> ids;

        Table(Map<PacketSchema, Integer> ids) {
            this.ids = Map.copyOf(ids);
        }
    }

    TypedPackets(Turn turn, Lane lane, JsonMapper mapper, Outbox outbox, Consumer<Throwable> report) {
        this.turn = turn;
        this.lane = lane;
        this.mapper = mapper;
        this.outbox = outbox;
        this.report = report;
        this.listeners = new Listeners<>(report);
    }

    /** Ids may be others than before. */
    void welcomed(FromServer.@Nullable PacketIds ids) {
        down.clear();
        told(ids == null ? new FromServer.PacketIds("", java.util.List.of(), java.util.List.of()) : ids);
    }

    /** Something else is deployed; what was known keeps its meaning. */
    void told(FromServer.PacketIds ids) {
        Map<PacketSchema, Integer> table = new HashMap<>();
        ids.up().forEach(packet -> table.put(packet.schema(), packet.id()));
        ids.down().forEach(packet -> down.put(packet.id(), packet.schema()));
        up = new Table(table);
    }

    void lost() {
        up = null;
    }

    /** Reads a frame. */
    void take(byte[] frame) {
        try {
            if (frame.length == 0) {
                throw new PacketException("packet: 0 bytes (expected: an id and its fields)");
            }
            PacketReader reader = new PacketReader(frame, 0, frame.length);
            while (!reader.atEnd()) {
                take(reader);
            }
        } catch (PacketException broken) {
            report.accept(Failures.badMessage(String.valueOf(broken.getMessage())));
        } catch (RuntimeException refused) {
            report.accept(refused); // a record does not take its values
        }
    }

    private void take(PacketReader reader) {
        int id = reader.id();
        PacketSchema schema = down.get(id);
        if (schema == null) {
            throw new PacketException("packet: id " + id + " (expected: one of the table)");
        }
        PacketCodec codec = heard.get(schema);
        if (codec != null) {
            Object packet = Packets.read(reader, codec);
            lane.execute(() -> listeners.tell(schema.name(), listener -> listener.accept(packet)));
            return;
        }
        Packets.read(reader, new MapCodec(schema, mapper));
        if (listeners.wants(schema.name())) {
            report.accept(Failures.badMessage(
                    "the packet '" + schema.name() + "' has other fields (expected: those of the record)"));
        }
    }

    <T> Subscription on(Class<T> type, Consumer<? super T> listener) {
        RecordCodec codec = codec(type);
        heard.put(codec.schema(), codec);
        return listeners.add(codec.schema().name(), packet -> {
            if (type.isInstance(packet)) {
                listener.accept(type.cast(packet));
            } else {
                report.accept(new IllegalStateException(
                        "packet: " + packet.getClass().getName() + " (expected: " + type.getName() + ")"));
            }
        });
    }

    private RecordCodec codec(Class<?> type) {
        RecordCodec known = codecs.get(type);
        if (known == null) {
            known = new RecordCodec(type, RecordSchema.of(type), mapper);
            codecs.put(type, known);
        }
        return known;
    }

    boolean send(Object packet) {
        Bundle bundle = new Bundle();
        bundle.write(packet);
        return bundle.end() > 0;
    }

    PacketBundle bundle() {
        return new Bundle();
    }

    private final class Bundle implements PacketBundle {
        private final PacketWriter writer = new PacketWriter(MOST);
        private @Nullable Table table;

        @Override
        public int write(Object packet) {
            RecordCodec codec = codec(packet.getClass());
            if (writer.size() == 0) {
                table = up;
            }
            Table its = table;
            if (its == null) {
                return 0;
            }
            Integer id = its.ids.get(codec.schema());
            if (id == null) {
                throw new IllegalArgumentException(
                        "packet: '" + codec.schema().name() + "' (expected: one the server takes, with these fields)");
            }
            int before = writer.size();
            try {
                Packets.write(writer, id, codec, packet);
            } catch (PacketException unfit) {
                throw new IllegalArgumentException(unfit.getMessage(), unfit);
            }
            return writer.size() - before;
        }

        @Override
        public int end() {
            Table its = table;
            if (writer.size() == 0 || its == null) {
                return 0;
            }
            byte[] frame = writer.toBytes();
            writer.clear();
            if (its != up) {
                return 0;
            }
            // ids are those of a table: what a new line comes before is lost
            turn.take(() -> outbox.put(new PacketFrame(() -> its == up ? frame : null, report::accept)));
            return frame.length;
        }
    }
}
