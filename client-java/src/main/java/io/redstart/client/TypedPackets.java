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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Listeners<BiConsumer<String, Map<String, @Nullable Object>>> mapListeners;
    private final Listeners<Consumer<byte[]>> rawListeners;
    private final Map<Class<?>, RecordCodec> codecs = new ConcurrentHashMap<>();
    /** What listeners want packets to be. */
    private final Map<PacketSchema, RecordCodec> heard = new ConcurrentHashMap<>();

    private final Map<Integer, PacketSchema> down = new HashMap<>();
    /** What the server told last; null if nothing. */
    private FromServer.@Nullable PacketIds last;
    /** Null while there is no connection. */
    private volatile @Nullable Table up;
    /** Another one for each connection; null while there is none. */
    private volatile @Nullable Object line;

    /** The ids of one connection, until something else is deployed. No two of them are the same. */
    private static final class Table {
        private final Map<PacketSchema, Integer> ids;
        private final Map<String, FromServer.PacketId> byName;

        Table(List<FromServer.PacketId> packets) {
            ids = packets.stream()
                    .collect(Collectors.toUnmodifiableMap(
                            FromServer.PacketId::schema, FromServer.PacketId::id, (one, other) -> one));
            byName = packets.stream()
                    .collect(Collectors.toUnmodifiableMap(
                            packet -> packet.schema().name(), Function.identity(), (one, other) -> one));
        }
    }

    TypedPackets(Turn turn, Lane lane, JsonMapper mapper, Outbox outbox, Consumer<Throwable> report) {
        this.turn = turn;
        this.lane = lane;
        this.mapper = mapper;
        this.outbox = outbox;
        this.report = report;
        this.listeners = new Listeners<>(report);
        this.mapListeners = new Listeners<>(report);
        this.rawListeners = new Listeners<>(report);
    }

    /** Of what the hello tells that it is known; null if nothing is. */
    @Nullable
    String hash() {
        return last == null ? null : last.hash();
    }

    /** Ids may be others than before, unless no more is told than a hash that is known. */
    void welcomed(FromServer.@Nullable PacketIds ids) {
        down.clear();
        line = new Object();
        FromServer.PacketIds before = last;
        if (ids == null) {
            last = null;
            up = new Table(List.of());
        } else {
            told(
                    before != null
                                    && ids.up().isEmpty()
                                    && ids.down().isEmpty()
                                    && before.hash().equals(ids.hash())
                            ? before
                            : ids);
        }
    }

    /** Something else is deployed; what was known keeps its meaning. */
    void told(FromServer.PacketIds ids) {
        last = ids;
        ids.down().forEach(packet -> down.put(packet.id(), packet.schema()));
        up = new Table(ids.up());
    }

    void lost() {
        up = null;
        line = null;
    }

    /** Reads a frame. */
    void take(byte[] frame) {
        try {
            if (frame.length == 0) {
                throw new PacketException("packet: 0 bytes (expected: an id and its fields)");
            }
            PacketReader reader = new PacketReader(frame, 0, frame.length);
            while (!reader.atEnd()) {
                take(frame, reader);
            }
        } catch (PacketException broken) {
            report.accept(Failures.badMessage(String.valueOf(broken.getMessage())));
        } catch (RuntimeException refused) {
            report.accept(refused); // a record does not take its values
        }
    }

    private void take(byte[] frame, PacketReader reader) {
        int id = reader.id();
        if (id == Packets.RAW) {
            byte[] bytes = reader.rest();
            lane.execute(() -> rawListeners.tell("", listener -> listener.accept(bytes.clone())));
            return;
        }
        PacketSchema schema = down.get(id);
        if (schema == null) {
            throw new PacketException("packet: id " + id + " (expected: one of the table)");
        }
        PacketCodec codec = heard.get(schema);
        if (codec != null) {
            PacketReader again = new PacketReader(frame, frame.length - reader.left(), reader.left());
            Object packet = Packets.read(again, codec);
            lane.execute(() -> listeners.tell(schema.name(), listener -> listener.accept(packet)));
            if (!mapListeners.wants(schema.name())) {
                reader.skip(reader.left() - again.left());
                return;
            }
        }
        Object values = Packets.read(reader, new MapCodec(schema, mapper));
        if (mapListeners.wants(schema.name())) {
            lane.execute(
                    () -> mapListeners.tell(schema.name(), listener -> listener.accept(schema.name(), map(values))));
        }
        if (codec == null && listeners.wants(schema.name())) {
            report.accept(Failures.badMessage(
                    "the packet '" + schema.name() + "' has other fields (expected: those of the record)"));
        }
    }

    /** Each listener is given a map of its own. */
    @SuppressWarnings("unchecked") // the codec makes no others
    private static Map<String, @Nullable Object> map(Object values) {
        return new LinkedHashMap<>((Map<String, @Nullable Object>) values);
    }

    Subscription on(String name, Consumer<? super Map<String, @Nullable Object>> listener) {
        return mapListeners.add(name, (packet, values) -> listener.accept(values));
    }

    Subscription onEach(BiConsumer<? super String, ? super Map<String, @Nullable Object>> listener) {
        return mapListeners.add(listener::accept);
    }

    Subscription onBinary(Consumer<? super byte[]> listener) {
        return rawListeners.add(listener::accept);
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

    boolean send(String name, Map<String, ?> values) {
        Bundle bundle = new Bundle();
        bundle.write(name, values);
        return bundle.end() > 0;
    }

    /** Bytes that are no packet leave on the line that is open now, or never. */
    boolean sendBinary(byte[] bytes) {
        Object its = line;
        if (its == null) {
            return false;
        }
        byte[] frame = Packets.raw(bytes);
        turn.take(() -> outbox.put(new PacketFrame(() -> its == line ? frame : null, report::accept)));
        return true;
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
            Table its = table();
            if (its == null) {
                return 0;
            }
            Integer id = its.ids.get(codec.schema());
            if (id == null) {
                throw new IllegalArgumentException(
                        "packet: '" + codec.schema().name() + "' (expected: one the server takes, with these fields)");
            }
            return write(id, codec, packet);
        }

        @Override
        public int write(String name, Map<String, ?> values) {
            Table its = table();
            if (its == null) {
                return 0;
            }
            FromServer.PacketId known = its.byName.get(name);
            if (known == null) {
                throw new IllegalArgumentException("packet: '" + name + "' (expected: one the server takes)");
            }
            return write(known.id(), new MapCodec(known.schema(), mapper), values);
        }

        /** The one it was begun with. */
        private @Nullable Table table() {
            if (writer.size() == 0) {
                table = up;
            }
            return table;
        }

        private int write(int id, PacketCodec codec, Object packet) {
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
