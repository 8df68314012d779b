package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallContext;
import io.redstart.api.Sessions;
import io.redstart.server.session.SessionSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiscardedSessionTest {
    private final Work work = new Work();

    @RegisterExtension
    final TestServerExtension working = TestServerExtension.of(TestServer.builder()
            .sessions(new SessionSettings(Duration.ofMinutes(2), 1, 1024, Duration.ofSeconds(30)))
            .instance(work));

    @Api("work")
    @Singleton
    public static class Work {
        final CompletableFuture<Boolean> othersCouldTell = new CompletableFuture<>();

        @Call
        public CompletionStage<String> stage(CallContext call, Sessions sessions) {
            call.onCancel(() -> {
                Thread other = new Thread(() -> sessions.all().emit("other", null));
                other.start();
                try {
                    other.join(TimeUnit.SECONDS.toMillis(5));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                othersCouldTell.complete(!other.isAlive());
            });
            return new CompletableFuture<>();
        }

        @Call
        public void tell(Sessions sessions) {
            sessions.all().emit("told", null);
        }
    }

    @Test
    void doesNotHoldUpBroadcastsWhileItEnds(TestServer server, TestClient away, TestClient teller, TestClient third) {
        away.says("['call',1,'work.stage',[]]").hearsNothing();
        away.cut();
        teller.says("['call',1,'work.tell',[]]").hears("['evt',1,null,'told',null]");
        teller.hears("['ret',1,null]");
        teller.says("['call',2,'work.tell',[]]").hears("['evt',2,null,'told',null]");
        assertThat(work.othersCouldTell.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
        third.hears("['evt',1,null,'told',null]");
        server.settles();
        assertThat(server.sessionCount()).isEqualTo(2);
    }
}
