package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.ChannelApi;
import io.redstart.api.Channels;
import io.redstart.api.Default;
import io.redstart.api.EventType;
import io.redstart.api.OnJoin;
import io.redstart.api.OnPublish;
import io.redstart.api.OnSet;
import io.redstart.api.Reducer;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may do what in channels, and what makes their states, where a bundle speaks for them. */
class ChannelCodeTest {
    private static final String SAID = "{'type':'room/said','payload':{'text':'%s'}}";
    private static volatile Gate gate = new Gate();

    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension rooms =
            TestServerExtension.of(TestServer.builder().api(Rooms.class, Desk.class));

    @ActionType("room/said")
    public record Said(@Size(max = 100_000) String text) {}

    @ActionType("room/cleared")
    public record Cleared() {}

    @EventType("typing")
    public record Typing(boolean yes) {}

    public record Room(List<String> lines) {}

    @ChannelApi("room:*")
    @PermitAll
    public static class Rooms {
        private boolean greeted;

        @OnJoin
        public boolean join(Session session, @Nullable User user, String channel) throws InterruptedException {
            if (channel.equals("room:slow")) {
                gate.pass();
            }
            session.emit("greeted", greeted);
            greeted = true;
            if (channel.equals("room:full")) {
                throw new CallException("room_full", "Room is full");
            }
            return !channel.equals("room:closed");
        }

        @OnPublish
        public boolean typing(Typing typing) {
            return typing.yes();
        }

        @OnSet
        public void set(@Nullable Room room, User user) {
            if (room != null && room.lines().contains("no")) {
                throw new CallException("rude", "Not here, " + user.id());
            }
        }

        @Reducer
        public static Room said(@Default("{\"lines\":[]}") Room room, @Valid Said said) {
            if (said.text().equals("no")) {
                throw new CallException("rude", "Not here");
            }
            if (said.text().equals("broken")) {
                throw new IllegalStateException("broken");
            }
            List<String> lines = new ArrayList<>(room.lines());
            lines.add(said.text());
            return new Room(lines);
        }

        @Reducer
        public static @Nullable Room cleared(Room room, Cleared cleared) {
            return null;
        }
    }

    @Api("desk")
    @PermitAll
    public static class Desk {
        @Call
        public void says(Channels channels, Session session, List<String> texts) {
            session.emit("begun", null);
            texts.forEach(text -> channels.channel("room:1").dispatch(new Said(text)));
            session.emit("done", null);
        }
    }

    @BeforeEach
    void opens() {
        gate = new Gate();
    }

    private static TestClient joins(TestClient client, String channel) {
        client.says("['join',1,'" + channel + "',{}]");
        client.hears("['state','*','" + channel + "','*','*']");
        client.hears("['evt','*',null,'greeted',false]");
        client.hears("['ret',1,null]");
        return client;
    }

    @Test
    void joiningIsPermittedByCodeAndWhatItTellsComesBehindTheState(TestClient client) {
        joins(client, "room:1");
        client.says("['join',101,'room:2',{}]");
        client.hears("['state','*','room:2','*',null]");
        client.hears("['evt','*',null,'greeted',true]");
        client.hears("['ret',101,null]");
    }

    @Test
    void joiningIsRefusedByCodeAndWhatItToldIsDropped(TestServer server, TestClient client) {
        client.says("['join',11,'room:full',{}]").hears("['err',11,{'code':'room_full','message':'Room is full'}]");
        client.says("['join',12,'room:closed',{}]").hears("['err',12,{'code':'forbidden','message':'*'}]");
        client.hearsNothing();
        assertThat(server.channels().channel("room:full").members()).isEmpty();
    }

    @Test
    void anActionChangesTheStateInTheStepInWhichItIsTold(TestServer server, TestClient client) {
        joins(client, "room:1");
        TestClient other = joins(server.client(), "room:1");

        client.says("['act',11,'room:1'," + SAID.formatted("hi") + "]");

        client.hears("['act','*','room:1'," + SAID.formatted("hi") + "]");
        client.hears("['ret',11,null]");
        other.hears("['act','*','room:1'," + SAID.formatted("hi") + "]");
        TestClient late = server.client().says("['join',11,'room:1',{}]");
        late.hears("['state','*','room:1','*',{'lines':['hi']}]");
        other.says("['get',11,'room:1',{}]").hears("['ret',11,{'lines':['hi']}]");
        other.says("['act',12,'room:1',{'type':'room/cleared'}]");
        other.hears("['act','*','room:1',{'type':'room/cleared'}]");
        other.hears("['ret',12,null]");
        other.says("['get',13,'room:1',{}]").hears("['ret',13,null]");
    }

