package io.redstart.dialogues;

import static io.redstart.dialogues.Frames.frame;
import static io.redstart.dialogues.Frames.heard;
import static io.redstart.dialogues.Frames.id;
import static io.redstart.dialogues.Frames.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Json;
import io.redstart.api.OnPacket;
import io.redstart.api.Packet;
import io.redstart.api.PacketBundle;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.Str;
import io.redstart.api.UInt;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class PacketsTest {
    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final TestServerExtension games = TestServerExtension.of(
            TestServer.builder().api(Game.class, Hero.class, Told.class, Move.class, Even.class, Bag.class));

    @Packet("move")
    public record Move(@UInt(16) int x, @UInt(16) int y) {}

    @Packet("hero")
    public record Hero(@Str(8) String name, byte level) {}

    @Packet(value = "told", way = Packet.Way.DOWN)
    public record Told(boolean well) {}

    @Packet(value = "even", way = Packet.Way.UP)
    public record Even(int number) {
        public Even {
            if (number % 2 != 0) {
                throw new IllegalArgumentException("odd");
            }
        }
    }

    @Packet("bag")
    public record Bag(@Json(64) List<String> items) {}

    public record Plain(int x) {}

    @Api("game")
    @Singleton
    public static class Game {
        @OnPacket
        public void moved(Move move, Session session) {
            LOG.add("moved " + move.x() + "," + move.y());
            session.send(new Told(true));
        }

        @OnPacket
        public void even(Even even) {
            LOG.add("even " + even.number());
        }

        @OnPacket
        public void bag(Bag bag, Sessions sessions) {
            sessions.all().send(bag);
        }

        @Call
        public String shout(Session session) {
            session.emit("first", 1);
            session.send(new Hero("joe", (byte) 7));
            session.emit("last", 2);
            return "done";
        }

        @Call
        public String fails(Session session) {
            session.now().send(new Told(true));
            session.send(new Told(false));
            throw new CallException("full", "The room is full");
        }

        @Call
        public List<Integer> bundle(Sessions sessions) {
            List<Integer> sizes = new ArrayList<>();
            PacketBundle bundle = sessions.all().bundle();
            sizes.add(bundle.end());
            sizes.add(bundle.write(new Told(true)));
            try {
                bundle.write(new Hero("much too long", (byte) 1));
            } catch (IllegalArgumentException unfit) {
                LOG.add(unfit.getMessage());
            }
            sizes.add(bundle.write(new Hero("joe", (byte) 1)));
            sizes.add(bundle.end());
            sizes.add(bundle.end());
            return sizes;
        }
    }

    @BeforeEach
    void forget() {
        LOG.clear();
    }

    @Test
    void aWelcomeTellsWhichPacketsMayTravelAndWhichWay(TestServer server) {
        JsonNode tables = tables(server.client());

        assertThat(tables.get("up").valueStream().map(packet -> packet.get(0).stringValue()))
                .containsExactly("bag", "even", "hero", "move");
        assertThat(tables.get("down").valueStream().map(packet -> packet.get(0).stringValue()))
                .containsExactly("bag", "hero", "move", "told");
        assertThat(tables.get("up").get(3).toString()).matches("\\[\"move\",\\d+,\"x:uint16\",\"y:uint16\"]");
    }

    @Test
    void aPacketIsHandledAndAnsweredWithAnother(TestServer server) {
        TestClient client = server.client();

        client.saysBinary(frame(tables(client), new Move(1, 65535)));

        client.hears(heard(tables(client), new Told(true)));
        assertThat(LOG).containsExactly("moved 1,65535");
    }

    @Test
    void aPacketIsLaidOutAsItAlwaysIs(TestServer server) {
        TestClient client = server.client();
        int id = id(tables(client), "up", "move");

        // the id, then the last field first, all little-endian
        client.saysBinary(new byte[] {(byte) id, (byte) (id >> 8), 2, 1, 4, 3});

        client.hears(heard(tables(client), new Told(true)));
        assertThat(LOG).containsExactly("moved 772,258");
    }

    @Test
    void allPacketsOfAFrameAreHandledInTheirOrder(TestServer server) {
        TestClient client = server.client();

        client.saysBinary(frame(tables(client), new Even(2), new Move(3, 4), new Even(6)))
                .says("['call',1,'game.shout',[]]");

        client.hears(heard(tables(client), new Told(true)));
        client.hears("['evt',1,null,'first',1,{'c':1}]");
        client.hears(heard(tables(client), new Hero("joe", (byte) 7)));
        client.hears("['evt',2,null,'last',2,{'c':1}]");
        client.hears("['ret',1,'done']");
        assertThat(LOG).containsExactly("even 2", "moved 3,4", "even 6");
    }

    @Test
    void whatACallSentIsDroppedIfItFailsUnlessItWasToGoAtOnce(TestServer server) {
        TestClient client = server.client();

        client.says("['call',1,'game.fails',[]]");

        client.hears(heard(tables(client), new Told(true)));
        client.hears("['err',1,{'code':'full','message':'The room is full'}]");
        client.hearsNothing();
    }

    @Test
    void aBroadcastReachesAllButThoseWhoAreAway(TestServer server) {
        TestClient sender = server.client();
        TestClient other = server.client();
        TestClient away = server.client();
        away.cut();

        sender.saysBinary(frame(tables(sender), new Bag(List.of("rope"))));

        sender.hears(heard(tables(sender), new Bag(List.of("rope"))));
        other.hears(heard(tables(other), new Bag(List.of("rope"))));
        away.resumes().hearsNothing();
    }

    @Test
    void aBundleTravelsInOneFrameAndTellsItsSizes(TestServer server) {
        TestClient client = server.client();

        client.says("['call',1,'game.bundle',[]]");

        client.hears(heard(tables(client), new Told(true), new Hero("joe", (byte) 1)));
        client.hears("['ret',1,[0,3,8,11,0]]");
        assertThat(LOG).containsExactly("hero.name: 13 bytes (expected: at most 8)");
    }

    @Test
    void whatIsNoPacketIsCountedAndWhatCameBeforeItHandled(TestServer server) {
        TestClient client = server.client();
        byte[] good = frame(tables(client), new Even(2));
        byte[] twoAndAHalf = frame(tables(client), new Even(4), new Even(6));

        client.saysBinary(java.util.Arrays.copyOf(twoAndAHalf, twoAndAHalf.length - 1));
        client.saysBinary(new byte[0]);
        client.saysBinary(new byte[] {(byte) 0xFE, (byte) 0xFF, 1});
        client.saysBinary(good);

        client.says("['call',1,'game.shout',[]]").hears("['evt',1,null,'first',1,{'c':1}]");
        assertThat(LOG).containsExactly("even 4", "even 2");
        assertThat(server.protocolErrors()).isEqualTo(3);
    }

    @Test
    void aRecordMayRefuseItsValues(TestServer server) {
        TestClient client = server.client();
        byte[] frame = frame(tables(client), new Even(2));
        frame[2] = 3;

        client.saysBinary(frame).hearsNothing();

        assertThat(LOG).isEmpty();
        assertThat(server.protocolErrors()).isEqualTo(1);
    }

    @Test
    void whoeverKnowsTheTablesIsNotToldThemAgain(TestServer server) {
        JsonNode tables = tables(server.client());
        String hash = tables.get("hash").stringValue();

        TestClient knows = server.connects().says("['hello',{'v':1,'packets':'" + hash + "'}]");
        JsonNode agreed = knows.hears("['welcome',{'packets':{'hash':'" + hash + "'},'*':'*'}]");
        TestClient mistaken = server.connects().says("['hello',{'v':1,'packets':'0123456789abcdef'}]");
        JsonNode told = mistaken.hears("['welcome',{'packets':'*','*':'*'}]");

        assertThat(agreed.get(1).get("packets").propertyNames()).containsExactly("hash");
        assertThat(told.get(1).get("packets")).isEqualTo(tables);
        knows.saysBinary(frame(tables, new Move(1, 2))).hears(heard(tables, new Told(true)));
    }

    @Test
    void whatMayBeSentIsToldWithWhatElseMayBeUsed(TestServer server) {
        server.client()
                .says("['can',1]")
                .hears("['ret',1,{'calls':'*','actions':[],'events':[],'packets':['bag','even','move']}]");
    }

    @Test
    void aSessionMayDropThePacketsOfItsClient(TestServer server) {
        TestClient client = server.client();
        Session session = server.sessions().all().stream().findFirst().orElseThrow();
        session.dropPackets(true);
        client.saysBinary(frame(tables(client), new Even(2)));
        client.saysBinary(new byte[] {77, 77, 77});
        session.dropPackets(false);
        client.saysBinary(frame(tables(client), new Even(4))).hearsNothing();

        assertThat(LOG).containsExactly("even 4");
        assertThat(server.protocolErrors()).isZero();
    }

    @Test
    void tooManyThatAreNoneEndTheConnection(TestServer server) {
        TestClient client = server.client();

        for (int i = 0; i < 100; i++) {
            client.saysBinary(new byte[] {1});
        }

        client.closedWith(4509);
    }

    @Test
    void whatIsSaidBeforeTheWelcomeIsHandledAfterIt(TestServer server) {
        byte[] early = frame(tables(server.client()), new Even(8));
        TestClient client = server.connects();

        client.saysBinary(early);
        client.greets();
        client.hearsNothing();

        assertThat(server.protocolErrors()).isEqualTo(1); // nobody knows who says it
        assertThat(LOG).isEmpty();
    }

    @Test
    void onlyPacketsCanBeSent(TestServer server) {
        server.client();
        Session session = server.sessions().all().stream().findFirst().orElseThrow();

        assertThatThrownBy(() -> session.send(new Plain(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a record marked @Packet");
        assertThatThrownBy(() -> session.send(new Even(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: one that is deployed, and sent by the server");
        assertThatThrownBy(() -> session.latest("").send(new Told(true))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.latest("").bundle()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientThatReadsSlowlyMissesWhatMayBeLostAndIsClosedForTheRest(TestServer server) {
        TestClient client = server.client().stopsReading();
        Session session = server.sessions().all().stream().findFirst().orElseThrow();
        for (int i = 0; i < 100_000; i++) {
            session.lossy().send(new Told(true));
        }
        assertThat(server.queuedBytes()).isPositive();

        for (int i = 0; i < 100_000; i++) {
            session.send(new Told(true));
        }

        client.readsOn();
        client.closedWith(4408);
    }
}
