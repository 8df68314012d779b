package io.redstart.server.door.sockizy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.door.HeardBehind;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The client on one side, redstart.v1 on the other: what each says, and what becomes of it. Quotes are single here. */
class SockizyLineTest {
    private static final PacketSettings PACKETS = new PacketSettings(
            Map.of(),
            Map.of(),
            Map.of(
                    "chat", List.of("uid:uint32", "text:str8"),
                    "flag", List.of("on:bool", "left:uint8"),
                    "tree", List.of("j:json16"),
                    "small", List.of("j:json3")));

    private final Behind behind = new Behind();
    private final Line under = new Line();
    private final Deque<String> told = new ArrayDeque<>();
    private SockizyLine line = line(2, SockizySettings.Binary.PACKETS);

    /** What is behind the line. */
    private static final class Behind extends HeardBehind {
        @Override
        public void opened(Connection connection) {
            heard.add("opened");
        }

        @Override
        public void binary(byte[] bytes, int from, int length) {
            heard.add(HexFormat.of().formatHex(bytes, from, from + length));
        }

        @Override
        public void notAMessage(String why) {
            heard.add("not a message: " + why);
        }
    }

    /** What is under it. */
    private static final class Line implements Carrier {
        private final Deque<String> did = new ArrayDeque<>();

        @Override
        public void write(Frame frame, Runnable done) {
            done.run();
        }

        @Override
        public void close(int code, String reason) {
            did.add("close " + code);
        }

        @Override
        public void cut() {
            did.add("cut");
        }

        @Override
        public InetSocketAddress peer() {
            return InetSocketAddress.createUnresolved("peer", 1);
        }
    }

