package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Packet;
import io.redstart.api.PacketBundle;
import io.redstart.api.UInt;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Packets of a client, by the table of the server. */
class TypedPacketsTest {
    private static final String TABLES =
            "{\"hash\":\"h1\",\"up\":[[\"move\",3,\"x:uint16\",\"y:uint16\"],[\"stop\",4]],"
                    + "\"down\":[[\"hero\",259,\"level:int8\"],[\"other\",1,\"a:str8\"]]}";

    private final FakeServer server = new FakeServer();
    private final List<Object> told = new ArrayList<>();

    @Packet("move")
    public record Move(@UInt(16) int x, @UInt(16) int y) {}

    @Packet("stop")
    public record Stop() {}

    @Packet("hero")
    public record Hero(byte level) {}

    @Packet("hero")
    public record OtherHero(String name) {}

    private void welcomes() {
        server.line().open();
        server.hears("[\"hello\",\"*\"]");
        server.says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k1\",\"resumed\":false,\"window\":120000,"
                + "\"heartbeat\":25000,\"packets\":" + TABLES + "}]");
    }

    private RedstartClient open() {
        RedstartClient client = server.client().connect();
        welcomes();
        return client;
    }

    @Test
    void leaveInOrderWithMessages() {
        RedstartClient client = open();
        server.line().slowDown();
        client.emit("first", 1);
        assertThat(client.send(new Move(1, 0x0203))).isTrue();
        assertThat(client.send(new Stop())).isTrue();
        client.emit("last", 2);
        for (int i = 0; i < 4; i++) {
            server.line().drain();
        }
        server.hears("[\"evt\",\"first\",1]");
        server.hears("[\"binary\",\"030003020100\"]");
        server.hears("[\"binary\",\"0400\"]");
        server.hears("[\"evt\",\"last\",2]");
    }

    @Test
    void travelInOneFrameAsABundle() {
        PacketBundle bundle = open().bundle();
        assertThat(bundle.end()).isZero();
        assertThat(bundle.write(new Stop())).isEqualTo(2);
        assertThatThrownBy(() -> bundle.write(new Move(-1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("move.x: -1 (expected: 0 to 65535)");
        assertThat(bundle.write(new Move(1, 2))).isEqualTo(6);
        assertThat(bundle.end()).isEqualTo(8);
        assertThat(bundle.end()).isZero();
        server.hears("[\"binary\",\"0400030002000100\"]");
        server.hearsNothing();
    }

    @Test
    void areToldInOrderWithEventsAndOthersPassedOver() {
        RedstartClient client = open();
        client.on("typing", Integer.class, told::add);
        Subscription listening = client.onPacket(Hero.class, told::add);
        server.says("[\"evt\",1,null,\"typing\",1]");
        server.line().saysBinary(1, 0, 1, 0, 'x', 3, 1, 255);
        server.says("[\"evt\",2,null,\"typing\",2]");
        assertThat(told).containsExactly(1, new Hero((byte) -1), 2);
        listening.close();
        server.line().saysBinary(3, 1, 7);
        assertThat(told).hasSize(3);
        assertThat(server.reported()).isEmpty();
    }

    @Test
    void areRefusedIfTheServerDoesNotTakeThem() {
        RedstartClient client = open();
        assertThatThrownBy(() -> client.send(new Hero((byte) 1)))
                .hasMessage("packet: 'hero' (expected: one the server takes, with these fields)");
        assertThatThrownBy(() -> client.send("text")).hasMessageContaining("expected: a record marked @Packet");
    }

    @Test
    void areLostWhileThereIsNoConnection() {
        RedstartClient client = server.client().connect();
        assertThat(client.send(new Stop())).isFalse();
        welcomes();
        server.hearsNothing();
        server.line().lose(1006, "");
        assertThat(client.send(new Stop())).isFalse();
        server.clock.advance(250);
        welcomes();
        server.hearsNothing();
        server.line().slowDown();
        client.emit("busy", 1);
        assertThat(client.send(new Stop())).isTrue(); // it waits behind the other, and the line is lost
        server.line().lose(1006, "");
        server.clock.advance(250);
        welcomes();
        server.hearsNothing();
    }

    @Test
    void thatAreBrokenOrHaveOtherFieldsAreReported() {
        RedstartClient client = open();
        client.onPacket(OtherHero.class, told::add);
        server.line().saysBinary(3, 1, 5);
        server.line().saysBinary(9, 9);
        server.line().saysBinary(3);
        server.line().saysBinary();
        assertThat(server.reported())
                .extracting(Throwable::getMessage)
                .satisfiesExactly(
                        other -> assertThat(other).contains("the packet 'hero' has other fields"),
                        unknown -> assertThat(unknown).contains("packet: id 2313 (expected: one of the table)"),
                        cut -> assertThat(cut).contains("id: 1 bytes are left (expected: 2)"),
                        empty -> assertThat(empty).contains("packet: 0 bytes"));
        assertThat(told).isEmpty();
    }

    @Test
    void haveNamesWhereThereIsNoRecord() {
        RedstartClient client = open();
        client.onPacket("hero", told::add);
        client.onPackets((name, values) -> told.add(name + values));
        assertThat(client.send("move", Map.of("x", 1, "y", 2))).isTrue();
        assertThat(client.send("stop", Map.of())).isTrue();
        server.hears("[\"binary\",\"030002000100\"]");
        server.hears("[\"binary\",\"0400\"]");
        server.line().saysBinary(1, 0, 1, 0, 'x', 3, 1, 255);
        assertThat(told).containsExactly("other{a=x}", Map.of("level", -1L), "hero{level=-1}");
        assertThatThrownBy(() -> client.send("hero", Map.of("level", 1)))
                .hasMessage("packet: 'hero' (expected: one the server takes)");
        assertThatThrownBy(() -> client.send("move", Map.of("x", 1)))
                .hasMessage("move.y: is missing (expected: uint16)");
    }

    @Test
    void areToldAsRecordAndAsMapToWhoeverWantsThem() {
        RedstartClient client = open();
        client.onPacket(Hero.class, told::add);
        client.onPacket("hero", told::add);
        server.line().saysBinary(3, 1, 7, 3, 1, 8);
        assertThat(told)
                .containsExactly(new Hero((byte) 7), Map.of("level", 7L), new Hero((byte) 8), Map.of("level", 8L));
    }

    @Test
    void areNotToldAgainToAClientThatKnowsThem() {
        RedstartClient client = open();
        client.onPacket(Hero.class, told::add);
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.line().open();
        server.hears("[\"hello\",{\"v\":1,\"sdk\":\"*\",\"packets\":\"h1\",\"resume\":\"*\"}]");
        server.says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k2\",\"resumed\":true,\"window\":120000,"
                + "\"heartbeat\":25000,\"packets\":{\"hash\":\"h1\"}}]");
        server.line().saysBinary(3, 1, 7);
        assertThat(told).containsExactly(new Hero((byte) 7));
        assertThat(client.send(new Stop())).isTrue();
        server.hears("[\"binary\",\"0400\"]");
    }

    @Test
    void leaveRoomForTextsJsonAndBytesWithoutAName() {
        RedstartClient client = open();
        client.onText(told::add);
        client.onJson(List.class, told::add);
        client.onBinary(bytes -> told.add(HexFormat.of().formatHex(bytes)));
        client.sendText("Hi");
        client.sendJson(Map.of("a", 1));
        client.sendJson(null);
        assertThat(client.sendBinary(new byte[] {1, 2})).isTrue();
        server.hears("[\"txt\",\"Hi\"]");
        server.hears("[\"json\",{\"a\":1}]");
        server.hears("[\"json\",null]");
        server.hears("[\"binary\",\"ffff0102\"]");
        server.says("[\"txt\",1,\"Ho\"]\n[\"json\",2,[1]]\n[\"txt\",0,\"lost\"]");
        server.line().saysBinary(255, 255, 9);
        server.line().saysBinary(255, 255);
        assertThat(told).containsExactly("Ho", List.of(1), "lost", "09", "");
        server.line().lose(1006, "");
        assertThat(client.sendBinary(new byte[] {1})).isFalse();
        assertThat(server.reported()).isEmpty();
    }

    @Test
    void followWhatIsDeployedAndOldOnesAreStillRead() {
        RedstartClient client = open();
        client.onPacket(Hero.class, told::add);
        server.says("[\"packets\",{\"hash\":\"h2\",\"up\":[[\"stop\",9]],\"down\":[]}]");
        server.line().saysBinary(3, 1, 5);
        assertThat(told).containsExactly(new Hero((byte) 5));
        client.send(new Stop());
        server.hears("[\"binary\",\"0900\"]");
        assertThatThrownBy(() -> client.send(new Move(1, 2))).hasMessageContaining("expected: one the server takes");
    }
}
