package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamTest {
    private final Feed feed = new Feed();

    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension feeds =
            TestServerExtension.of(TestServer.builder().instance(feed));

    /** Publishes what the test says, and notes what was asked of it. */
    static final class Spoken implements Flow.Publisher<String>, Flow.Subscription {
        final List<Object> asked = new CopyOnWriteArrayList<>();
        Flow.Subscriber<? super String> subscriber;

        @Override
        public void subscribe(Flow.Subscriber<? super String> who) {
            subscriber = who;
            who.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            asked.add(count);
        }

        @Override
        public void cancel() {
            asked.add("cancel");
        }
    }

    @Api("feed")
    @Singleton
    public static class Feed {
        final List<String> closed = new CopyOnWriteArrayList<>();
        final Spoken spoken = new Spoken();
        final Gate gate = new Gate();
        volatile boolean interrupted;

        @Call
        public Stream<Integer> numbers(int upTo) {
            return IntStream.rangeClosed(1, upTo).boxed().onClose(() -> closed.add("numbers"));
        }

        @Call
        public Iterator<String> letters() {
            return List.of("a", "b", "c").iterator();
        }

        @Call
        public Flow.Publisher<String> spoken(Session session) {
            session.emit("opened", null);
            return spoken;
        }

        @Call
        public Flow.Publisher<String> empty(Session session) {
            session.emit("opened", null);
            return subscriber -> {
                subscriber.onSubscribe(new Spoken());
                subscriber.onComplete();
            };
        }

        @Call
        public Flow.Publisher<String> unwilling() {
            return subscriber -> {
                throw new CallException("closed", "Closed");
            };
        }

        @Call
        public Stream<Integer> broken() {
            return Stream.of(1, 2, 3).peek(each -> {
                if (each == 2) {
                    throw new IllegalStateException("a secret of ours");
                }
            });
        }

        @Call
        public Stream<Integer> refused() {
            return Stream.of(1).peek(each -> {
                throw new CallException("enough", "Enough");
            });
        }

        @Call
        public Stream<Integer> used() {
            Stream<Integer> stream = Stream.of(1, 2);
            stream.forEach(each -> {});
            return stream;
        }

        @Call
        public Stream<Integer> nothing() {
            return null;
        }

        @Call
        public Iterator<String> blocked() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public String next() {
                    try {
                        gate.pass();
                        return "passed";
                    } catch (InterruptedException e) {
                        interrupted = true;
                        throw new IllegalStateException("interrupted", e);
                    }
                }
            };
        }

        @Call
        public String fine() {
            return "fine";
        }
    }

    private static void goesOn(TestClient client) {
        client.says("['call',99,'feed.fine',[]]").hears("['ret',99,'fine']");
    }

    @Test
    void sendsItemsAsFarAsTheyAreGranted(TestClient client) {
        client.says("['call',1,'feed.numbers',[5],{'n':2}]");
        client.hears("['item',1,1,1]");
        client.hears("['item',1,2,2]");
        client.hearsNothing();
        client.says("['more',1,1]").hears("['item',1,3,3]");
        client.hearsNothing();
        client.says("['more',1,1]", "['more',1,10]").hears("['item',1,4,4]");
        client.hears("['item',1,5,5]");
        client.hears("['end',1]");
        assertThat(feed.closed).containsExactly("numbers");
    }

    @Test
    void sendsTheItemsOfAnIterator(TestClient client) {
        client.says("['call',1,'feed.letters',[],{'n':10}]").hears("['item',1,1,'a']");
        client.hears("['item',1,2,'b']");
        client.hears("['item',1,3,'c']");
        client.hears("['end',1]");
        goesOn(client);
    }

    @Test
    void asksAPublisherForAsMuchAsIsGranted(TestClient client) {
        client.says("['call',1,'feed.spoken',[],{'n':2}]").hears("['evt',1,null,'opened',null]");
        client.hearsNothing();
        feed.spoken.subscriber.onNext("a");
        client.hears("['item',1,1,'a']");
        client.says("['more',1,3]").hearsNothing();
        assertThat(feed.spoken.asked).containsExactly(2L, 3L);
        feed.spoken.subscriber.onNext("b");
        feed.spoken.subscriber.onComplete();
        client.hears("['item',1,2,'b']");
        client.hears("['end',1]");
    }

    @Test
    void pushesBeforeTheEndOfAPublisherThatIsEmpty(TestClient client) {
        client.says("['call',1,'feed.empty',[],{'n':2}]").hears("['evt',1,null,'opened',null]");
        client.hears("['end',1]");
    }

    @Test
    void endsWithTheErrorOfAPublisher(TestClient client) {
        client.says("['call',1,'feed.spoken',[],{'n':2}]").hears("['evt',1,null,'opened',null]");
        feed.spoken.subscriber.onError(new CallException("enough", "Enough"));
        client.hears("['end',1,{'code':'enough','message':'Enough'}]");
        client.says("['call',2,'feed.unwilling',[],{'n':2}]").hears("['end',2,{'code':'closed','message':'Closed'}]");
        goesOn(client);
    }

    @Test
    void endsWithTheErrorOfAStream(TestClient client) {
        client.says("['call',1,'feed.broken',[],{'n':9}]").hears("['item',1,1,1]");
        client.hears("['end',1,{'code':'internal','message':'The server failed','trace':'*'}]");
        client.says("['call',2,'feed.refused',[],{'n':9}]").hears("['end',2,{'code':'enough','message':'Enough'}]");
        goesOn(client);
    }

    @Test
    void failsACallThatReturnsAStreamNobodyCanRead(TestClient client) {
        client.says("['call',1,'feed.used',[],{'n':9}]").hears("['err',1,{'code':'internal','*':'*'}]");
        client.says("['call',2,'feed.nothing',[],{'n':9}]").hears("['err',2,{'code':'internal','*':'*'}]");
        goesOn(client);
    }

    @Test
    void refusesACallThatGrantsNothing(TestClient client) {
        client.says("['call',1,'feed.letters',[]]").hears("['err',1,{'code':'invalid','message':'*'}]");
        client.says("['cast','feed.letters',[]]").hearsNothing();
        assertThat(feed.closed).isEmpty();
    }

    @Test
    void stopsWhenItIsCancelled(TestClient client) {
        client.says("['call',1,'feed.numbers',[1000],{'n':1}]").hears("['item',1,1,1]");
        client.says("['cancel',1]", "['more',1,5]").hears("['end',1,{'code':'cancelled','message':'*'}]");
        client.hearsNothing();
        assertThat(feed.closed).containsExactly("numbers");
        client.says("['cancel',1]").hearsNothing();
    }

    @Test
    void cancelsAPublisher(TestClient client) {
        client.says("['call',1,'feed.spoken',[],{'n':2}]").hears("['evt',1,null,'opened',null]");
        client.says("['cancel',1]").hears("['end',1,{'code':'cancelled','message':'*'}]");
        feed.spoken.subscriber.onNext("late");
        feed.spoken.subscriber.onComplete();
        client.hearsNothing();
        assertThat(feed.spoken.asked).containsExactly(2L, "cancel");
    }

    @Test
    void interruptsAnIteratorThatBlocks(TestClient client) {
        client.says("['call',1,'feed.blocked',[],{'n':1}]");
        feed.gate.isReached();
        client.says("['cancel',1]").hears("['end',1,{'code':'cancelled','message':'*'}]");
        client.hearsNothing();
        assertThat(feed.interrupted).isTrue();
        goesOn(client);
    }

    @Test
    void hasNoDeadlineOnceItFlows(TestServer server, TestClient client) {
        client.says("['call',1,'feed.numbers',[2],{'n':1,'ttl':1000}]").hears("['item',1,1,1]");
        server.passes(Duration.ofMinutes(1));
        client.says("['more',1,9]").hears("['item',1,2,2]");
        client.hears("['end',1]");
    }

    @Test
    void goesOnWithTheNextItemAfterACutConnection(TestClient client) {
        client.says("['call',1,'feed.spoken',[],{'n':4}]").hears("['evt',1,null,'opened',null]");
        feed.spoken.subscriber.onNext("a");
        client.hears("['item',1,1,'a']");
        client.cut();
        feed.spoken.subscriber.onNext("b");
        TestClient back = client.resumes();
        feed.spoken.subscriber.onNext("c");
        back.hearsNothing();
        back.says("['call',1,'feed.spoken',[],{'n':3,'seen':1}]").hears("['item',1,2,'b']");
        back.hears("['item',1,3,'c']");
        feed.spoken.subscriber.onNext("d");
        back.hears("['item',1,4,'d']");
        feed.spoken.subscriber.onComplete();
        back.hears("['end',1]");
        assertThat(feed.spoken.asked).containsExactly(4L);
    }

    @Test
    void keepsTheEndUntilTheClientHasSaidWhatItHasHad(TestClient client) {
        client.says("['call',1,'feed.spoken',[],{'n':4}]").hears("['evt',1,null,'opened',null]");
        client.cut();
        feed.spoken.subscriber.onNext("a");
        TestClient back = client.resumes();
        feed.spoken.subscriber.onNext("b");
        feed.spoken.subscriber.onComplete();
        back.hearsNothing();
        back.says("['call',1,'feed.spoken',[],{'n':4,'seen':0}]").hears("['item',1,1,'a']");
        back.hears("['item',1,2,'b']");
        back.hears("['end',1]");
    }

    @Test
    void asksForMoreAfterACutConnectionIfMoreIsGranted(TestClient client) {
        client.says("['call',1,'feed.numbers',[9],{'n':1}]").hears("['item',1,1,1]");
        client.cut();
        TestClient back = client.resumes();
        back.says("['call',1,'feed.numbers',[9],{'n':2,'seen':1}]").hears("['item',1,2,2]");
        back.hears("['item',1,3,3]");
        back.hearsNothing();
        back.says("['cancel',1]").hears("['end',1,{'code':'cancelled','message':'*'}]");
    }

    @Test
    void saysSoWhenTheItemsAreNotKeptAnyMore(TestClient client) {
        client.says("['call',1,'feed.numbers',[1000],{'n':500}]");
        for (int i = 1; i <= 500; i++) {
            client.hears("['item',1," + i + "," + i + "]");
        }
        client.cut();
        TestClient back = client.resumes();
        back.says("['call',1,'feed.numbers',[1000],{'n':500,'seen':100}]");
        back.hears("['end',1,{'code':'unknown_outcome','message':'*'}]");
        back.hearsNothing();
        assertThat(feed.closed).containsExactly("numbers");
    }

    @Test
    void endsWithItsSession(TestServer server, TestClient client) {
        client.says("['call',1,'feed.numbers',[1000],{'n':1}]").hears("['item',1,1,1]");
        client.closes();
        server.settles();
        assertThat(feed.closed).containsExactly("numbers");
        assertThat(server.callCount()).isZero();
    }

    @Test
    void sendsManyItemsInTheirOrder(TestClient client) {
        client.says("['call',1,'feed.numbers',[2000],{'n':3000}]");
        List<Integer> heard = new ArrayList<>();
        for (int i = 1; i <= 2000; i++) {
            heard.add(client.hears("['item',1," + i + ",'*']").get(3).asInt());
        }
        client.hears("['end',1]");
        assertThat(heard).isEqualTo(IntStream.rangeClosed(1, 2000).boxed().toList());
    }
}
