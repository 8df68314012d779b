package io.redstart.protocol.packet;

/** Writes and reads the packets of one schema. Any thread may use it. */
public sealed interface PacketCodec permits RecordCodec, MapCodec {
    /**
     * What it writes and reads.
     *
     * @return the schema
     */
    PacketSchema schema();

    /**
     * Writes the fields of a packet.
     *
     * @param writer behind the id
     * @param packet a record or a map, as the codec was made for
     * @throws PacketException if a value does not fit its field
     */
    void write(PacketWriter writer, Object packet);

    /**
     * Reads the fields of a packet.
     *
     * @param reader behind the id; afterwards behind the packet
     * @return a record or a map, as the codec was made for
     * @throws PacketException if the bytes are not such a packet
     */
    Object read(PacketReader reader);
}