    private SockizyLine line(int generation, SockizySettings.Binary binary) {
        SockizySettings settings = new SockizySettings(
                "/game", "default", "", generation, Duration.ofSeconds(1), 64, binary, false, null, Map.of());
        SockizyTables tables = new SockizyTables(settings, sorted());
        tables.learn(Tables.told("c0ffee", sorted().toServer(), sorted().toClients()));
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build())
                .build();
        return new SockizyLine(behind, settings, tables, new SockizyTexts(json));
    }

    /** In a certain order: chat, flag, small, tree are 0 to 3 here, and 304 to 301 behind. */
    private static PacketSettings sorted() {
        return new PacketSettings(Map.of(), Map.of(), new java.util.TreeMap<>(PACKETS.shared()));
    }

    @BeforeEach
    void open() {
        opens(2, SockizySettings.Binary.PACKETS);
    }

    private void opens(int generation, SockizySettings.Binary binary) {
        line = line(generation, binary);
        line.opened(new Connection(under, new TransportSettings(), () -> 0));
        assertThat(behind.heard).containsExactly("opened", "['hello',{'v':1,'sdk':'sockizy','packets':'c0ffee'}]");
        behind.heard.clear();
    }

    private void says(String text, String... becomes) {
        byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
        line.text(bytes, 0, bytes.length);
        assertThat(behind.heard).containsExactly(becomes);
        behind.heard.clear();
    }

    private void sends(String hex, String... becomes) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        line.binary(bytes, 0, bytes.length);
        assertThat(behind.heard).containsExactly(becomes);
        behind.heard.clear();
    }

    private void server(String says, String... becomes) {
        server(false, says.replace('\'', '"').getBytes(UTF_8), becomes);
    }

    private void server(boolean binary, byte[] bytes, String... becomes) {
        line.encode(binary, bytes, 0, bytes.length, new FrameCodec.Frames() {
            @Override
            public void text(byte[] frame) {
                told.add(new String(frame, UTF_8).replace('"', '\''));
            }

            @Override
            public void binary(byte[] frame) {
                told.add(HexFormat.of().formatHex(frame));
            }

            @Override
            public void ping() {
                told.add("ping");
            }
        });
        assertThat(told).containsExactly(becomes);
        told.clear();
    }

    private void sent(String hex, String... becomes) {
        server(true, HexFormat.of().parseHex(hex.replace(" ", "")), becomes);
    }

    @Test
    void sendsPacketsUnderTheIdOfTheServer() {
        sends("0000 0200 4869 2a000000", "3001020048692a000000");
        sends("0100 07 01", "2f010701");
        sends("0300 0200 7b7d", "2d0102007b7d");
    }

    @Test
    void takesNoMoreThanTheFirstPacketOfAFrame() {
        sends("0000 0000 2a000000 0000 0000 2b000000", "300100002a000000");
        sends("0100 07 01 ff", "2f010701");
    }

    @Test
    void takesWhateverIsNotZeroForTrue() {
        sends("0100 07 02", "2f010701");
        sends("0100 07 ff", "2f010701");
        sends("0100 07 00", "2f010700");
    }

    @Test
    void takesWhatIsNoJsonForNull() {
        sends("0300 0000", "2d0104006e756c6c");
        sends("0300 0100 7b", "2d0104006e756c6c");
        sends("0300 0300 312032", "2d0104006e756c6c");
        sends("0300 0400 6e756c6c", "2d0104006e756c6c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|packet: id -1 (expected: one of the table)",
                "00|packet: id -1 (expected: one of the table)",
                "0900|packet: id 9 (expected: one of the table)",
                "ffff 00|packet: id 65535 (expected: one of the table)",
                "0000|text: 0 bytes are left (expected: 2)",
                "0000 02|text: 1 bytes are left (expected: 2)",
                "0000 0200 48|text: 3 bytes are left (expected: 4)",
                "0000 ffff 48|text: 65535 bytes (expected: at most 8)",
                "0000 0900 313233343536373839 00000000|text: 9 bytes (expected: at most 8)",
                "0000 0000 2a0000|uid: 3 bytes are left (expected: 4)",
                "0200 0000|j: is not JSON"
            })
    void closesOnWhatIsNoPacket(String hex, String why) {
        sends(hex, "not a message: " + why);
        assertThat(under.did).containsExactly("close 1003");
        sends("0000 0200 4869 2a000000");
        says("nothing is heard any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "09", "00", "00 0200 48", "00 0000 2a0000", "01 07 01 00"})
    void cutsThoseOfTheFirstGeneration(String hex) {
        opens(1, SockizySettings.Binary.PACKETS);
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        line.binary(bytes, 0, bytes.length);
        assertThat(behind.heard).singleElement().asString().startsWith("not a message: ");
        assertThat(under.did).containsExactly("cut");
    }

    @Test
    void hasNoPacketsOfNewerTypesInTheFirstGeneration() {
        opens(1, SockizySettings.Binary.PACKETS);
        sends("01 07 01", "2f010701");
        sent("f701 0107 f501 0200 7b7d f701 0008", "010107", "010008"); // flag, tree, flag
    }

    @Test
    void sendsFramesOfBytesAsTheyAreIfThatIsSet() {
        opens(2, SockizySettings.Binary.BYTES);
        sends("0000", "ffff0000");
        sends("", "ffff");
    }

    @Test
    void isSentPackets() {
        sent("f801 0200 4869 2a000000", "0000020048692a000000");
        sent("f801 0200 4869 2a000000 f701 0701 f501 0200 7b7d", "0000020048692a000000" + "01000701" + "030002007b7d");
        sent("ffff 0102", "0102");
        sent("ffff", "");
        sent("f701 0701 ffff 0102", "01000701", "0102");
    }

    @Test
    void isNotSentWhatItWasNotToldOf() {
        sent("f701 0701 0101 00 f701 0701", "01000701");
    }

    @Test
    void learnsWhatIsDeployedMeanwhile() {
        server("['packets',{'hash':'other','up':[],'down':[['news',7,'n:uint8']]}]");
        sent("0700 05 f701 0701", "04000501000701");
        server("['packets',{'hash':'other','up':[],'down':[]}]");
        sent("0700 05", "040005");
    }

    @Test
    void learnsFromAWelcome() {
        server("['welcome',{'sid':'a','key':'b','packets':{'hash':'x','up':[['hi',9]],'down':[]}}]");
        sends("0400", "0900");
        server("['welcome',{'sid':'a','key':'b','packets':{'hash':'x'}}]");
        sends("0400", "0900");
    }

    @Test
    void saysTextsAndJson() {
        says("Hi", "['txt','Hi']");
        says("", "['txt','']");
        says("7", "['txt','7']", "['json',7]");
        says("{'a':\n[null]}", "['txt','{\\'a\\':\\u000a[null]}']", "['json',{'a': [null]}]");
        says(" true ", "['txt',' true ']", "['json', true ]");
        says("null", "['txt','null']", "['json',null]");
        says("false", "['txt','false']", "['json',false]");
        says("free", "['txt','free']");
        says("time", "['txt','time']");
        says(" ", "['txt',' ']");
        says("1\u0000", "['txt','1\\u0000']");
        says("\ufeff1", "['txt','\ufeff1']");
        says("1,2", "['txt','1,2']");
        says("[] []", "['txt','[] []']");
        says("1],['x'", "['txt','1],[\\'x\\'']");
        says("[1e999]", "['txt','[1e999]']");
        says("\u0000\t\\é", "['txt','\\u0000\\u0009\\\\é']");
        says(
                "[".repeat(41) + "]".repeat(41),
                "['txt','" + "[".repeat(41) + "]".repeat(41) + "']",
                "['json'," + "[".repeat(41) + "]".repeat(41) + "]");
        says("[".repeat(64) + "]".repeat(64), "['txt','" + "[".repeat(64) + "]".repeat(64) + "']");
    }

    @Test
    void isToldTextsAndJson() {
        server("['txt',1,'Hi']", "Hi");
        server("['txt',2,'a\\nb']", "a\nb");
        server("['txt',3,'',{'u':'ann'}]", "");
        server("['json',4,{'in':['list']},{'u':'ann'}]", "{'in':['list']}");
        server("['json',5,null]", "null");
    }

    @Test
    void isToldNothingItHasNoWordFor() {
        server(
                "['evt',1,null,'hi',null]\n['act',2,null,{'type':'a'}]\n['ret',7,1]\n['user','ann']\n['bye',{'code':4001}]");
    }

    @Test
    void answersPingsAndAcknowledges() {
        server("['ping',0]", "ping");
        line.linePonged();
        assertThat(behind.heard).containsExactly("['pong',0]");
        behind.heard.clear();
        for (int seq = 1; seq <= 64; seq++) {
            server("['txt'," + seq + ",'a']", "a");
        }
        says("b", "['ack',64]", "['txt','b']");
        server("['evt',65,null,'hi',null]");
        line.linePonged();
        assertThat(behind.heard).containsExactly("['pong',65]");
    }

    @Test
    void answersNothingItIsAsked() {
        server("['ask',3,'confirm',[]]");
        says("x", "['err',3,{'code':'not_found','message':'A sockizy client answers nothing'}]", "['txt','x']");
    }

    @Test
    void boundsWhatItTakes() {
        assertThat(line.maxMessage()).isEqualTo(64);
        assertThat(line.messages(100)).isEqualTo(1);
        line.tooLarge();
        assertThat(behind.heard).containsExactly("hit message");
        assertThat(under.did).containsExactly("cut");
    }

    @Test
    void endsItsSession() {
        line.closed(1006, "");
        assertThat(behind.heard).containsExactly("closed 1000");
    }
}
