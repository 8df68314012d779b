package io.redstart.dialogues;

import static io.redstart.dialogues.Frames.id;
import static io.redstart.dialogues.Frames.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnPacket;
import io.redstart.api.Packet;
import io.redstart.api.PacketBundle;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.protocol.packet.MapCodec;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.PacketWriter;
import io.redstart.protocol.packet.Packets;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Packets whose tables are in the settings. */
class PacketTablesTest {
    private static final List<String> LOG = new CopyOnWriteArrayList<>();
    private static final PacketSettings TABLES = new PacketSettings(
            Map.of("common.signIn", List.of("login:s24", "password:str24"), "common.signOut", List.of()),
            Map.of("common.signedIn", List.of("uid:u32", "well:bool")),
            Map.of("chat", List.of("text:str", "tags:json64")));

    @RegisterExtension
    final TestServerExtension servers = TestServerExtension.of(
            TestServer.builder().api(Common.class, Move.class).packets(TABLES));

    @Packet("move")
    public record Move(byte x) {}

    @Api("common")
    @Singleton
    public static class Common {
        @OnPacket("common.signIn")
        public void signIn(Map<String, Object> values, Session session) {
            LOG.add("in " + new TreeMap<>(values));
            session.send("common.signedIn", Map.of("uid", 7, "well", true));
        }

        @OnPacket("common.signOut")
        public void signOut() {
            LOG.add("out");
        }

        @OnPacket("chat")
        public void chat(Map<String, Object> values, Sessions sessions) {
            sessions.all().send("chat", values);
        }

        @OnPacket
        public void move(Move move) {
            LOG.add("move " + move.x());
        }

        @OnPacket
        public void each(String name, Map<String, Object> values) {
            LOG.add("each " + name + " " + new TreeMap<>(values));
        }

        @Call
        public List<Integer> bundle(Session session) {
            PacketBundle bundle = session.bundle();
            return List.of(
                    bundle.write("common.signedIn", Map.of("uid", 1, "well", false)),
                    bundle.write(new Move((byte) 2)),
                    bundle.end());
        }
    }

    @Api("late")
    @Singleton
    public static class Late {
        @OnPacket("common.signout")
        public void signOut() {
            LOG.add("never");
        }
    }

    @Packet("Chat")
    public record Shout(byte x) {}

    @Api("shouting")
    @Singleton
    public static class Shouting {
        @OnPacket
        public void shout(Shout shout) {
            LOG.add("never");
        }
    }

    @Api("guarded")
    @Singleton
    public static class Guarded {
        @OnPacket("chat")
        @RolesAllowed("admin")
        public void chat() {
            LOG.add("never");
        }
    }

    @BeforeEach
    void forget() {
        LOG.clear();
    }

    private static MapCodec codec(JsonNode tables, String way, String name) {
        JsonNode row = StreamSupport.stream(tables.get(way).spliterator(), false)
                .filter(each -> each.get(0).stringValue().equals(name))
                .findFirst()
                .orElseThrow();
        return new MapCodec(
                PacketSchema.of(
                        name,
                        row.valueStream().skip(2).map(JsonNode::stringValue).toList()),
                JsonMapper.shared());
    }

    private static byte[] frame(JsonNode tables, String way, String name, Map<String, ?> values) {
        PacketWriter writer = new PacketWriter(1_000);
        Packets.write(writer, id(tables, way, name), codec(tables, way, name), values);
        return writer.toBytes();
    }

    private static byte[] up(TestClient client, String name, Map<String, ?> values) {
        return frame(tables(client), "up", name, values);
    }

    private static String down(TestClient client, String name, Map<String, ?> values) {
        return "['binary','" + HexFormat.of().formatHex(frame(tables(client), "down", name, values)) + "']";
    }

