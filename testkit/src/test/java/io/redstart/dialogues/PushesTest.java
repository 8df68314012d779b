package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Action;
import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallContext;
import io.redstart.api.CallException;
import io.redstart.api.EventType;
import io.redstart.api.Recipients;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;

class PushesTest {
    private final Room room = new Room();

    @RegisterExtension
    final TestServerExtension rooms =
            TestServerExtension.of(TestServer.builder().instance(room));

    @ActionType("room/added")
    public record Added(String text) {}

    @ActionType("room/cleared")
    public record Cleared() {}

    @EventType("typing")
    public record Typing(String who) {}

    @JsonSerialize(using = CountingSerializer.class)
    public record Counted() {}

    public static class CountingSerializer extends ValueSerializer<Counted> {
        static final AtomicInteger WRITTEN = new AtomicInteger();

        @Override
        public void serialize(Counted value, JsonGenerator json, SerializationContext context) {
            json.writeNumber(WRITTEN.incrementAndGet());
        }
    }

    @Api("room")
    @Singleton
    public static class Room {
        final Gate gate = new Gate();
        final CompletableFuture<String> later = new CompletableFuture<>();

        @Call
        public String add(String text, Session session, Sessions sessions) {
            session.dispatch(new Added(text));
            sessions.all().except(session).emit(new Typing(text));
            return "added";
        }

        @Call
        public void fail(Session session, Sessions sessions) {
            session.dispatch(new Added("never"));
            sessions.all().emit("never", null);
            session.now().emit("now", 1);
            sessions.all().except(session).now().emit("now", 2);
            throw new CallException("no", "No");
        }

        @Call
        public String shapes(Session session) {
            session.dispatch(new Cleared());
            session.dispatch(Action.of("plain", null));
            session.dispatch(new Action("plain", 1, Map.of("by", "me")));
            session.dispatch(Map.of("type", "map"));
            session.emit("named", Map.of("a", 1));
            session.emit("empty", null);
            return "shapes";
        }

        @Call
        public CompletionStage<String> later(Session session) {
            session.emit("first", null);
            return later.thenApply(text -> {
                session.emit("second", text);
                return text;
            });
        }

        @Call
        public String otherThread(Session session) throws InterruptedException {
            Thread thread = new Thread(() -> session.emit("aside", null));
            thread.start();
            thread.join();
            gate.pass();
            return "done";
        }

        @Call
        public void everybody(Sessions sessions) {
            sessions.all().emit("everybody", null);
        }

        @Call
        public void odd(Sessions sessions) {
            sessions.all().emit("before", null);
            sessions.all()
                    .where(session ->
                            Objects.requireNonNull(session.user()).id().equals("ann"))
                    .emit("only", null);
        }

        @Call
        public void counted(Sessions sessions) {
            sessions.all().emit("counted", new Counted());
        }

        @Call
        public void unfit(Session session) {
            session.dispatch("text");
        }

        @Call
        public String context(CallContext call) {
            call.session().emit("through", call.id());
            return call.target();
        }
    }

    @Test
    void pushesBeforeTheAnswer(TestClient client, TestClient other) {
        client.says("['call',7,'room.add',['milk']]");
        client.hears("['act',1,null,{'type':'room/added','payload':{'text':'milk'}},{'c':7}]");
        client.hears("['ret',7,'added']");
        other.hears("['evt',1,null,'typing',{'who':'milk'}]");
    }

    @Test
    void saysWhoCausedIt(TestServer server, TestClient guest) {
        TestClient ann = server.client(new User("ann"));
        ann.says("['call',1,'room.add',['milk']]");
        ann.hears("['act',1,null,'*',{'c':1,'u':'ann'}]");
        guest.hears("['evt',1,null,'typing','*',{'u':'ann'}]");
    }

    @Test
    void dropsWhatAFailedCallPushedToAnybody(TestClient client, TestClient other) {
        client.says("['call',1,'room.fail',[]]");
        client.hears("['evt',1,null,'now',1]");
        client.hears("['err',1,{'code':'no','message':'No'}]");
        other.hears("['evt',1,null,'now',2]");
        other.hearsNothing();
        client.hearsNothing();
    }

    @Test
    void dispatchesAnyKindOfAction(TestClient client) {
        client.says("['call',1,'room.shapes',[]]");
        client.hears("['act',1,null,{'type':'room/cleared'}]");
        client.hears("['act',2,null,{'type':'plain'}]");
        client.hears("['act',3,null,{'type':'plain','payload':1,'meta':{'by':'me'}}]");
        client.hears("['act',4,null,{'type':'map'}]");
        client.hears("['evt',5,null,'named',{'a':1}]");
        client.hears("['evt',6,null,'empty',null]");
        client.hears("['ret',1,'shapes']");
    }

