package io.redstart.protocol.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PacketsTest {
    private static final MapCodec RTT = codec("rtt");
    private static final MapCodec MESSAGE = codec("chat.message", "uid:uint32", "text:str");
    private static final MapCodec COMMAND = codec("cmd", "what:str4");
    private static final Packets PACKETS = new Packets(Map.of(0, RTT, 1, MESSAGE, 258, COMMAND));

    private static MapCodec codec(String name, String... fields) {
        return new MapCodec(PacketSchema.of(name, List.of(fields)), JsonMapper.shared());
    }

    private static List<String> read(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        List<String> packets = new ArrayList<>();
        PACKETS.read(
                bytes,
                0,
                bytes.length,
                (codec, packet) -> packets.add(codec.schema().name() + " " + packet));
        return packets;
    }

    @Test
    void readsAPacket() {
        assertThat(read("0100 0200 4869 2a000000")).containsExactly("chat.message {uid=42, text=Hi}");
    }

    @Test
    void readsAPacketBundle() {
        assertThat(read("0100 0300 6f6e65 01000000  0000  0201 0200 6f6b  0100 0300 74776f 02000000"))
                .containsExactly(
                        "chat.message {uid=1, text=one}", "rtt {}", "cmd {what=ok}", "chat.message {uid=2, text=two}");
    }

    @Test
    void handsOverWhatCameBeforeABrokenPacket() {
        List<Object> packets = new ArrayList<>();
        byte[] bytes = HexFormat.of().parseHex("00000000ff");
        assertThatThrownBy(() -> PACKETS.read(bytes, 0, bytes.length, (codec, packet) -> packets.add(packet)))
                .hasMessage("id: 1 bytes are left (expected: 2)");
        assertThat(packets).hasSize(2);
    }

    @Test
    void namesThePacketAndTheFieldThatAreBroken() {
        assertThatThrownBy(() -> read("")).hasMessage("packet: 0 bytes (expected: an id and its fields)");
        assertThatThrownBy(() -> read("0700")).hasMessage("packet: id 7 (expected: one of the table)");
        assertThatThrownBy(() -> read("0100 ff00 48"))
                .hasMessage("chat.message.text: 1 bytes are left (expected: 255)");
        assertThatThrownBy(() -> read("0201 0500 3132333435")).hasMessage("cmd.what: 5 bytes (expected: at most 4)");
    }

    @Test
    void leavesTheWriterAsItWasWhereAPacketDoesNotFit() {
        PacketWriter writer = new PacketWriter(64);
        Packets.write(writer, 0, RTT, null);
        assertThatThrownBy(() -> Packets.write(writer, 1, MESSAGE, Map.of("uid", -1, "text", "Hi")))
                .hasMessage("chat.message.uid: -1 (expected: 0 to 4294967295)");
        Packets.write(writer, 1, MESSAGE, Map.of("uid", 42, "text", "Hi"));
        assertThat(HexFormat.of().formatHex(writer.toBytes())).isEqualTo("0000" + "0100" + "02004869" + "2a000000");
    }

    @Test
    void takesNoMoreThanEightBytesWithoutASign() {
        MapCodec large = codec("large", "u:uint64");
        PacketWriter writer = new PacketWriter(64);
        BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        Packets.write(writer, 3, large, Map.of("u", most));
        Packets.write(writer, 3, large, Map.of("u", 7));
        assertThat(HexFormat.of().formatHex(writer.toBytes()))
                .isEqualTo("0300" + "ffffffffffffffff" + "0300" + "0700000000000000");
        for (Number wrong : List.of(-1, most.add(BigInteger.ONE))) {
            assertThatThrownBy(() -> Packets.write(writer, 3, large, Map.of("u", wrong)))
                    .hasMessage("large.u: " + wrong + " (expected: 0 to 18446744073709551615)");
        }
        assertThatThrownBy(() -> Packets.write(writer, 3, large, Map.of("u", 1.5)))
                .hasMessage("large.u: 1.5 (expected: a whole number)");
    }

    @Test
    void doesNotGrowBeyondItsLimit() {
        PacketWriter writer = new PacketWriter(9);
        assertThatThrownBy(() -> Packets.write(writer, 1, MESSAGE, Map.of("uid", 42, "text", "Hi")))
                .hasMessageContaining("more than 9 bytes");
        assertThat(writer.size()).isZero();
    }

    @Test
    void keepsTheIdOfASchemaForEver() {
        PacketTable table = new PacketTable();
        PacketSchema hero = PacketSchema.of("hero", List.of("x:uint16"));
        PacketSchema wider = PacketSchema.of("hero", List.of("x:uint32"));
        PacketSchema rtt = RTT.schema();
        assertThat(table.use(List.of(rtt, hero))).containsExactly(Map.entry("hero", 0), Map.entry("rtt", 1));
        assertThat(table.use(List.of(rtt, wider))).containsExactly(Map.entry("hero", 2), Map.entry("rtt", 1));
        assertThat(table.use(List.of(hero))).containsExactly(Map.entry("hero", 0));
        assertThatThrownBy(() -> table.use(List.of(hero, wider))).hasMessage("packet: 'hero' twice (expected: once)");
    }

    @Test
    void makesFramesOfBytesThatAreNoPackets() {
        byte[] frame = Packets.raw(new byte[] {7, 0});
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo("ffff0700");
        PacketReader reader = new PacketReader(frame, 0, frame.length);
        assertThat(reader.id()).isEqualTo(Packets.RAW);
        assertThat(reader.rest()).containsExactly(7, 0);
        assertThat(reader.atEnd()).isTrue();
        assertThat(reader.rest()).isEmpty();
    }

    @Test
    void hashesWhatTablesHaveInCommon() {
        PacketSchema hero = PacketSchema.of("hero", List.of("x:uint16", "name:str"));
        String hash = PacketTable.hash(Map.of(RTT.schema(), 0, hero, 1), Map.of());
        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(PacketTable.hash(Map.of(hero, 1, RTT.schema(), 0), Map.of())).isEqualTo(hash);
        assertThat(PacketTable.hash(Map.of(hero, 0, RTT.schema(), 1), Map.of())).isNotEqualTo(hash);
        assertThat(PacketTable.hash(Map.of(hero, 1), Map.of(RTT.schema(), 0))).isNotEqualTo(hash);
        PacketSchema longer = PacketSchema.of("hero", List.of("x:uint16", "name:str255"));
        assertThat(PacketTable.hash(Map.of(RTT.schema(), 0, longer, 1), Map.of()))
                .isNotEqualTo(hash);
    }
}
