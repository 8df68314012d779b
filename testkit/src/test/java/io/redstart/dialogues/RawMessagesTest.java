package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallContext;
import io.redstart.api.CallException;
import io.redstart.api.OnBinary;
import io.redstart.api.OnJson;
import io.redstart.api.OnText;
import io.redstart.api.RateLimit;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts, JSON and bytes that have no name. */
class RawMessagesTest {
    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final TestServerExtension servers =
            TestServerExtension.of(TestServer.builder().api(Raw.class));

    public record Note(String text, int stars) {}

    @Api("raw")
    @Singleton
    public static class Raw {
        @OnText
        public void text(String text, Session session) {
            session.sendText(text.toUpperCase(java.util.Locale.ROOT));
        }

        @OnText
        public void length(CallContext call, String text) {
            LOG.add(call.kind() + " " + call.target() + " " + text.length());
        }

        @OnJson
        public void json(Note note, Sessions sessions) {
            sessions.all().sendJson(List.of(note));
        }

        @OnBinary
        @RateLimit(permits = 2, per = "1s")
        public void binary(byte[] bytes, Session session, CallContext call) {
            LOG.add(call.kind() + " " + HexFormat.of().formatHex(bytes));
            session.sendBinary(bytes);
        }

        @Call
        public void fails(Session session) {
            session.sendText("never");
            session.sendBinary(new byte[] {1});
            session.now().sendJson(null);
            throw new CallException("full", "The room is full");
        }
    }

    @Api("nothing")
    @Singleton
    public static class Nothing {
        @Call
        public @Nullable String none() {
            return null;
        }
    }

    @BeforeEach
    void forget() {
        LOG.clear();
    }

    private static byte[] raw(int... bytes) {
        byte[] frame = new byte[bytes.length + 2];
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) 0xFF;
        for (int i = 0; i < bytes.length; i++) {
            frame[i + 2] = (byte) bytes[i];
        }
        return frame;
    }

    @Test
    void aTextIsHandledAndAnsweredWithAnother(TestServer server) {
        server.client().says("['txt','Hi']").hears("['txt',1,'HI']");
        assertThat(LOG).containsExactly("TEXT text 2");
    }

    @Test
    void jsonIsConvertedForWhoeverTakesIt(TestServer server) {
        TestClient client = server.client();
        TestClient other = server.client();

        client.says("['json',{'text':'milk','stars':3}]");

        client.hears("['json',1,[{'text':'milk','stars':3}]]");
        other.hears("['json',1,[{'text':'milk','stars':3}]]");
    }

    @Test
    void jsonThatDoesNotFitIsPassedOver(TestServer server) {
        server.client().says("['json',{'stars':'many'}]", "['json',null]").hearsNothing();
        assertThat(server.protocolErrors()).isZero();
    }

    @Test
    void bytesAreHandledAndLimitedLikePackets(TestServer server) {
        TestClient client = server.client();

        client.saysBinary(raw(1, 2)).hears("['binary','ffff0102']");
        client.saysBinary(raw()).hears("['binary','ffff']");
        client.saysBinary(raw(3)).hearsNothing();

        assertThat(LOG).containsExactly("BINARY 0102", "BINARY ");
    }

    @Test
    void theyKeepTheirPlaceAmongMessages(TestServer server) {
        TestClient client = server.client();
        client.says("['txt','a']", "['json',{'text':'b','stars':1}]")
                .saysBinary(raw(7))
                .says("['txt','c']");
        client.hears("['txt',1,'A']");
        client.hears("['json',2,'*']");
        client.hears("['binary','ffff07']");
        client.hears("['txt',3,'C']");
    }

    @Test
    void whatACallSentIsDroppedIfItFailsUnlessItWasToGoAtOnce(TestServer server) {
        TestClient client = server.client();
        client.says("['call',1,'raw.fails',[]]");
        client.hears("['json',1,null,{'c':1}]");
        client.hears("['err',1,{'code':'full','message':'The room is full'}]");
        client.hearsNothing();
    }

    @Test
    void textsAndJsonWaitForWhoIsAwayAndBytesDoNot(TestServer server) {
        TestClient client = server.client();
        client.cut();
        server.sessions().all().sendText("missed");
        server.sessions().all().sendBinary(new byte[] {1});
        server.sessions().all().lossy().sendText("lost");
        server.sessions().all().latest("k").sendJson(1);
        server.sessions().all().latest("k").sendJson(2);

        TestClient again = client.resumes();

        again.hears("['txt',1,'missed']");
        again.hears("['json',0,2]");
        again.hearsNothing();
    }

    @Test
    void theyAreMessagesThoughNobodyTakesThem() {
        try (TestServer server = TestServer.of(Nothing.class)) {
            server.client()
                    .says("['txt','Hi']", "['json',1]")
                    .saysBinary(raw(1))
                    .hearsNothing();
            assertThat(server.protocolErrors()).isZero();
        }
    }

    @Test
    void theyAreBounded(TestServer server) {
        server.client();
        Session session = server.sessions().all().stream().findFirst().orElseThrow();
        assertThatThrownBy(() -> session.sendText("x".repeat(2 << 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("push: ");
        assertThatThrownBy(() -> session.sendBinary(new byte[2 << 20]))
                .hasMessage("binary: 2097152 bytes (expected: at most 1048576)");
        assertThatThrownBy(() -> session.latest("").sendBinary(new byte[1])).isInstanceOf(IllegalStateException.class);
    }
}
