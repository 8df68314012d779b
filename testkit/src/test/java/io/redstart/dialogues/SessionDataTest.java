package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.OnClose;
import io.redstart.api.OnOpen;
import io.redstart.api.Session;
import io.redstart.api.SessionData;
import io.redstart.api.Sessions;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionDataTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension shop = TestServerExtension.of(Cart.class, Shop.class);

    @BeforeEach
    void nothingSeen() {
        SEEN.clear();
    }

    public static class Cart implements SessionData {
        static volatile Gate gate = new Gate();

        private final List<String> items = new CopyOnWriteArrayList<>();
        private final Sessions sessions;

        public Cart(Sessions sessions) {
            this.sessions = sessions;
        }

        @Override
        public void start(Session session) {
            String mode = session.handshake().query("mode");
            if ("refuse".equals(mode)) {
                throw new CallException("full", "The shop is full");
            }
            if ("break".equals(mode)) {
                throw new IllegalStateException("a secret of ours");
            }
            if ("slow".equals(mode)) {
                try {
                    gate.pass();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            if ("in".equals(mode)) {
                session.signIn("ann");
            }
            session.emit("cart", items.size());
            SEEN.add("start " + sessions.all().size() + " " + (session.data(Cart.class) == this));
        }

        @Override
        public void end(Session session) {
            SEEN.add("end " + items + " " + session.isOpen());
            if (items.contains("bomb")) {
                throw new IllegalStateException("broken");
            }
        }
    }

    @Api("shop")
    public static class Shop {
        @OnOpen
        public void opened(Session session) {
            SEEN.add("open " + session.data(Cart.class).items);
        }

        @OnClose
        public void closed(Session session) {
            SEEN.add("close " + session.data(Cart.class).items);
        }

        @Call
        public int add(String item, Session session) {
            Cart cart = session.data(Cart.class);
            cart.items.add(item);
            return cart.items.size();
        }
    }

    public static class Nobodys implements SessionData {}

    @Test
    void isThereBeforeTheSessionIsSeen(TestServer server) {
        TestClient client = server.client();
        client.hears("['evt',1,null,'cart',0]");
        server.settles();
        assertThat(SEEN).containsExactly("start 0 true", "open []");
    }

    @Test
    void isEachSessionsOwn(TestServer server) {
        TestClient one = server.client();
        TestClient two = server.client();
        assertThat(one.calls("shop.add", "milk").asInt()).isEqualTo(1);
        assertThat(one.calls("shop.add", "tea").asInt()).isEqualTo(2);
        assertThat(two.calls("shop.add", "milk").asInt()).isEqualTo(1);
        one.cut();
        assertThat(one.resumes().calls("shop.add", "salt").asInt()).isEqualTo(3);
    }

    @Test
    void endsWithTheSession(TestServer server) {
        TestClient client = server.client();
        client.calls("shop.add", "milk");
        SEEN.clear();
        client.closes();
        server.settles();
        assertThat(SEEN).containsExactly("close [milk]", "end [milk] false");
    }

    @Test
    void letsTheClientWaitForItsWelcome(TestServer server) {
        Cart.gate = new Gate();
        TestClient client =
                server.connects("/ws?mode=slow").says("['hello',{'v':1}]", "['call',1,'shop.add',['milk']]");
        Cart.gate.isReached();
        client.hearsNothing();
        assertThat(server.sessionCount()).isZero();
        Cart.gate.opens();
        client.hears("['welcome','*']");
        client.hears("['evt',1,null,'cart',0]");
        client.hears("['ret',1,1]");
    }

    @Test
    void endsForWhoWentMeanwhile(TestServer server) {
        Cart.gate = new Gate();
        TestClient client = server.connects("/ws?mode=slow").says("['hello',{'v':1}]");
        Cart.gate.isReached();
        client.closes();
        Cart.gate.opens();
        server.settles();
        assertThat(SEEN).startsWith("start 0 true").endsWith("end [] false");
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void maySignIn(TestServer server) {
        TestClient client = server.connects("/ws?mode=in").says("['hello',{'v':1}]");
        client.hears("['welcome',{'user':'ann','*':'*'}]");
        client.hears("['evt',1,null,'cart',0]");
        assertThat(server.sessions().count("ann")).isEqualTo(1);
    }

    @Test
    void mayRefuseTheSession(TestServer server) {
        TestClient client = server.connects("/ws?mode=refuse").says("['hello',{'v':1}]");
        client.hears("['bye',{'code':4507,'reason':'The shop is full','retry':false}]");
        client.closedWith(4507);
        server.settles();
        assertThat(SEEN).isEmpty();
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void refusesTheSessionForNowIfItBreaks(TestServer server) {
        TestClient client = server.connects("/ws?mode=break").says("['hello',{'v':1}]");
        client.hears("['bye',{'code':4001,'reason':'*','retry':1000}]");
        client.closedWith(4001);
        assertThat(log.events()).isNotEmpty();
    }

    @Test
    void mayFailAtTheEnd(TestServer server) {
        TestClient client = server.client();
        client.calls("shop.add", "bomb");
        client.closes();
        server.settles();
        assertThat(SEEN).contains("end [bomb] false");
        assertThat(log.events()).isNotEmpty();
    }

    @Test
    void isMadeForSessionsThatAreThereAlready() throws Exception {
        try (TestServer server = TestServer.of()) {
            TestClient client = server.client();
            server.deploys("shop", Cart.class, Shop.class);
            assertThat(client.calls("shop.add", "milk").asInt()).isEqualTo(1);
            server.settles();
            assertThat(SEEN).containsExactly("start 1 true", "open []");
            SEEN.clear();
            server.deploys("shop", Cart.class, Shop.class);
            server.settles();
            assertThat(SEEN).contains("end [milk] true");
            SEEN.clear();
            server.removes("shop");
            server.settles();
            assertThat(SEEN).containsExactly("close []", "end [] true");
        }
    }

    @Test
    void isNotThereForOtherClasses(TestServer server) {
        TestClient client = server.client();
        Session session = server.sessions().find(client.sid()).orElseThrow();
        assertThatThrownBy(() -> session.data(Nobodys.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(Nobodys.class.getName() + ": nothing is kept of it (expected:");
        client.closes();
        server.settles();
        assertThatThrownBy(() -> session.data(Cart.class)).isInstanceOf(IllegalStateException.class);
    }
}