    @Test
    void whatIsRefusedOrFailsIsToldToNobodyAndChangesNothing(TestServer server, TestClient client) {
        joins(client, "room:1");
        TestClient other = joins(server.client(), "room:1");
        client.says("['act',11,'room:1'," + SAID.formatted("a") + "]");
        client.hears("['act','*','room:1','*']");
        client.hears("['ret',11,null]");
        other.hears("['act','*','room:1','*']");

        client.says("['act',12,'room:1'," + SAID.formatted("no") + "]");
        client.hears("['err',12,{'code':'rude','message':'Not here'}]");
        assertThat(log.events()).isEmpty();
        client.says("['act',13,'room:1'," + SAID.formatted("broken") + "]");
        String trace = client.hears("['err',13,{'code':'internal','message':'*','trace':'*'}]")
                .get(2)
                .get("trace")
                .asString();
        assertThat(log.events()).hasSize(1);
        assertThat(log.events().get(0).getFormattedMessage()).contains(trace);
        client.says("['act',14,'room:1',{'type':'room/said','payload':7}]");
        client.hears("['err',14,{'code':'invalid','message':'*','fields':'*'}]");
        client.says("['act',15,'room:1'," + SAID.formatted("x".repeat(60_000)) + "]")
                .hears("['act','*','room:1','*']");
        client.hears("['ret',15,null]");
        other.hears("['act','*','room:1','*']");
        client.says("['act',16,'room:1'," + SAID.formatted("x".repeat(60_000)) + "]");
        client.hears("['err',16,{'code':'too_large','message':'*'}]");

        other.hearsNothing();
        assertThat(other.says("['get',11,'room:1',{}]")
                        .hears("['ret',11,'*']")
                        .get(2)
                        .get("lines"))
                .hasSize(2);
    }

    @Test
    void whatMayBeSaidIsAskedBeforeItIsTold(TestServer server, TestClient client) {
        joins(client, "room:1");
        TestClient other = joins(server.client(), "room:1");

        client.says("['pub',11,'room:1','typing',{'yes':true}]");
        client.hears("['evt','*','room:1','typing',{'yes':true}]");
        client.hears("['ret',11,null]");
        other.hears("['evt','*','room:1','typing',{'yes':true}]");
        client.says("['pub',12,'room:1','typing',{'yes':false}]")
                .hears("['err',12,{'code':'forbidden','message':'*'}]");
        client.says("['pub',13,'room:1','shouting',{}]").hears("['err',13,{'code':'forbidden','message':'*'}]");
        client.says("['act',14,'room:1',{'type':'room/other'}]").hears("['err',14,{'code':'forbidden','message':'*'}]");
        client.says("['pub',15,'hall','typing',{'yes':true}]").hears("['err',15,{'code':'forbidden','message':'*'}]");
        other.hearsNothing();
    }

    @Test
    void aStateIsCheckedBeforeItIsSetAndIsReducedFromThen(TestServer server, TestClient guest) {
        joins(guest, "room:1");
        TestClient ann = joins(server.client(new User("ann")), "room:1");
        guest.hears("['who','*','room:1','ann',true]");

        guest.says("['set',11,'room:1',{'lines':[]},{}]").hears("['err',11,{'code':'unauthenticated','message':'*'}]");
        ann.says("['set',11,'room:1',{'lines':['no']},{}]")
                .hears("['err',11,{'code':'rude','message':'Not here, ann'}]");
        ann.says("['set',12,'room:1',{'lines':7},{}]");
        ann.hears("['err',12,{'code':'invalid','message':'*','fields':'*'}]");
        ann.says("['set',13,'room:1',{'lines':['x'],'more':1},{}]");
        ann.hears("['state','*','room:1','*',{'lines':['x'],'more':1}]");
        ann.hears("['ret',13,null]");
        guest.hears("['state','*','room:1','*',{'lines':['x'],'more':1}]");
        ann.says("['act',14,'room:1'," + SAID.formatted("y") + "]").hears("['act','*','room:1','*']");
        ann.hears("['ret',14,null]");
        ann.says("['get',15,'room:1',{}]").hears("['ret',15,{'lines':['x','y']}]");
        ann.says("['set',16,'room:1',null,{}]").hears("['state','*','room:1','*',null]");
        ann.hears("['ret',16,null]");
    }

