package io.redstart.protocol.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RecordCodecTest {
    public record Hero(String name, int lvl, short hp, int x, long y) {}

    @SuppressWarnings("ArrayRecordComponent") // as packets have bytes
    public record All(
            byte a,
            int b,
            long c,
            boolean d,
            float e,
            double f,
            String g,
            byte[] h,
            @Nullable List<Integer> i) {}

    public record Nothing() {}

    public record Picky(int level) {
        public Picky {
            if (level < 0) {
                throw new IllegalArgumentException("level: " + level + " (expected: 0 or more)");
            }
        }
    }

    record Hidden(int a) {}

    private static final PacketSchema HERO =
            PacketSchema.of("hero", List.of("name:str32", "lvl:int8", "hp:uint8", "x:uint16", "y:uint16"));

    private static RecordCodec codec(Class<?> type, PacketSchema schema) {
        return new RecordCodec(type, schema, JsonMapper.shared());
    }

    private static byte[] written(PacketCodec codec, Object packet) {
        PacketWriter writer = new PacketWriter(1024);
        codec.write(writer, packet);
        return writer.toBytes();
    }

    private static Object read(PacketCodec codec, byte[] bytes) {
        return codec.read(new PacketReader(bytes, 0, bytes.length));
    }

    @Test
    void writesTheLastFieldFirst() {
        RecordCodec codec = codec(Hero.class, HERO);
        Hero hero = new Hero("D", 13, (short) 69, 65528, 65528);
        byte[] bytes = HexFormat.of().parseHex("f8fff8ff450d010044");
        assertThat(written(codec, hero)).isEqualTo(bytes);
        assertThat(read(codec, bytes)).isEqualTo(hero);
    }

    @Test
    void carriesEveryKindOfValue() {
        RecordCodec codec = codec(
                All.class,
                PacketSchema.of(
                        "all",
                        List.of(
                                "a:int8",
                                "b:int32",
                                "c:int64",
                                "d:bool",
                                "e:float32",
                                "f:float64",
                                "g:str",
                                "h:bytes",
                                "i:json")));
        All all = new All(
                Byte.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                true,
                1.5f,
                -0.25,
                "ä😀",
                new byte[] {1, 2},
                List.of(7));
        assertThat(read(codec, written(codec, all))).usingRecursiveComparison().isEqualTo(all);
    }

    @Test
    void writesTheSameAsAMap() {
        byte[] ofMap = written(
                new MapCodec(HERO, JsonMapper.shared()), Map.of("name", "Zoë", "lvl", -1, "hp", 255, "x", 0, "y", 1));
        assertThat(written(codec(Hero.class, HERO), new Hero("Zoë", -1, (short) 255, 0, 1)))
                .isEqualTo(ofMap);
    }

    @Test
    void takesARecordWithoutComponents() {
        RecordCodec codec = codec(Nothing.class, PacketSchema.of("nothing", List.of()));
        assertThat(written(codec, new Nothing())).isEmpty();
        assertThat(read(codec, new byte[0])).isEqualTo(new Nothing());
    }

    @Test
    void takesJsonThatIsNull() {
        RecordCodec codec = codec(
                All.class,
                PacketSchema.of(
                        "all",
                        List.of(
                                "a:int8",
                                "b:int32",
                                "c:int64",
                                "d:bool",
                                "e:float32",
                                "f:float64",
                                "g:str",
                                "h:bytes",
                                "i:json")));
        All all = new All((byte) 0, 0, 0, false, 0, 0, "", new byte[0], null);
        assertThat(read(codec, written(codec, all))).usingRecursiveComparison().isEqualTo(all);
    }

    @Test
    void refusesWhatDoesNotFitItsField() {
        RecordCodec codec = codec(Hero.class, HERO);
        assertThatThrownBy(() -> written(codec, new Hero("D", 128, (short) 0, 0, 0)))
                .hasMessage("lvl: 128 (expected: -128 to 127)");
        assertThatThrownBy(() -> written(codec, new Hero("D", 0, (short) -1, 0, 0)))
                .hasMessage("hp: -1 (expected: 0 to 255)");
        assertThatThrownBy(() -> written(codec, new Nothing()))
                .hasMessageContaining("expected: " + Hero.class.getName());
    }

    @Test
    @SuppressWarnings("NullAway") // as an application without null checks does
    void refusesNull() {
        assertThatThrownBy(() -> written(codec(Hero.class, HERO), new Hero(null, 0, (short) 0, 0, 0)))
                .hasMessage("name: is null (expected: str)");
    }

    @Test
    void letsTheRecordRefuse() {
        RecordCodec codec = codec(Picky.class, PacketSchema.of("picky", List.of("level:int8")));
        assertThatThrownBy(() -> read(codec, new byte[] {-1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level: -1 (expected: 0 or more)");
    }

    @Test
    void isNotMadeForARecordThatDoesNotFit() {
        assertThatThrownBy(() -> codec(Picky.class, HERO)).hasMessageContaining("a record with the 5 fields of hero");
        assertThatThrownBy(() -> codec(String.class, HERO)).hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> codec(Picky.class, PacketSchema.of("p", List.of("level:uint32"))))
                .hasMessage("level: int as uint32 (expected: long)");
        assertThatThrownBy(() -> codec(Hidden.class, PacketSchema.of("h", List.of("a:int32"))))
                .hasMessageContaining("cannot be reached (expected: public)");
    }
}