    @Test
    void pushesWhatAStagePushedBeforeItsAnswer(TestClient client) {
        client.says("['call',1,'room.later',[]]").hearsNothing();
        room.later.complete("x");
        client.hears("['evt',1,null,'first',null,{'c':1}]");
        client.hears("['evt',2,null,'second','x',{'c':1}]");
        client.hears("['ret',1,'x']");
    }

    @Test
    void dropsWhatAStagePushedBeforeItFailed(TestClient client) {
        client.says("['call',1,'room.later',[]]");
        room.later.completeExceptionally(new CallException("no", "No"));
        client.hears("['err',1,{'code':'no','message':'No'}]");
        client.hearsNothing();
    }

    @Test
    void countsWhatIsPushedFromAnotherThreadThroughTheSessionToTheCall(TestClient client) {
        client.says("['call',1,'room.otherThread',[]]");
        room.gate.isReached();
        client.hearsNothing();
        room.gate.opens();
        client.hears("['evt',1,null,'aside',null,{'c':1}]");
        client.hears("['ret',1,'done']");
    }

    @Test
    void pushesThroughTheContext(TestClient client) {
        client.says("['call',3,'room.context',[]]");
        client.hears("['evt',1,null,'through',3]");
        client.hears("['ret',3,'room.context']");
    }

    @Test
    void tellsEverybodyAlsoTheCaller(TestClient ann, TestClient bob) {
        ann.says("['call',1,'room.everybody',[]]");
        ann.hears("['evt',1,null,'everybody',null,{'c':1}]");
        ann.hears("['ret',1,null]");
        assertThat(bob.hears("['evt',1,null,'everybody',null]").size()).isEqualTo(5);
    }

    @Test
    void failsACallWhoseConditionBreaksAndTellsNobodyAnything(TestClient client) {
        client.says("['call',1,'room.odd',[]]").hears("['err',1,{'code':'internal','*':'*'}]");
        client.hearsNothing();
        client.says("['call',2,'room.everybody',[]]").hears("['evt',1,null,'everybody',null]");
        client.hears("['ret',2,null]");
    }

    @Test
    void doesNotDispatchWhatIsNoAction(TestClient client) {
        client.says("['call',1,'room.unfit',[]]").hears("['err',1,{'code':'internal','*':'*'}]");
    }

    @Test
    void encodesABroadcastOnce(TestServer server, TestClient ann, TestClient bob, TestClient cid) {
        int before = CountingSerializer.WRITTEN.get();
        server.sessions().all().emit("counted", new Counted());
        for (TestClient each : new TestClient[] {ann, bob, cid}) {
            each.hears("['evt',1,null,'counted'," + (before + 1) + "]");
        }
        assertThat(CountingSerializer.WRITTEN).hasValue(before + 1);
    }

    @Test
    void encodesABroadcastOfACallForTheCallerAndForAllOthers(TestClient ann, TestClient bob, TestClient cid) {
        int before = CountingSerializer.WRITTEN.get();
        ann.says("['call',1,'room.counted',[]]");
        ann.hears("['evt',1,null,'counted','*']");
        bob.hears("['evt',1,null,'counted','*']");
        cid.hears("['evt',1,null,'counted','*']");
        ann.hears("['ret',1,null]");
        assertThat(CountingSerializer.WRITTEN.get() - before).isBetween(1, 2);
    }

    @Test
    void pushesFromOutsideOfCalls(TestServer server, TestClient guest) {
        TestClient ann = server.client(new User("ann"));
        TestClient annAgain = server.client(new User("ann"));
        Sessions sessions = server.sessions();
        sessions.of("ann").emit("hi", 1);
        ann.hears("['evt',1,null,'hi',1]");
        annAgain.hears("['evt',1,null,'hi',1]");
        sessions.find(guest.sid()).orElseThrow().dispatch(new Cleared());
        guest.hears("['act',1,null,{'type':'room/cleared'}]");
        sessions.all().where(session -> session.user() == null).emit("guests", null);
        guest.hears("['evt',2,null,'guests',null]");
        ann.hearsNothing();
    }

    @Test
    void looksUpTheReceiversAtEachPush(TestServer server, TestClient first) {
        Recipients all = server.sessions().all();
        assertThat(all.size()).isEqualTo(1);
        TestClient second = server.client();
        assertThat(all.size()).isEqualTo(2);
        all.emit("hi", null);
        first.hears("['evt',1,null,'hi',null]");
        second.hears("['evt',1,null,'hi',null]");
        second.closes();
        assertThat(all.size()).isEqualTo(1);
        assertThat(server.sessions().find(second.sid())).isEmpty();
        assertThat(server.sessions().of("nobody").size()).isZero();
    }

    @Test
    void refusesNamesThatAreTooLong(TestServer server) {
        Recipients all = server.sessions().all();
        assertThatThrownBy(() -> all.emit("", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all.emit("x".repeat(129), null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all.dispatch(Map.of("kind", "x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all.emit(new Added("x"))).isInstanceOf(IllegalArgumentException.class);
    }
}
