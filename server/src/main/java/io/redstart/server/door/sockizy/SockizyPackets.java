package io.redstart.server.door.sockizy;

import io.redstart.protocol.packet.FieldType;
import io.redstart.protocol.packet.PacketException;
import io.redstart.protocol.packet.PacketField;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.Packets;
import io.redstart.server.transport.FrameCodec.Frames;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes frames of redstart.v1 of sockizy's, and back. Fields lie in both in the same way; ids are others, a frame of a
 * client holds one packet, and where JSON should be there may be nothing.
 */
final class SockizyPackets {
    private static final Logger LOG = LoggerFactory.getLogger(SockizyPackets.class);
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    /** How long the length before a field is, and an id of the server. */
    private static final int TWO = 2;

    private final SockizyTables tables;
    private final int idSize;
    private final boolean exact;

    SockizyPackets(SockizyTables tables, int generation) {
        this.tables = tables;
        this.idSize = generation;
        this.exact = generation == 1;
    }

    /**
     * The first packet of a client's frame; these clients never put two into one, and what is behind it was always passed
     * over. Only the first generation took none of that where the size of a packet is fixed.
     *
     * @throws PacketException if there is none
     */
    byte[] toServer(byte[] frame, int from, int length) {
        int id = length < idSize ? SockizyTable.NONE : idSize == 1 ? frame[from] & 0xFF : two(frame, from);
        SockizyTable.Row row = id == SockizyTable.NONE ? null : tables.up().row(id);
        if (row == null || row.serverId() == SockizyTable.NONE) {
            throw new PacketException("packet: id " + id + " (expected: one of the table)");
        }
        PacketSchema schema = row.schema();
        Incoming packet = new Incoming(frame, from + idSize, from + length, row.serverId(), schema);
        boolean fixed = true;
        List<PacketField> fields = schema.fields();
        for (int i = fields.size() - 1; i >= 0; i--) {
            packet.take(fields.get(i));
            fixed &= !fields.get(i).type().hasLength();
        }
        if (exact && fixed && packet.left() > 0) {
            throw new PacketException(schema.name() + ": " + packet.left() + " bytes are left (expected: none)");
        }
        return packet.whole();
    }

    /** A packet that is being read, field by field, and written anew. */
    private static final class Incoming {
        private final byte[] frame;
        private final int end;
        private final byte[] packet;
        private int at;
        private int size = TWO;

        Incoming(byte[] frame, int from, int end, int serverId, PacketSchema schema) {
            this.frame = frame;
            this.at = from;
            this.end = end;
            // each field may become a little longer than it came
            packet = new byte[TWO + end - from + NULL.length * schema.fields().size()];
            packet[0] = (byte) serverId;
            packet[1] = (byte) (serverId >> 8);
        }

        int left() {
            return end - at;
        }

        byte[] whole() {
            return size == packet.length ? packet : Arrays.copyOf(packet, size);
        }

        void take(PacketField field) {
            need(field, field.type().size());
            if (!field.type().hasLength()) {
                copy(field.type().size());
                if (field.type() == FieldType.BOOL && packet[size - 1] != 0) {
                    packet[size - 1] = 1;
                }
                return;
            }
            int length = two(frame, at);
            if (length > field.max()) {
                throw new PacketException(
                        field.name() + ": " + length + " bytes (expected: at most " + field.max() + ")");
            }
            need(field, TWO + length);
            if (field.type() == FieldType.JSON && !isJson(frame, at + TWO, length)) {
                none(field, length);
            } else {
                copy(TWO + length);
            }
        }

        /** What is no JSON, because it was cut off or was not there, is null to these clients. */
        private void none(PacketField field, int length) {
            if (field.max() < NULL.length) {
                throw new PacketException(field.name() + ": is not JSON");
            }
            at += TWO + length;
            packet[size++] = (byte) NULL.length;
            packet[size++] = 0;
            System.arraycopy(NULL, 0, packet, size, NULL.length);
            size += NULL.length;
        }

        private void copy(int length) {
            System.arraycopy(frame, at, packet, size, length);
            at += length;
            size += length;
        }

        private void need(PacketField field, int length) {
            if (length > left()) {
                throw new PacketException(field.name() + ": " + left() + " bytes are left (expected: " + length + ")");
            }
        }
    }

    private static boolean isJson(byte[] bytes, int from, int length) {
        try (JsonParser parser = JsonMapper.shared().createParser(bytes, from, length)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException broken) {
            return false;
        }
    }

    /** Frames of what is written to a client. Those of two bytes take several packets in one, the others one in each. */
    void toClient(byte[] frame, int from, int length, Frames frames) {
        byte[] together = new byte[length];
        int size = 0;
        int at = from;
        int end = from + length;
        while (at < end) {
            int serverId = two(frame, at);
            if (serverId == Packets.RAW) {
                break;
            }
            SockizyTable.Known known = tables.down().known(serverId);
            if (known == null) {
                LOG.debug("Nothing was told of the packet {}, the rest of its frame is dropped", serverId);
                at = end;
                break;
            }
            int packet = TWO + size(known.schema(), frame, at + TWO);
            if (known.id() == SockizyTable.NONE) {
                LOG.debug(
                        "The packet '{}' is not for these clients",
                        known.schema().name());
            } else if (idSize == 1) {
                byte[] single = Arrays.copyOfRange(frame, at + 1, at + packet);
                single[0] = (byte) known.id();
                frames.binary(single);
            } else {
                System.arraycopy(frame, at, together, size, packet);
                together[size] = (byte) known.id();
                together[size + 1] = (byte) (known.id() >> 8);
                size += packet;
            }
            at += packet;
        }
        if (size > 0) {
            frames.binary(size == length ? together : Arrays.copyOf(together, size));
        }
        if (at < end) {
            frames.binary(Arrays.copyOfRange(frame, at + TWO, end));
        }
    }

    /** How long the fields of a packet are that the server wrote. */
    private static int size(PacketSchema schema, byte[] frame, int from) {
        int at = from;
        List<PacketField> fields = schema.fields();
        for (int i = fields.size() - 1; i >= 0; i--) {
            FieldType type = fields.get(i).type();
            at += type.hasLength() ? TWO + two(frame, at) : type.size();
        }
        return at - from;
    }

    private static int two(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
    }
}
