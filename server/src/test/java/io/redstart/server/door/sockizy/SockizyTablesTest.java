package io.redstart.server.door.sockizy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.protocol.FromServer;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.server.invocation.PacketSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which packet has which id with these clients, and what they are told of that. */
class SockizyTablesTest {
    private static final PacketSettings NONE = new PacketSettings();

    private static Map<String, List<String>> table(String... names) {
        Map<String, List<String>> table = new LinkedHashMap<>();
        for (String name : names) {
            table.put(name, List.of("n:uint8"));
        }
        return table;
    }

    private static List<String> names(SockizyTable table) {
        return table.rows().stream().map(row -> row.schema().name()).toList();
    }

    @Test
    void keepTheOrderOfTheSettingsWithWhatIsSharedBehind() {
        SockizyTables tables =
                Tables.of(2, new PacketSettings(table("z", "b"), table("y", "a"), table("common.x", "c")));
        assertThat(names(tables.up())).containsExactly("z", "b", "common.x", "c");
        assertThat(names(tables.down())).containsExactly("y", "a", "common.x", "c");
    }

    @Test
    void putRecordsBehindByTheirNames() {
        SockizyTables tables = Tables.of(2, new PacketSettings(Map.of(), table("z"), Map.of()));
        tables.learn(new FromServer.PacketIds(
                "second", List.of(), List.of(packet("z", Tables.DOWN + 1, "n:uint8"), packet("m", 2), packet("a", 3))));
        assertThat(names(tables.down())).containsExactly("z", "a", "m");
        tables.learn(new FromServer.PacketIds("third", List.of(), List.of(packet("b", 4))));
        assertThat(names(tables.down())).containsExactly("z", "a", "m", "b");
    }

    private static FromServer.PacketId packet(String name, int id, String... fields) {
        return new FromServer.PacketId(PacketSchema.of(name, List.of(fields)), id);
    }

    @Test
    void neverGiveAnIdToSomethingElse() {
        SockizyTables tables = new SockizyTables(Tables.generation(2), NONE);
        tables.learn(new FromServer.PacketIds("1", ids("hero", 1, "x:uint8"), List.of()));
        tables.learn(new FromServer.PacketIds("2", ids("hero", 2, "x:uint16"), List.of()));
        assertThat(tables.up().row(0)).isEqualTo(new SockizyTable.Row(PacketSchema.of("hero", List.of("x:uint8")), 1));
        assertThat(tables.up().row(1)).isEqualTo(new SockizyTable.Row(PacketSchema.of("hero", List.of("x:uint16")), 2));
        assertThat(tables.script())
                .isEqualTo("(io.__staticPackets=[{\"hero.retired0\":null,\"hero\":[\"x:uint16\"]},{},{}]);\n");
        tables.learn(new FromServer.PacketIds("3", ids("hero", 1, "x:uint8"), List.of()));
        assertThat(tables.up().rows()).hasSize(2);
    }

    private static List<FromServer.PacketId> ids(String name, int id, String... fields) {
        return List.of(packet(name, id, fields));
    }

    @Test
    void holdNoMoreThanAByteCanCount() {
        String[] names = new String[300];
        for (int i = 0; i < names.length; i++) {
            names[i] = "p" + i;
        }
        SockizyTables tables = Tables.of(1, new PacketSettings(Map.of(), table(names), Map.of()));
        assertThat(tables.down().rows()).hasSize(256);
        assertThat(tables.down().known(Tables.DOWN + 1))
                .isEqualTo(new SockizyTable.Known(PacketSchema.of("p299", List.of("n:uint8")), SockizyTable.NONE));
        assertThat(Tables.of(2, new PacketSettings(Map.of(), table(names), Map.of()))
                        .down()
                        .rows())
                .hasSize(300);
    }

    @Test
    void leaveOutWhatTheClientCouldNotName() {
        assertThat(names(Tables.of(2, new PacketSettings(table("7", "open", "a", "70.1"), Map.of(), Map.of()))
                        .up()))
                .containsExactly("a", "70.1");
    }

    @Test
    void areToldAsTheClientHasThem() {
        PacketSettings packets = new PacketSettings(Map.of(), Map.of(), new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            {
                put("rtt", List.of());
                put("arr", List.of("p:uint8", "q:str8"));
                put("gold", List.of("value:u16"));
                put("blob", List.of("on:bool", "b:bytes", "j:j128", "u:u64"));
            }
        });
        SockizyTables tables =
                new SockizyTables(Tables.generation(2, Map.of("arr", "[]", "gold", "value", "other", "{@}")), packets);
        assertThat(tables.script())
                .isEqualTo("(io.__staticPackets=["
                        + "{\"rtt\":null,\"arr ([])\":[\"p:uint8\",\"q:str8\"],\"gold\":\"uint16\","
                        + "\"blob\":[\"on:uint8\",\"b:bin1024\",\"j:json128\",\"u:uint64\"]},"
                        + "{\"rtt\":null,\"arr ([])\":[\"p:uint8\",\"q:str8\"],\"gold\":\"uint16\","
                        + "\"blob\":[\"on:uint8\",\"b:bin1024\",\"j:json128\",\"u:uint64\"]},{}]);\n");
    }

    @Test
    void haveShapesThatFit() {
        SockizySettings settings = Tables.generation(2, Map.of("gold", "value"));
        settings.checkShapes(List.of(PacketSchema.of("gold", List.of("n:uint8"))));
        assertThatThrownBy(() -> settings.checkShapes(List.of(PacketSchema.of("gold", List.of()))))
                .hasMessage("door: sockizy.shapes.gold is value, and the packet has 0 fields (expected: one)");
        assertThatThrownBy(() -> Tables.generation(2, Map.of("gold", "()")))
                .hasMessage("shapes.gold: '()' (expected: one of [], {}, [@], {@}, value)");
    }
}
