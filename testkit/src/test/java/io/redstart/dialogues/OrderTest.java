package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Concurrent;
import io.redstart.api.NonBlocking;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrderTest {
    private final Work work = new Work();

    @RegisterExtension
    final TestServerExtension working =
            TestServerExtension.of(TestServer.builder().instance(work));

    @Api("work")
    @Singleton
    public static class Work {
        final List<Object> began = new CopyOnWriteArrayList<>();
        final Gate slow = new Gate();
        final Gate beside = new Gate();
        final CompletableFuture<String> later = new CompletableFuture<>();
        final AtomicReference<Thread> quickThread = new AtomicReference<>();

        @Call
        public int note(int number) {
            began.add(number);
            return number;
        }

        @Call
        public String slow() throws InterruptedException {
            began.add("slow");
            slow.pass();
            return "slow";
        }

        @Call
        @Concurrent
        public String beside() throws InterruptedException {
            began.add("beside");
            beside.pass();
            return "beside";
        }

        @Call
        public CompletionStage<String> later() {
            began.add("later");
            return later;
        }

        @Call
        public Stream<String> stream() {
            began.add("stream");
            return Stream.of("a");
        }

        @Call
        @NonBlocking
        public String quick() {
            began.add("quick");
            quickThread.set(Thread.currentThread());
            return "quick";
        }
    }

    @Test
    void startsTheCallsOfASessionInTheOrderTheyCame(TestClient client) {
        String[] calls = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> "['call'," + i + ",'work.note',[" + i + "]]")
                .toArray(String[]::new);
        client.says(calls);
        for (int i = 1; i <= 50; i++) {
            client.hears("['ret'," + i + "," + i + "]");
        }
        assertThat(work.began).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void runsOneCallOfASessionAtATime(TestClient client, TestClient other) {
        client.says("['call',1,'work.slow',[]]", "['call',2,'work.note',[2]]");
        work.slow.isReached();
        client.hearsNothing();
        other.says("['call',1,'work.note',[7]]").hears("['ret',1,7]");
        work.slow.opens();
        client.hears("['ret',1,'slow']");
        client.hears("['ret',2,2]");
        assertThat(work.began).containsExactly("slow", 7, 2);
    }

    @Test
    void letsOthersGoOnBesideAConcurrentMethod(TestClient client) {
        client.says("['call',1,'work.beside',[]]", "['call',2,'work.note',[2]]").hears("['ret',2,2]");
        work.beside.opens();
        client.hears("['ret',1,'beside']");
    }

    @Test
    void startsAConcurrentMethodAfterThoseBeforeIt(TestClient client) {
        client.says("['call',1,'work.slow',[]]", "['call',2,'work.beside',[]]");
        work.slow.isReached();
        client.hearsNothing();
        assertThat(work.beside.wasReached()).isFalse();
        work.slow.opens();
        client.hears("['ret',1,'slow']");
        work.beside.isReached();
        work.beside.opens();
        client.hears("['ret',2,'beside']");
    }

    @Test
    void freesTheTurnWhenAStageIsReturned(TestClient client) {
        client.says("['call',1,'work.later',[]]", "['call',2,'work.note',[2]]").hears("['ret',2,2]");
        work.later.complete("done");
        client.hears("['ret',1,'done']");
    }

    @Test
    void freesTheTurnWhenAStreamIsReturned(TestClient client) {
        client.says("['call',1,'work.stream',[],{'n':0}]", "['call',2,'work.note',[2]]")
                .hears("['ret',2,2]");
        client.says("['more',1,2]").hears("['item',1,1,'a']");
        client.hears("['end',1]");
    }

    @Test
    void runsAQuickMethodOnTheThreadThatBringsIt(TestClient client) {
        client.says("['call',1,'work.quick',[]]").hears("['ret',1,'quick']");
        assertThat(work.quickThread.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void keepsAQuickMethodBehindTheSlowOneBeforeIt(TestClient client) {
        client.says("['call',1,'work.slow',[]]", "['call',2,'work.quick',[]]");
        work.slow.isReached();
        client.hearsNothing();
        work.slow.opens();
        client.hears("['ret',1,'slow']");
        client.hears("['ret',2,'quick']");
        assertThat(work.quickThread.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void keepsTheOrderAcrossCallsAndCasts(TestClient client) {
        client.says("['cast','work.note',[1]]", "['call',5,'work.note',[2]]", "['cast','work.note',[3]]");
        client.hears("['ret',5,2]");
        client.hearsNothing();
        assertThat(work.began).containsExactly(1, 2, 3);
    }
}
