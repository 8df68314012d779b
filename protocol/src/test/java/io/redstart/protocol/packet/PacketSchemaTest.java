package io.redstart.protocol.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketSchemaTest {
    @Test
    void readsFieldsAsTablesHaveThem() {
        assertThat(PacketField.of("login:str24")).isEqualTo(new PacketField("login", FieldType.STR, 24));
        assertThat(PacketField.of("login:str").max()).isEqualTo(256);
        assertThat(PacketField.of("b:bytes").max()).isEqualTo(1024);
        assertThat(PacketField.of("j:json").max()).isEqualTo(8192);
        assertThat(PacketField.of("x:uint16")).isEqualTo(new PacketField("x", FieldType.UINT16, 0));
        assertThat(PacketField.of("on:bool").text()).isEqualTo("on:bool");
        assertThat(PacketField.of("login:str").text()).isEqualTo("login:str256");
    }

    @Test
    void readsTypesByTheirFirstLetters() {
        assertThat(PacketField.of("login:s24").text()).isEqualTo("login:str24");
        assertThat(PacketField.of("login:s").text()).isEqualTo("login:str256");
        assertThat(PacketField.of("x:i8").text()).isEqualTo("x:int8");
        assertThat(PacketField.of("x:i64").text()).isEqualTo("x:int64");
        assertThat(PacketField.of("x:u64").text()).isEqualTo("x:uint64");
        assertThat(PacketField.of("x:b8").text()).isEqualTo("x:bytes8");
        assertThat(PacketField.of("x:bin").text()).isEqualTo("x:bytes1024");
        assertThat(PacketField.of("x:j64").text()).isEqualTo("x:json64");
        assertThat(PacketField.of("x:u16").text()).isEqualTo("x:uint16");
        assertThat(PacketField.of("x:f32").text()).isEqualTo("x:float32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:i",
                "x:u65",
                "x:i24",
                "x:f16",
                "x:s0",
                "x:b0",
                "",
                "x",
                "x:",
                ":int8",
                "x:int",
                "x:int9",
                "x:int24",
                "x:uint65",
                "x:str0",
                "x:str65536",
                "x:str-1",
                "x:bool8",
                "x:INT8",
                "x y:int8",
                "9x:int8",
                "x:int8 ",
                "x:int8:int8"
            })
    void refusesFieldsOfAnotherForm(String field) {
        assertThatThrownBy(() -> PacketField.of(field))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
    }

    @Test
    void refusesTwoFieldsOfOneName() {
        assertThatThrownBy(() -> PacketSchema.of("hero", List.of("x:int8", "x:int16")))
                .hasMessage("hero.x: twice (expected: once)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "he ro", "héro", "hero\n"})
    void refusesNamesOfAnotherForm(String name) {
        assertThatThrownBy(() -> PacketSchema.of(name, List.of())).hasMessageContaining("packet: '" + name + "'");
    }

    @Test
    void knowsTheLeastItTakes() {
        assertThat(PacketSchema.of("hero", List.of("name:str32", "lvl:int8", "x:uint16", "z:float64"))
                        .minSize())
                .isEqualTo(2 + 1 + 2 + 8);
        assertThat(PacketSchema.of("rtt", List.of()).minSize()).isZero();
    }
}
