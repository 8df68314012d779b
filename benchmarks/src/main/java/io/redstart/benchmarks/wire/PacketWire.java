package io.redstart.benchmarks.wire;

import io.redstart.benchmarks.micro.PacketBenchmark.Hero;
import io.redstart.protocol.packet.PacketWriter;
import io.redstart.protocol.packet.RecordCodec;
import io.redstart.protocol.packet.RecordSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import tools.jackson.databind.json.JsonMapper;

/** Packets: a hero goes up and comes down again. Its time is the number. */
public final class PacketWire implements Wire {
    /** Where the number is: behind the packet's id, since the last field comes first. */
    private static final int NUMBER_AT = 2;

    private static final byte[] HERO = hero();

    private final RedstartWire messages = new RedstartWire("", "");

    /** Heroes are the only packets that the server knows. */
    public PacketWire() {}

    private static byte[] hero() {
        PacketWriter writer = new PacketWriter(1_000);
        new RecordCodec(Hero.class, RecordSchema.of(Hero.class), JsonMapper.shared())
                .write(writer, new Hero("joe the brave", (byte) 7, 1_000, 2_000, 0.5f, 1.25f, (short) 99, true, 0));
        byte[] fields = writer.toBytes();
        return ByteBuffer.allocate(NUMBER_AT + fields.length)
                .position(NUMBER_AT) // the id of the first packet is 0
                .put(fields)
                .array();
    }

    /**
     * How long a packet is.
     *
     * @return with its id, in bytes
     */
    public static int size() {
        return HERO.length;
    }

    @Override
    public String path() {
        return messages.path();
    }

    @Override
    public String subprotocol() {
        return messages.subprotocol();
    }

    @Override
    public void greet(Line line) throws IOException {
        line.add(Frames.text("[\"hello\",{\"v\":1}]"));
        String answer = line.awaits("["); // a server that echoes answers that too
        if (answer.startsWith("[\"welcome\"") && !answer.contains("[\"hero\",0,")) {
            throw new IOException("The server has other packets: " + answer);
        }
    }

    @Override
    public Template call(Line line, int size) {
        if (size != size()) {
            throw new IllegalArgumentException(size + " (expected: " + size() + ")");
        }
        return Template.binary(HERO, NUMBER_AT);
    }

    @Override
    public Template publish(Line line, int size) {
        throw new UnsupportedOperationException("Packets are not published here");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        if (bytes[from] == '[') {
            messages.hear(line, bytes, from, length, heard);
            return;
        }
        numbers(bytes, from, length, number -> heard.answered(line, number));
    }

    /**
     * Takes a frame of heroes apart.
     *
     * @param bytes holds it
     * @param from where it begins
     * @param length how long it is
     * @param each is given the number of each
     */
    public static void numbers(byte[] bytes, int from, int length, LongConsumer each) {
        if (length % HERO.length != 0) {
            throw Scan.surprised(bytes, from, length);
        }
        ByteBuffer heroes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = from; at < from + length; at += HERO.length) {
            each.accept(heroes.getLong(at + NUMBER_AT));
        }
    }

    /**
     * A frame with one hero.
     *
     * @param number its number
     * @return its bytes
     */
    public static byte[] hero(long number) {
        Template hero = Template.binary(HERO, NUMBER_AT);
        byte[] frame = hero.frame();
        hero.number(frame, 0, number);
        return frame;
    }
}
