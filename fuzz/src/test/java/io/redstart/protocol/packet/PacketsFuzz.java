package io.redstart.protocol.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A frame is refused as no packets, or it is packets that are written and read again as the same. */
class PacketsFuzz {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final PacketSchema HERO =
            PacketSchema.of("hero", List.of("name:str16", "lvl:int8", "hp:uint8", "x:uint16", "y:int64", "on:bool"));
    private static final Map<Integer, PacketCodec> CODECS = Map.of(
            0, codec("nothing"),
            1, new RecordCodec(Hero.class, HERO, JSON),
            2, new MapCodec(HERO, JSON),
            3, codec("numbers", "a:int8", "b:int16", "c:int32", "d:uint8", "e:uint16", "f:uint32", "g:float32"),
            4, codec("long", "s:str65535"),
            258, codec("json", "j:json64"));

    public record Hero(String name, int lvl, short hp, int x, long y, boolean on) {}

    private record Read(PacketCodec codec, Object packet) {}

    private static PacketCodec codec(String name, String... fields) {
        return new MapCodec(PacketSchema.of(name, List.of(fields)), JSON);
    }

    @FuzzTest(maxDuration = "1m")
    void readsWhatItWrites(byte[] frame) {
        List<Read> packets = new ArrayList<>();
        Packets reader = new Packets(CODECS);
        try {
            reader.read(frame, 0, frame.length, (codec, packet) -> packets.add(new Read(codec, packet)));
        } catch (PacketException none) {
            assertThat(none.getMessage())
                    .matches("(?:packet|id|nothing|hero|numbers|long|json)[:.].+")
                    .hasSizeLessThan(200);
        }
        for (Read read : packets) {
            again(reader, read);
        }
    }

    private static void again(Packets reader, Read read) {
        int id = CODECS.entrySet().stream()
                .filter(entry -> entry.getValue() == read.codec())
                .findFirst()
                .orElseThrow()
                .getKey();
        if (id == 258) {
            return; // JSON has more than one form
        }
        PacketWriter writer = new PacketWriter(1 << 18);
        try {
            Packets.write(writer, id, read.codec(), read.packet());
        } catch (PacketException longer) {
            // what was no UTF-8 is written with more bytes than it had
            assertThat(longer.getMessage()).contains("bytes (expected: at most");
            return;
        }
        byte[] bytes = writer.toBytes();
        List<Object> packets = new ArrayList<>();
        reader.read(bytes, 0, bytes.length, (codec, packet) -> packets.add(packet));
        assertThat(packets).isEqualTo(List.of(read.packet()));
    }
}
