package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.User;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.TransportSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeBoundTest {
    private static final int KIB = 1024;

    /** All clients together may have 1 MiB; each of them may have most of it. */
    @RegisterExtension
    final TestServerExtension small = TestServerExtension.of(TestServer.builder()
            .connections(new TransportSettings(64 * KIB, 1024 * KIB, 10_000, 1024 * KIB, Duration.ofSeconds(60)))
            .sessions(new SessionSettings(Duration.ofMinutes(2), 1_000, 1024 * KIB, Duration.ofSeconds(30))));

    private static void push(TestServer server, String user, int kib) {
        server.sessions().of(user).emit("data", "x".repeat(kib * KIB - 64));
    }

    private static TestClient client(TestServer server, String user) {
        return server.client(new User(user));
    }

    @Test
    void closesTheConnectionWithMostOfIt(TestServer server) {
        TestClient ann = client(server, "ann").stopsReading();
        TestClient bob = client(server, "bob").stopsReading();
        for (int i = 0; i < 4; i++) {
            push(server, "bob", 30);
        }
        for (int i = 0; i < 10; i++) {
            push(server, "ann", 30); // counted as waiting, and as not acknowledged
        }
        server.settles();
        assertThat(server.limitHits("queued-node")).isZero();
        for (int i = 0; i < 5; i++) {
            push(server, "ann", 30);
        }
        server.settles();
        assertThat(server.limitHits("queued-node")).isPositive();
        assertThat(server.queuedBytes()).isLessThanOrEqualTo(1024 * KIB);
        ann.readsOn().closedWith(4408);
        bob.readsOn();
        for (int i = 1; i <= 4; i++) {
            bob.hears("['evt'," + i + ",null,'data','*']");
        }
        bob.hearsNothing();
    }

    @Test
    void letsTheClosedOneComeBackToAllThatItMissed(TestServer server) {
        TestClient ann = client(server, "ann").stopsReading();
        for (int i = 0; i < 18; i++) {
            push(server, "ann", 30);
        }
        server.settles();
        ann.readsOn().closedWith(4408);
        TestClient back = ann.resumes();
        for (int i = 1; i <= 18; i++) {
            back.hears("['evt'," + i + ",null,'data','*']");
        }
        assertThat(server.limitHits("queued-node")).isEqualTo(1);
    }

    @Test
    void endsTheSessionWithMostOfItWhenNobodyReadsAnything(TestServer server) {
        TestClient ann = client(server, "ann");
        TestClient bob = client(server, "bob");
        ann.cut();
        bob.cut();
        for (int i = 0; i < 18; i++) {
            push(server, "ann", 30);
            push(server, "bob", i < 6 ? 30 : 1);
        }
        for (int i = 0; i < 12; i++) {
            push(server, "ann", 30);
        }
        server.settles();
        ann.returns().hears("['welcome',{'resumed':false,'why':'gap','*':'*'}]");
        bob.resumes();
    }

    @Test
    void countsNothingForWhoeverReadsAndAcknowledges(TestServer server) {
        TestClient ann = client(server, "ann");
        for (int i = 1; i <= 200; i++) {
            push(server, "ann", 30);
            ann.hears("['evt'," + i + ",null,'data','*']");
            ann.says("['ack'," + i + "]");
        }
        server.settles();
        assertThat(server.queuedBytes()).isZero();
        assertThat(server.limitHits("queued-node")).isZero();
    }
}
