package io.redstart.protocol.packet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes whole frames of packets: each with its id before it. Any thread may use it.
 *
 * <pre>{@code
 * Packets packets = new Packets(Map.of(3, heroCodec));
 * packets.read(bytes, 0, bytes.length, (codec, packet) -> handle(packet));
 * }</pre>
 */
public final class Packets {
    /** Stands where a packet has its id: what follows, to the end of the frame, is no packet but bytes of the application. */
    public static final int RAW = 0xFFFF;

    private final Map<Integer, PacketCodec> byId;

    /**
     * What may be read.
     *
     * @param byId the codecs by the id of their packets
     */
    public Packets(Map<Integer, PacketCodec> byId) {
        this.byId = Map.copyOf(byId);
    }

    /** Is given each packet of a frame in turn. */
    @FunctionalInterface
    public interface Each {
        /**
         * One packet.
         *
         * @param codec what read it
         * @param packet a record or a map
         */
        void packet(PacketCodec codec, Object packet);
    }

    /**
     * Reads a frame. Packets before one that is broken have been handed over by then.
     *
     * @param bytes holds the frame
     * @param from where it begins
     * @param length how long it is
     * @param each is given each packet
     * @throws PacketException if it is empty, an id is unknown, or something is too short, too long or does not fit;
     *     the message names the packet and the field
     */
    public void read(byte[] bytes, int from, int length, Each each) {
        if (length == 0) {
            throw new PacketException("packet: 0 bytes (expected: an id and its fields)");
        }
        PacketReader reader = new PacketReader(bytes, from, length);
        while (!reader.atEnd()) {
            int id = reader.id();
            PacketCodec codec = byId.get(id);
            if (codec == null) {
                throw new PacketException("packet: id " + id + " (expected: one of the table)");
            }
            each.packet(codec, read(reader, codec));
        }
    }

    /**
     * Reads one packet.
     *
     * @param reader behind its id; afterwards behind the packet
     * @param codec of its schema
     * @return a record or a map
     * @throws PacketException if the bytes are not such a packet; the message names packet and field
     */
    public static Object read(PacketReader reader, PacketCodec codec) {
        try {
            return codec.read(reader);
        } catch (PacketException unfit) {
            throw within(codec, unfit);
        }
    }

    /**
     * Writes one packet.
     *
     * @param writer what it is written to; as before if the packet does not fit
     * @param id its id
     * @param codec of its schema
     * @param packet a record or a map, or null for a packet without fields
     * @throws PacketException if a value does not fit its field; the message names packet and field
     */
    public static void write(PacketWriter writer, int id, PacketCodec codec, @Nullable Object packet) {
        int before = writer.size();
        try {
            writer.id(id);
            codec.write(writer, packet == null ? Map.of() : packet);
        } catch (PacketException unfit) {
            writer.back(before);
            throw within(codec, unfit);
        } catch (RuntimeException | Error thrown) {
            writer.back(before);
            throw thrown;
        }
    }

    /**
     * Makes a frame that holds bytes of the application.
     *
     * @param bytes what it holds
     * @return the frame
     */
    public static byte[] raw(byte[] bytes) {
        byte[] frame = new byte[bytes.length + 2];
        frame[0] = (byte) RAW;
        frame[1] = (byte) (RAW >> 8);
        System.arraycopy(bytes, 0, frame, 2, bytes.length);
        return frame;
    }

    private static PacketException within(PacketCodec codec, PacketException unfit) {
        return new PacketException(codec.schema().name() + "." + unfit.getMessage());
    }
}
