package io.redstart.server.door.sockizy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.packet.MapCodec;
import io.redstart.protocol.packet.PacketCodec;
import io.redstart.protocol.packet.PacketException;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.Packets;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.transport.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A frame of a client is refused, or it is one packet to the server, which comes back as what it was. */
class SockizyPacketsFuzz {
    private static final PacketSettings TABLES = new PacketSettings(Map.of(), Map.of(), shared());
    private static final int FIRST = 700;
    private static final Packets READER = new Packets(codecs());
    private static final SockizyPackets ONE = packets(1);
    private static final SockizyPackets TWO = packets(2);

    private static Map<String, List<String>> shared() {
        Map<String, List<String>> shared = new LinkedHashMap<>();
        shared.put("rtt", List.of());
        shared.put("chat", List.of("uid:uint32", "text:str16"));
        shared.put("nums", List.of("a:int8", "b:int16", "c:int32", "d:uint8", "g:float32", "h:float64"));
        shared.put("flag", List.of("on:bool", "long:str65535"));
        shared.put("blob", List.of("n:uint8", "b:bin8", "j:json32", "i:int64", "u:uint64"));
        return shared;
    }

    private static Map<Integer, PacketCodec> codecs() {
        Map<Integer, PacketCodec> codecs = new HashMap<>();
        for (PacketSchema schema : TABLES.toServer()) {
            codecs.put(FIRST + codecs.size(), new MapCodec(schema, JsonMapper.shared()));
        }
        return codecs;
    }

    private static SockizyPackets packets(int generation) {
        SockizySettings settings = new SockizySettings(
                "/game",
                "default",
                "",
                generation,
                Duration.ZERO,
                1 << 16,
                SockizySettings.Binary.PACKETS,
                false,
                null,
                Map.of());
        SockizyTables tables = new SockizyTables(settings, TABLES);
        List<FromServer.PacketId> ids = new ArrayList<>();
        TABLES.toServer().forEach(schema -> ids.add(new FromServer.PacketId(schema, FIRST + ids.size())));
        tables.learn(new FromServer.PacketIds("told", ids, ids));
        return new SockizyPackets(tables, generation);
    }

    @FuzzTest(maxDuration = "1m")
    void isOnePacketOrNone(byte[] frame) {
        becomes(ONE, frame);
        becomes(TWO, frame);
    }

    private static void becomes(SockizyPackets packets, byte[] frame) {
        byte[] packet;
        try {
            packet = packets.toServer(frame, 0, frame.length);
        } catch (PacketException none) {
            assertThat(none.getMessage())
                    .matches("(?:packet|rtt|uid|text|nums|[abcdghnjiu]|on|long):.+")
                    .hasSizeLessThan(100);
            return;
        }
        List<Object> read = new ArrayList<>();
        READER.read(packet, 0, packet.length, (codec, values) -> read.add(values));
        assertThat(read).hasSize(1);
        List<byte[]> back = new ArrayList<>();
        packets.toClient(packet, 0, packet.length, new FrameCodec.Frames() {
            @Override
            public void text(byte[] bytes) {
                throw new AssertionError("a text");
            }

            @Override
            public void binary(byte[] bytes) {
                back.add(bytes);
            }

            @Override
            public void ping() {
                throw new AssertionError("a ping");
            }
        });
        assertThat(back).hasSize(1);
        byte[] again = back.get(0);
        assertThat(packets.toServer(again, 0, again.length)).isEqualTo(packet);
    }
}