    @Test
    void whatTheServerSaysIsReducedToo(TestServer server, TestClient client) {
        joins(client, "room:1");

        server.channels().channel("room:1").dispatch(new Said("hello"));

        client.hears("['act','*','room:1'," + SAID.formatted("hello") + "]");
        assertThat(server.channels().channel("room:1").state().get(Room.class)).isEqualTo(new Room(List.of("hello")));
        assertThatThrownBy(() -> server.channels().channel("room:1").dispatch(new Said("no")))
                .isInstanceOf(CallException.class)
                .hasMessage("Not here");
        client.hearsNothing();
        assertThat(server.channels().channel("room:1").state().get(Room.class)).isEqualTo(new Room(List.of("hello")));
    }

    @Test
    void aCallFailsWithWhatAReducerRefusesAndWhatComesBehindItIsDropped(TestClient client) {
        joins(client, "room:1");

        client.says("['call',11,'desk.says',[['a','no','b']]]");

        client.hears("['evt','*',null,'begun',null]");
        client.hears("['act','*','room:1'," + SAID.formatted("a") + "]");
        client.hears("['err',11,{'code':'rude','message':'Not here'}]");
        client.hearsNothing();
        client.says("['get',12,'room:1',{}]").hears("['ret',12,{'lines':['a']}]");
        client.says("['call',13,'desk.says',[['b']]]").hears("['evt','*',null,'begun',null]");
        client.hears("['act','*','room:1','*']");
        client.hears("['evt','*',null,'done',null]");
        client.hears("['ret',13,null]");
    }

    @Test
    void anActionThatIsSaidAgainAfterAResumeIsReducedOnce(TestClient client) {
        joins(client, "room:1");
        client.says("['act',11,'room:1'," + SAID.formatted("a") + "]").hears("['act','*','room:1','*']");
        client.cut();

        TestClient back = client.resumes();
        back.says("['act',11,'room:1'," + SAID.formatted("a") + "]").hears("['ret',11,null]");
        back.hearsNothing();
        back.says("['get',12,'room:1',{}]").hears("['ret',12,{'lines':['a']}]");
    }

    /** What comes in the place of {@link Rooms}. */
    @ChannelApi("room:*")
    @RolesAllowed("member")
    public static class Halls {
        public record Hall(List<String> lines, @Nullable Integer count) {}

        @Reducer
        public static Hall said(@Default("{\"lines\":[]}") Hall hall, Said said) {
            return new Hall(hall.lines(), hall.count() == null ? 1 : hall.count() + 1);
        }
    }

    @Test
    void statesStayWhenABundleIsSwappedAndTheNewCodeMakesTheNext(TestServer server, TestClient client)
            throws RejectedBundleException {
        joins(client, "room:1");
        client.says("['act',11,'room:1'," + SAID.formatted("a") + "]").hears("['act','*','room:1','*']");
        client.hears("['ret',11,null]");

        CompletionStage<Void> free = server.deploys("test", Halls.class);

        assertThat(free.toCompletableFuture()).isCompleted();
        client.says("['get',12,'room:1',{}]").hears("['ret',12,{'lines':['a']}]");
        client.says("['act',13,'room:1'," + SAID.formatted("b") + "]");
        client.hears("['err',13,{'code':'unauthenticated','message':'*'}]");
        server.channels().channel("room:1").dispatch(new Said("b"));
        client.hears("['act','*','room:1','*']");
        client.says("['get',14,'room:1',{}]").hears("['ret',14,{'lines':['a'],'count':1}]");

        server.removes("test");
        server.channels().channel("room:1").dispatch(new Said("c"));
        client.hears("['act','*','room:1','*']");
        client.says("['get',15,'room:1',{}]").hears("['ret',15,{'lines':['a'],'count':1}]");
    }

    @Test
    void whatIsAskedEndsWhereItBegan(TestServer server, TestClient client) throws Exception {
        client.says("['join',11,'room:slow',{}]");
        gate.isReached();

        CompletionStage<Void> free = server.deploys("test", Halls.class);
        assertThat(free.toCompletableFuture()).isNotDone();
        gate.opens();

        client.hears("['state','*','room:slow','*',null]");
        client.hears("['evt','*',null,'greeted',false]");
        client.hears("['ret',11,null]");
        server.settles();
        assertThat(free.toCompletableFuture()).isCompleted();
    }
}
