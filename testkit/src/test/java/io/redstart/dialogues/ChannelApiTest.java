package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Channel;
import io.redstart.api.ChannelInfo;
import io.redstart.api.Channels;
import io.redstart.api.EventType;
import io.redstart.api.Keep;
import io.redstart.api.OnOpen;
import io.redstart.api.Push;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an application does with channels. */
class ChannelApiTest {
    @RegisterExtension
    final TestServerExtension rooms =
            TestServerExtension.of(TestServer.builder().channels(Rules.rooms()).api(Rooms.class));

    @ActionType("said")
    public record Said(String text) {}

    @EventType("price")
    @Push(keep = Keep.LATEST)
    public record Price(int cents) {}

    public record Room(String title, int seats) {}

    @Api("rooms")
    public static class Rooms {
        private final Channels all;

        public Rooms(Channels all) {
            this.all = all;
        }

        @OnOpen
        public void open(Session session, Channels channels) {
            if (session.user() != null && session.user().id().equals("auto")) {
                channels.channel("lobby").join(session);
            }
        }

        @Call
        public void say(String text) {
            all.channel("room").dispatch(new Said(text));
        }

        @Call
        public String open(String title, Channels channels) {
            Channel room = channels.channel("room");
            room.state().set(new Room(title, 4));
            Room before = room.state().get(Room.class);
            return before == null ? "none" : before.title();
        }

        @Call
        public void sayAndFail(String text) {
            all.channel("room").dispatch(new Said(text));
            all.channel("room").now().emit("now", text);
            throw new CallException("no", "No");
        }

        @Call
        public void severalOfWhichOneFails(Session session) {
            all.channel("room").emit("first", 1);
            all.channel("Room").emit("second", 2);
            all.channel("room").emit("third", 3);
            session.emit("fourth", 4);
        }

        @Call
        public void join(Session session) {
            all.channel("lobby").join(session);
        }

        @Call
        public void leave(Session session) {
            all.channel("lobby").leave(session);
        }
    }

    private static TestClient joins(TestClient client, String channel) {
        client.says("['join',900,'" + channel + "',{}]");
        client.hears("['state','*','" + channel + "','*','*']");
        client.hears("['ret',900,null]");
        return client;
    }

    @Test
    void tellsMembersOfWhatACallDid(TestServer server, TestClient guest) {
        joins(guest, "room");
        TestClient ann = joins(server.client(new User("ann")), "room");
        guest.hears("['who','*','room','ann',true]");
        ann.says("['call',901,'rooms.say',['hi']]");
        ann.hears("['act',2,'room',{'type':'said','payload':{'text':'hi'}},{'o':1,'c':901,'u':'ann'}]");
        ann.hears("['ret',901,null]");
        guest.hears("['act',3,'room',{'type':'said','payload':{'text':'hi'}},{'o':1,'u':'ann'}]");
    }

    @Test
    void setsTheStateWhenTheCallHasSucceeded(TestServer server, TestClient client) {
        joins(client, "room");
        assertThat(client.calls("rooms.open", "Tea").stringValue()).isEqualTo("none");
        client.hears("['state','*','room',['*',1],{'title':'Tea','seats':4}]");
        assertThat(client.calls("rooms.open", "Milk").stringValue()).isEqualTo("Tea");
        client.hears("['state','*','room',['*',2],{'title':'Milk','seats':4}]");
        server.channels().channel("room").state().delete();
        client.hears("['state','*','room',['*',3],null]");
    }

    @Test
    void dropsWhatAFailedCallSaid(TestClient client) {
        joins(client, "room");
        client.says("['call',901,'rooms.sayAndFail',['hi']]");
        client.hears("['evt','*','room','now','hi']");
        client.hears("['err',901,{'code':'no','message':'No'}]");
        client.hearsNothing();
    }

    @Test
    void failsWithWhatFailsAndDropsWhatIsBehindIt(TestClient client) {
        joins(client, "room");
        client.says("['call',901,'rooms.severalOfWhichOneFails',[]]");
        client.hears("['evt','*','room','first',1]");
        client.hears("['err',901,{'code':'conflict','*':'*'}]");
        client.hearsNothing();
    }

