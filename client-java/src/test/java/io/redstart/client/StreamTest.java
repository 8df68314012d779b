package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamTest {
    private final FakeServer server = new FakeServer();
    private final List<Object> told = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;

    /** Takes what the test asks for. */
    private final class Careful implements Flow.Subscriber<Integer> {
        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
        }

        @Override
        public void onNext(Integer item) {
            if (item < 0) {
                throw new IllegalStateException("negative");
            }
            told.add(item);
        }

        @Override
        public void onError(Throwable thrown) {
            told.add(thrown);
        }

        @Override
        public void onComplete() {
            told.add("end");
        }
    }

    private Flow.Subscription begun() {
        return Objects.requireNonNull(subscription);
    }

    @Test
    void beginsWithTheFirstDemandAndGrantsWhatIsAskedFor() {
        server.open().stream("feed", Integer.class).subscribe(new Careful());
        server.hearsNothing();
        begun().request(1);
        server.hears("[\"call\",1,\"feed\",[],{\"n\":1}]");
        server.says("[\"item\",1,1,10]");
        server.hearsNothing();
        begun().request(2);
        server.hears("[\"more\",1,2]");
        server.says("[\"item\",1,2,20]\n[\"item\",1,3,30]\n[\"end\",1]");
        assertThat(told).containsExactly(10, 20, 30, "end");
        begun().request(5);
        begun().cancel();
        server.hearsNothing();
    }

    @Test
    void neverGrantsMoreThanAWindow() {
        server.open().stream("feed", Integer.class).subscribe(new Careful());
        begun().request(20);
        server.hears("[\"call\",1,\"feed\",[],{\"n\":20}]");
        begun().request(Long.MAX_VALUE);
        begun().request(Long.MAX_VALUE);
        server.hearsNothing();
        for (int item = 1; item <= 4; item++) {
            server.says("[\"item\",1," + item + "," + item + "]");
        }
        server.hears("[\"more\",1,16]");
    }

    @Test
    void sendsNoMoreThanWasGranted() {
        server.open().stream("feed", Integer.class).subscribe(new Careful());
        begun().request(1);
        server.says("[\"item\",1,1,10]\n[\"item\",1,2,20]");
        assertThat(told).hasSize(2).first().isEqualTo(10);
        assertThat(told.get(1)).hasToString("io.redstart.api.CallException: more items than were granted");
    }

    @Test
    void refusesDemandThatIsNone() {
        server.open().stream("feed", Integer.class).subscribe(new Careful());
        begun().request(0);
        assertThat(told).singleElement().isInstanceOf(IllegalArgumentException.class);
        begun().request(1);
        server.hearsNothing();
    }

    @Test
    void stopsForASubscriberThatThrows() {
        server.open().stream("feed", Integer.class).subscribe(new Careful());
        begun().request(5);
        server.hears("[\"call\",1,\"feed\",[],{\"n\":5}]");
        server.says("[\"item\",1,1,-1]");
        server.hears("[\"cancel\",1]");
        server.says("[\"item\",1,2,2]\n[\"end\",1]");
        assertThat(told).isEmpty();
        assertThat(server.reported()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void endsWhenAnItemDoesNotConvert() {
        server.open().stream("feed", Integer.class).subscribe(new Careful());
        begun().request(5);
        server.hears("[\"call\",1,\"feed\",[],{\"n\":5}]");
        server.says("[\"item\",1,1,1]\n[\"item\",1,2,{\"a\":1}]");
        server.hears("[\"cancel\",1]");
        assertThat(told).hasSize(2);
        assertThat(server.reported).isEmpty();
    }

    @Test
    void waitsForItsFirstItemOnlyIfTold() {
        RedstartClient client = server.open();
        Caller hasty = client.with(CallOptions.NONE.timeout(Duration.ofSeconds(1)));
        hasty.stream("feed", Integer.class).subscribe(new Careful());
        begun().request(5);
        server.hears("[\"call\",1,\"feed\",[],{\"ttl\":1000,\"n\":5}]");
        server.says("[\"item\",1,1,1]");
        server.clock.advance(20_000);
        assertThat(told).containsExactly(1);
        hasty.stream("feed", Integer.class).subscribe(new Careful());
        begun().request(5);
        server.hears("[\"call\",2,\"feed\",[],{\"ttl\":1000,\"n\":5}]");
        server.clock.advance(1000);
        assertThat(told).hasSize(2);
        server.hears("[\"cancel\",2]");
    }

    @Test
    void eachSubscriberIsACallOfItsOwn() {
        Flow.Publisher<Integer> feed = server.open().stream("feed", Integer.class, "x");
        feed.subscribe(new Careful());
        begun().request(1);
        feed.subscribe(new Careful());
        begun().request(2);
        server.hears("[\"call\",1,\"feed\",[\"x\"],{\"n\":1}]");
        server.hears("[\"call\",2,\"feed\",[\"x\"],{\"n\":2}]");
    }

    @Test
    void demandMadeWhileAwayIsToldOnce() {
        server.open().stream("feed", Integer.class).subscribe(new Careful());
        begun().request(4);
        server.hears("[\"call\",1,\"feed\",[],{\"n\":4}]");
        server.says("[\"item\",1,1,1]");
        server.line().lose(1006, "");
        begun().request(20);
        server.clock.advance(250);
        server.line().open();
        server.hears("[\"hello\",\"*\"]");
        server.says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k2\",\"resumed\":true}]");
        server.hears("[\"call\",1,\"feed\",[],{\"n\":23,\"seen\":1}]");
        server.hearsNothing();
    }
}