    @Test
    void areToldWithThoseOfRecordsByTheirWholeNames(TestServer server) {
        JsonNode tables = tables(server.client());

        assertThat(tables.get("up").valueStream().map(JsonNode::toString))
                .satisfiesExactly(
                        chat -> assertThat(chat).matches("\\[\"chat\",\\d+,\"text:str256\",\"tags:json64\"]"),
                        in -> assertThat(in).matches("\\[\"common.signIn\",\\d+,\"login:str24\",\"password:str24\"]"),
                        out -> assertThat(out).matches("\\[\"common.signOut\",\\d+]"),
                        move -> assertThat(move).matches("\\[\"move\",\\d+,\"x:int8\"]"));
        assertThat(tables.get("down").valueStream().map(row -> row.get(0).stringValue()))
                .containsExactly("chat", "common.signedIn", "move");
    }

    @Test
    void areHandledAndSentAsMaps(TestServer server) {
        TestClient client = server.client();

        client.saysBinary(up(client, "common.signIn", Map.of("login", "D", "password", "13")));
        client.saysBinary(up(client, "common.signOut", Map.of()));

        client.hears(down(client, "common.signedIn", Map.of("uid", 7, "well", true)));
        client.hearsNothing();
        assertThat(LOG)
                .containsExactly(
                        "in {login=D, password=13}",
                        "each common.signIn {login=D, password=13}",
                        "out",
                        "each common.signOut {}");
    }

    @Test
    void areToldToManyAtOnce(TestServer server) {
        TestClient client = server.client();
        TestClient other = server.client();
        Map<String, Object> said = Map.of("text", "Hi", "tags", List.of("a", 1));

        client.saysBinary(up(client, "chat", said));

        client.hears(down(client, "chat", said));
        other.hears(down(other, "chat", said));
    }

    @Test
    void shareAFrameWithRecords(TestServer server) {
        TestClient client = server.client();
        client.says("['call',1,'common.bundle',[]]");

        assertThat(client.hears("['binary','*']").get(1).stringValue()).hasSize(20);
        client.hears("['ret',1,[7,3,10]]");
    }

    @Test
    void areSeenByWhoeverTakesAllLikeThoseOfRecords(TestServer server) {
        TestClient client = server.client();

        client.saysBinary(up(client, "move", Map.of("x", 5))).hearsNothing();

        assertThat(LOG).containsExactly("move 5", "each move {x=5}");
    }

    @Test
    void areNotSentWhereAValueDoesNotFit(TestServer server) {
        server.client();
        Session session = server.sessions().all().stream().findFirst().orElseThrow();

        assertThatThrownBy(() -> session.send("common.signedIn", Map.of("uid", -1, "well", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("common.signedIn.uid: -1 (expected: 0 to 4294967295)");
        assertThatThrownBy(() -> session.send("common.signedIn", Map.of("uid", 1)))
                .hasMessage("common.signedIn.well: is missing (expected: bool)");
        assertThatThrownBy(() -> session.send("common.signedIn", Map.of("uid", 1, "well", true, "more", 1)))
                .hasMessageContaining("has no field 'more'");
        assertThatThrownBy(() -> session.send("common.signIn", Map.of()))
                .hasMessage(
                        "packet: 'common.signIn' (expected: one that is deployed or in the settings, and sent by the"
                                + " server)");
    }

    @Test
    void areOnlyHandledByNamesThereAre(TestServer server) {
        assertThatThrownBy(() -> server.deploys("late", Late.class))
                .hasMessageContaining(
                        "there is no packet 'common.signout' (expected: one of packets.up or packets.shared");
    }

    @Test
    void keepTheirNamesFromRecordsThatDifferInTheirCaseAlone(TestServer server) {
        assertThatThrownBy(() -> server.deploys("shouting", Shouting.class))
                .hasMessageContaining("the packet 'Chat' is already in the settings as 'chat'");
    }

    @Test
    void areToldAmongWhatMayBeUsedAsLongAsSomebodyMay(TestServer server) throws Exception {
        TestClient client = server.client();
        client.says("['can',1]")
                .hears("['ret',1,{'calls':['common.bundle'],'actions':[],'events':[],"
                        + "'packets':['chat','common.signIn','common.signOut','move']}]");
        server.deploys("guarded", Guarded.class);

        client.saysBinary(up(client, "chat", Map.of("text", "", "tags", List.of())));

        client.hears(down(client, "chat", Map.of("text", "", "tags", List.of())));
        client.hearsNothing();
        assertThat(LOG).containsExactly("each chat {tags=[], text=}");
    }
}
