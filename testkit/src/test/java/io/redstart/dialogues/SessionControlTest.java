package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionControlTest {
    @RegisterExtension
    final TestServerExtension plain = TestServerExtension.of();

    private static Session session(TestServer server, TestClient client) {
        return server.sessions().find(client.sid()).orElseThrow();
    }

    private static String code(CompletableFuture<?> failed) {
        try {
            failed.join();
            throw new AssertionError("it did not fail");
        } catch (CompletionException e) {
            return ((CallException) e.getCause()).code();
        }
    }

    @Test
    void knowsWhenItBeganAndWasLastUsed(TestServer server) {
        Instant start = server.time();
        TestClient client = server.client();
        Session session = session(server, client);
        server.passes(Duration.ofSeconds(3));
        assertThat(session.opened()).isEqualTo(start);
        assertThat(session.lastRequest()).isEqualTo(start);
        client.says("['ack',0]").says("['pong',0]");
        assertThat(session.lastRequest()).isEqualTo(start);
        client.says("['evt','hi',1]");
        assertThat(session.lastRequest()).isEqualTo(start.plusSeconds(3));
    }

    @Test
    void knowsWhatTheClientIsAndWhereItIs(TestServer server) throws Exception {
        TestClient client = server.connects().says("['hello',{'v':1,'sdk':'js/0.1.0'}]");
        client.hears("['welcome','*']");
        Session session = session(server, client);
        assertThat(session.client()).isEqualTo("js/0.1.0");
        assertThat(session.remoteAddress())
                .isEqualTo(InetAddress.getLoopbackAddress().getHostAddress());
        assertThat(session.remotePort()).isEqualTo(1);
        assertThat(session.remoteFamily()).isEqualTo("IPv4");
        TestClient six = server.client(InetAddress.getByName("2001:db8::7"));
        assertThat(session(server, six).remoteFamily()).isEqualTo("IPv6");
        assertThat(session(server, six).remoteAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(session(server, six).client()).isNull();
        TestClient talker = server.connects().says("['hello',{'v':1,'sdk':'" + "x".repeat(1_000) + "'}]");
        talker.hears("['welcome','*']");
        assertThat(session(server, talker).client()).hasSize(256);
    }

    @Test
    void pings(TestServer server) {
        TestClient client = server.client();
        CompletableFuture<Duration> ping = session(server, client).ping().toCompletableFuture();
        client.hears("['ping',0]");
        server.passes(Duration.ofMillis(250));
        assertThat(ping).isNotDone();
        client.says("['pong',0]");
        assertThat(ping.join()).isEqualTo(Duration.ofMillis(250));
        client.says("['pong',0]").hearsNothing();
    }

    @Test
    void answersPingsInTheirOrder(TestServer server) {
        TestClient client = server.client();
        Session session = session(server, client);
        CompletableFuture<Duration> first = session.ping().toCompletableFuture();
        server.passes(Duration.ofSeconds(1));
        CompletableFuture<Duration> second = session.ping().toCompletableFuture();
        server.passes(Duration.ofSeconds(1));
        client.says("['pong',0]");
        assertThat(first.join()).isEqualTo(Duration.ofSeconds(2));
        assertThat(second).isNotDone();
        client.says("['pong',0]");
        assertThat(second.join()).isEqualTo(Duration.ofSeconds(1));
        client.hears("['ping',0]");
        client.hears("['ping',0]");
    }

    @Test
    void doesNotWaitForAPongForEver(TestServer server) {
        TestClient client = server.client();
        Session session = session(server, client);
        CompletableFuture<Duration> late = session.ping().toCompletableFuture();
        server.passes(Duration.ofSeconds(30));
        assertThat(code(late)).isEqualTo("timeout");
        CompletableFuture<Duration> cut = session.ping().toCompletableFuture();
        client.cut();
        assertThat(code(cut)).isEqualTo("unavailable");
        assertThat(code(session.ping().toCompletableFuture())).isEqualTo("unavailable");
        TestClient back = client.resumes();
        CompletableFuture<Duration> taken = session.ping().toCompletableFuture();
        back.resumes();
        assertThat(code(taken)).isEqualTo("unavailable");
    }

    @Test
    void doesNotPingWithoutEnd(TestServer server) {
        Session session = session(server, server.client());
        IntStream.range(0, 64)
                .forEach(
                        each -> assertThat(session.ping().toCompletableFuture()).isNotDone());
        assertThat(code(session.ping().toCompletableFuture())).isEqualTo("rate_limited");
    }

    @Test
    void terminatesItsLineAndWaits(TestServer server) {
        TestClient client = server.client();
        Session session = session(server, client);
        assertThat(session.readyState()).isEqualTo(Session.ReadyState.OPEN);
        session.terminate();
        client.closedWith(1006);
        server.settles();
        assertThat(session.readyState()).isEqualTo(Session.ReadyState.AWAY);
        client.resumes();
        assertThat(session.readyState()).isEqualTo(Session.ReadyState.OPEN);
    }

    @Test
    void isKilledAtOnce(TestServer server) {
        TestClient client = server.client();
        Session session = session(server, client);
        session.kill();
        assertThat(session.readyState()).isEqualTo(Session.ReadyState.OVER);
        assertThat(server.sessionCount()).isZero();
        client.closedWith(1006);
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        session.kill();
        session.terminate();
        session.disconnect(4000, "again");
    }

    @Test
    void disconnectsWithACodeAndWaits(TestServer server) {
        TestClient client = server.client();
        session(server, client).disconnect(4321, "have a break");
        client.hears("['bye',{'code':4321,'reason':'have a break','retry':0}]");
        assertThat(client.closedWith(4321)).isEqualTo("have a break");
        client.resumes();
    }

    @Test
    void disconnectsForGood(TestServer server) {
        TestClient client = server.client();
        session(server, client).disconnect(4999, "go away");
        client.hears("['bye',{'code':4999,'reason':'go away','retry':false}]");
        client.closedWith(4999);
        TestClient other = server.client();
        session(server, other).disconnect(1000, "done");
        other.hears("['bye',{'code':1000,'reason':'done','retry':false}]");
        other.closedWith(1000);
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void disconnectsWithNoOtherCode(TestServer server) {
        Session session = session(server, server.client());
        for (int code : new int[] {0, 999, 1001, 1006, 3999, 5000}) {
            assertThatThrownBy(() -> session.disconnect(code, ""))
                    .hasMessage("code: " + code + " (expected: 1000, or 4000 to 4999)");
        }
        assertThat(session.isOpen()).isTrue();
    }
}
