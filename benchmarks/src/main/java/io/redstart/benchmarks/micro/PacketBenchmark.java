package io.redstart.benchmarks.micro;

import io.redstart.api.Packet;
import io.redstart.api.Str;
import io.redstart.api.UInt;
import io.redstart.protocol.packet.PacketReader;
import io.redstart.protocol.packet.PacketWriter;
import io.redstart.protocol.packet.RecordCodec;
import io.redstart.protocol.packet.RecordSchema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/** A record of nine components as a packet, as JSON and as CBOR. */
@State(Scope.Thread)
public class PacketBenchmark {
    /**
     * One of many in a game.
     *
     * @param name who
     * @param level how far
     * @param x where
     * @param y where
     * @param angle looking where
     * @param speed how fast
     * @param health how well
     * @param armed whether armed
     * @param at when
     */
    @Packet("hero")
    public record Hero(
            @Str(32) String name,
            byte level,
            @UInt(16) int x,
            @UInt(16) int y,
            float angle,
            float speed,
            short health,
            boolean armed,
            long at) {}

    private final Hero hero =
            new Hero("joe the brave", (byte) 7, 1_000, 2_000, 0.5f, 1.25f, (short) 99, true, 1L << 40);
    private final RecordCodec codec = new RecordCodec(Hero.class, RecordSchema.of(Hero.class), JsonMapper.shared());
    private final ObjectWriter jsonWriter = JsonMapper.shared().writerFor(Hero.class);
    private final ObjectReader jsonReader = JsonMapper.shared().readerFor(Hero.class);
    private final CBORMapper cborMapper = new CBORMapper();
    private final ObjectWriter cborWriter = cborMapper.writerFor(Hero.class);
    private final ObjectReader cborReader = cborMapper.readerFor(Hero.class);
    private byte[] packet = {};
    private byte[] json = {};
    private byte[] cbor = {};

    /** Makes what is read. */
    @Setup
    public void prepare() throws JacksonException {
        packet = writePacket();
        json = writeJson();
        cbor = writeCbor();
    }

    /** How many bytes each takes, once a fork. */
    @TearDown
    public void size() {
        System.out.println("bytes: packet " + packet.length + ", JSON " + json.length + ", CBOR " + cbor.length);
    }

    /**
     * To a packet.
     *
     * @return its bytes
     */
    @Benchmark
    public byte[] writePacket() {
        PacketWriter writer = new PacketWriter(1_000);
        codec.write(writer, hero);
        return writer.toBytes();
    }

    /**
     * From a packet.
     *
     * @return the record
     */
    @Benchmark
    public Object readPacket() {
        return codec.read(new PacketReader(packet, 0, packet.length));
    }

    /**
     * To JSON.
     *
     * @return its bytes
     */
    @Benchmark
    public byte[] writeJson() {
        return jsonWriter.writeValueAsBytes(hero);
    }

    /**
     * From JSON.
     *
     * @return the record
     */
    @Benchmark
    public Object readJson() {
        return jsonReader.readValue(json);
    }

    /**
     * To CBOR.
     *
     * @return its bytes
     */
    @Benchmark
    public byte[] writeCbor() {
        return cborWriter.writeValueAsBytes(hero);
    }

    /**
     * From CBOR.
     *
     * @return the record
     */
    @Benchmark
    public Object readCbor() {
        return cborReader.readValue(cbor);
    }
}