    @Test
    void putsSessionsInAndTakesThemOut(TestServer server, TestClient client) {
        client.says("['call',901,'rooms.join',[]]");
        client.hears("['state','*','lobby','*',null]");
        client.hears("['ret',901,null]");
        Channel lobby = server.channels().channel("lobby");
        assertThat(lobby.members().map(Session::id)).containsExactly(client.sid());
        assertThat(lobby.info()).isEqualTo(new ChannelInfo(List.of(), 1, 1));
        client.says("['call',902,'rooms.leave',[]]");
        client.hears("['left','*','lobby','closed']");
        client.hears("['ret',902,null]");
        assertThat(lobby.info()).isEqualTo(new ChannelInfo(List.of(), 0, 0));
        server.client(new User("auto")).hears("['state',1,'lobby','*',null]");
    }

    @Test
    void tellsOneUser(TestServer server, TestClient client) {
        joins(client, "room");
        TestClient ann = joins(server.client(new User("ann")), "room");
        client.hears("['who','*','room','ann',true]");
        Channel room = server.channels().channel("room");
        room.of("ann").emit("psst", 1);
        ann.hears("['evt','*','room','psst',1,{'o':1}]");
        room.state().of("ann").set("hers");
        ann.hears("['state','*','room','*','hers']");
        client.hearsNothing();
        assertThat(room.state().of("ann").get(String.class)).isEqualTo("hers");
        assertThat(room.state().get(String.class)).isNull();
    }

    @Test
    void givesNoPlaceToWhatMayBeLost(TestServer server, TestClient client) {
        joins(client, "room");
        Channel room = server.channels().channel("room");
        room.lossy().emit("moved", 1);
        client.hears("['evt',0,'room','moved',1]");
        room.emit(new Price(5));
        client.hears("['evt',0,'room','price',{'cents':5}]");
        room.latest("ann").dispatch(new Said("typing"));
        client.hears("['act',0,'room',{'type':'said','payload':{'text':'typing'}}]");
        room.emit("said", 2);
        client.hears("['evt','*','room','said',2,{'o':1}]");
    }

    @Test
    void keepsTheNewestOfEachChannelForWhoIsAway(TestServer server, TestClient client) {
        joins(client, "room");
        client.says("['join',901,'lobby',{}]").hears("['state','*','lobby','*','*']");
        client.hears("['ret',901,null]");
        client.cut();
        server.channels().channel("room").emit(new Price(1));
        server.channels().channel("lobby").emit(new Price(2));
        server.channels().channel("room").emit(new Price(3));
        TestClient back = client.resumes();
        back.hears("['evt',0,'room','price',{'cents':3}]");
        back.hears("['evt',0,'lobby','price',{'cents':2}]");
        back.hearsNothing();
    }

    @Test
    void endsAStateInItsTime(TestServer server, TestClient client) {
        joins(client, "room");
        Channel room = server.channels().channel("room");
        room.state().lasting(Duration.ofSeconds(5)).quietly().set(1);
        client.hearsNothing();
        assertThat(room.state().get(Integer.class)).isEqualTo(1);
        server.passes(Duration.ofSeconds(6));
        client.hears("['state','*','room','*',null]");
        assertThat(room.state().get(Integer.class)).isNull();
    }

    @Test
    void grantsAndRevokes(TestServer server) {
        Channel vip = server.channels().channel("#vip");
        assertThat(vip.isGranted("ann")).isFalse();
        vip.grant("ann");
        assertThat(vip.isGranted("ann")).isTrue();
        TestClient ann = joins(server.client(new User("ann")), "#vip");
        vip.revoke("ann");
        ann.hears("['left','*','#vip','revoked']");
    }

    @Test
    void saysWhatIsWrong(TestServer server) {
        Channels channels = server.channels();
        Channel room = channels.channel("room");
        assertThatThrownBy(() -> channels.channel("a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("channel: 'a b' (expected: letters, digits and _ . : # @ / -)");
        assertThatThrownBy(() -> room.state().lasting(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time: PT0S (expected: above 0)");
        assertThatThrownBy(() -> room.state().set("x".repeat(70_000)))
                .isInstanceOf(CallException.class)
                .hasMessage("state: 70002 bytes (expected: at most 65536)");
        assertThatThrownBy(() -> room.grant("ann"))
                .isInstanceOf(CallException.class)
                .hasMessage("channel: 'room' (expected: a private one, which begins with #)");
        assertThatThrownBy(() -> channels.channel("@me").state().set(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("channel: '@me' has no state of all (expected: state().of(user))");
        assertThatThrownBy(() -> room.dispatch(Map.of("kind", "a"))).isInstanceOf(IllegalArgumentException.class);
        room.state().set("text");
        assertThatThrownBy(() -> room.state().get(Room.class))
                .isInstanceOfSatisfying(
                        CallException.class, thrown -> assertThat(thrown.code()).isEqualTo("invalid"));
    }
}
