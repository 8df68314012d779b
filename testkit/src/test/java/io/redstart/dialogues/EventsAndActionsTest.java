package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Action;
import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.CallException;
import io.redstart.api.OnAction;
import io.redstart.api.OnEvent;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventsAndActionsTest {
    private final Board board = new Board();

    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension boards =
            TestServerExtension.of(TestServer.builder().instance(board).api(Second.class));

    @ActionType("board/moved")
    public record Moved(int x, int y) {}

    @ActionType("board/cleared")
    public record Cleared() {}

    @Api("board")
    @Singleton
    public static class Board {
        final List<Object> heard = new CopyOnWriteArrayList<>();

        @OnAction
        public String moved(Moved moved, Session session) {
            if (moved.x() < 0) {
                throw new CallException("off_board", "Off the board");
            }
            session.dispatch(moved);
            return "moved";
        }

        @OnAction
        public String cleared(Cleared cleared) {
            return cleared.toString();
        }

        @OnAction("board/raw")
        public void raw(Action action) {
            heard.add(action);
        }

        @OnAction("board/later")
        public CompletionStage<Integer> later(int number) {
            return CompletableFuture.supplyAsync(() -> number + 1);
        }

        @OnEvent("typing")
        public void typing(List<String> who) {
            heard.add(who);
        }

        @OnEvent("nothing")
        public void nothing() {
            heard.add("nothing");
        }

        @OnEvent("breaks")
        public void breaks() {
            throw new IllegalStateException("broken");
        }
    }

    @Api("second")
    public static class Second {
        @OnEvent("typing")
        public void typing(List<String> who, Session session) {
            session.emit("typed", who);
        }
    }

    @Test
    void acceptsAnAction(TestClient client) {
        client.says("['act',1,null,{'type':'board/moved','payload':{'x':1,'y':2}}]");
        client.hears("['act',1,null,{'type':'board/moved','payload':{'x':1,'y':2}},{'c':1}]");
        client.hears("['ret',1,'moved']");
        client.says("['act',2,null,{'type':'board/later','payload':1}]").hears("['ret',2,2]");
    }

    @Test
    void anActionWithoutComponentsNeedsNoPayload(TestClient client) {
        client.says("['act',1,null,{'type':'board/cleared'}]").hears("['ret',1,'Cleared[]']");
        client.says("['act',2,null,{'type':'board/cleared','payload':{}}]").hears("['ret',2,'Cleared[]']");
    }

    @Test
    void rejectsAnAction(TestClient client) {
        client.says("['act',1,null,{'type':'board/moved','payload':{'x':-1,'y':2}}]");
        client.hears("['err',1,{'code':'off_board','message':'Off the board'}]");
        client.hearsNothing();
    }

    @Test
    void handsOverAWholeAction(TestClient client) {
        client.says("['act',1,null,{'type':'board/raw','payload':[1,{'a':null}],'meta':{'by':'me','none':null}}]");
        client.hears("['ret',1,null]");
        client.says("['act',2,null,{'type':'board/raw'}]").hears("['ret',2,null]");
        assertThat(board.heard).hasSize(2);
        Action first = (Action) board.heard.get(0);
        assertThat(first.type()).isEqualTo("board/raw");
        assertThat(first.meta()).containsOnlyKeys("by");
        assertThat(((Action) board.heard.get(1)).payload()).isNull();
    }

    @Test
    void refusesAnActionNobodyKnows(TestClient client) {
        client.says("['act',1,null,{'type':'board/unknown'}]").hears("['err',1,{'code':'not_found','message':'*'}]");
        client.says("['act',2,null,{'payload':1}]").hears("['err',2,{'code':'invalid','message':'*'}]");
        client.says("['act',3,null,7]").hears("['err',3,{'code':'invalid','message':'*'}]");
        client.says("['act',4,null,null]").hears("['err',4,{'code':'invalid','message':'*'}]");
        client.says("['act',5,null,{'type':{'a':1}}]").hears("['err',5,{'code':'invalid','message':'*'}]");
    }

    @Test
    void refusesAnActionThatDoesNotFit(TestClient client) {
        client.says("['act',1,null,{'type':'board/moved','payload':{'x':'far','y':1}}]");
        client.hears("['err',1,{'code':'invalid','message':'*','fields':[{'path':'moved.x','message':'*'}]}]");
        client.says("['act',2,null,{'type':'board/moved'}]");
        client.hears("['err',2,{'code':'invalid','message':'*','fields':[{'path':'moved','message':'*'}]}]");
    }

    @Test
    void handsAnEventToAllThatTakeIt(TestClient client) {
        client.says("['evt','typing',['ann']]").hears("['evt',1,null,'typed',['ann']]");
        assertThat(board.heard).containsExactly(List.of("ann"));
        client.says("['evt','nothing',{'a':1}]", "['evt','nothing',null]").hearsNothing();
        assertThat(board.heard).hasSize(3);
    }

    @Test
    void doesNotAnswerEvents(TestServer server, TestClient client) {
        client.says("['evt','typing',7]", "['evt','unknown',1]").hearsNothing();
        assertThat(server.protocolErrors()).isZero();
        assertThat(log.events()).isEmpty();
        client.says("['evt','breaks',null]").hearsNothing();
        assertThat(log.events()).hasSize(1);
    }
}
