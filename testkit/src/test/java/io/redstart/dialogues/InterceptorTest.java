package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallContext;
import io.redstart.api.CallException;
import io.redstart.api.Interceptor;
import io.redstart.api.NonBlocking;
import io.redstart.api.OnAction;
import io.redstart.api.OnEvent;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InterceptorTest {
    private static final List<String> LOG = new CopyOnWriteArrayList<>();
    private static volatile Gate gate = new Gate();
    private static volatile CompletableFuture<String> later = new CompletableFuture<>();

    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension kitchen =
            TestServerExtension.of(TestServer.builder().api(Kitchen.class));

    @Api("kitchen")
    @Singleton
    public static class Kitchen {
        @Call
        public String cook(String what) {
            LOG.add("cook " + what);
            return what;
        }

        @Call
        @NonBlocking
        public String quick() {
            return Thread.currentThread().getName();
        }

        @Call
        public CompletionStage<String> later() {
            return later;
        }

        @Call
        public Stream<String> courses() {
            return Stream.of("soup", "fish");
        }

        @Call
        public void burn() {
            throw new CallException("burnt", "It is burnt");
        }

        @Call
        public String members(User user) {
            return user.id();
        }

        @OnAction("kitchen/opened")
        public void opened() {}

        @OnEvent("bell")
        public void bell() {}
    }

    /** Writes down what it sees. */
    public static class Seeing implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            LOG.add(call.kind() + " " + call.target() + " of " + call.id());
            return next.proceed();
        }
    }

    abstract static class Named implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            String name = getClass().getSimpleName();
            LOG.add("into " + name);
            try {
                return next.proceed();
            } finally {
                LOG.add("out of " + name);
            }
        }
    }

    @Priority(10)
    public static class Outer extends Named {}

    @Priority(20)
    public static class Inner extends Named {}

    public static class LastA extends Named {}

    public static class LastB extends Named {}

    @Priority(20)
    public static class Closed implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) {
            throw new CallException("closed", "The kitchen is closed");
        }
    }

    public static class Seasoning implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            Object result = next.proceed();
            if (result instanceof CompletionStage<?> stage) {
                return stage.thenApply(value -> value + " with salt");
            }
            if (result instanceof Stream<?> courses) {
                return courses.map(value -> value + " with salt");
            }
            return result == null ? null : result + " with salt";
        }
    }

    public static class Timing implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            Object result = next.proceed();
            LOG.add("returned");
            return result instanceof CompletionStage<?> stage
                    ? stage.whenComplete((value, thrown) -> LOG.add("completed"))
                    : result;
        }
    }

    public static class Explaining implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            try {
                return next.proceed();
            } catch (CallException refused) {
                throw new CallException("explained", refused.message() + ", sorry");
            }
        }
    }

    public static class Broken implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) {
            throw new AssertionError("a secret of ours");
        }
    }

    @Priority(1)
    public static class Insisting implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            try {
                return next.proceed();
            } catch (CallException refused) {
                LOG.add("again");
                return next.proceed();
            }
        }
    }

    public static class Waiting implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            gate.pass();
            return next.proceed();
        }
    }

    @NonBlocking
    public static class Quick implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            return next.proceed();
        }
    }

    public static class Telling implements Interceptor {
        public record Seen(String target) {}

        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            call.session().emit("seen", new Seen(call.target()));
            return next.proceed();
        }
    }

    @BeforeEach
    void begin() {
        LOG.clear();
        gate = new Gate();
        later = new CompletableFuture<>();
    }

    @Test
    void seesCallsCastsActionsAndEvents(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Seeing.class);
        client.says("['call',7,'kitchen.cook',['rice']]").hears("['ret',7,'rice']");
        client.says("['act',8,null,{'type':'kitchen/opened'}]").hears("['ret',8,null]");
        client.says("['cast','kitchen.cook',['peas']]", "['evt','bell',null]").hearsNothing();
        assertThat(LOG)
                .containsExactly(
                        "CALL kitchen.cook of 7",
                        "cook rice",
                        "ACTION kitchen/opened of 8",
                        "CAST kitchen.cook of 0",
                        "cook peas",
                        "EVENT bell of 0");
    }

    @Test
    void doesNotSeeWhatIsRefusedBefore(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Seeing.class);
        client.says("['call',1,'kitchen.nothing',[]]").hears("['err',1,{'code':'not_found','message':'*'}]");
        client.says("['call',2,'kitchen.cook',[{}]]").hears("['err',2,{'code':'invalid','*':'*'}]");
        client.says("['call',3,'kitchen.members',[]]").hears("['err',3,{'code':'unauthenticated','message':'*'}]");
        assertThat(LOG).isEmpty();
    }

    @Test
    void standsInTheOrderOfPriorityThenOfNames(TestServer server, TestClient client) throws Exception {
        server.deploys("zebra", Outer.class, LastA.class);
        server.deploys("ape", LastB.class, Inner.class);
        client.says("['call',1,'kitchen.cook',['rice']]").hears("['ret',1,'rice']");
        assertThat(LOG)
                .containsExactly(
                        "into Outer",
                        "into Inner",
                        "into LastB",
                        "into LastA",
                        "cook rice",
                        "out of LastA",
                        "out of LastB",
                        "out of Inner",
                        "out of Outer");
    }

    @Test
    void mayRefuse(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Closed.class, Outer.class, LastA.class);
        client.says("['call',1,'kitchen.cook',['rice']]")
                .hears("['err',1,{'code':'closed','message':'The kitchen is closed'}]");
        assertThat(LOG).containsExactly("into Outer", "out of Outer");
    }

    @Test
    void mayPutSomethingInThePlaceOfTheResult(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Seasoning.class);
        client.says("['call',1,'kitchen.cook',['rice']]").hears("['ret',1,'rice with salt']");
        client.says("['call',2,'kitchen.courses',[],{'n':5}]").hears("['item',2,1,'soup with salt']");
        client.hears("['item',2,2,'fish with salt']");
        client.hears("['end',2]");
        client.says("['call',3,'kitchen.later',[]]").hearsNothing();
        later.complete("beans");
        client.hears("['ret',3,'beans with salt']");
    }

    @Test
    void mayTimeAStage(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Timing.class);
        client.says("['call',1,'kitchen.later',[]]").hearsNothing();
        assertThat(LOG).containsExactly("returned");
        later.complete("beans");
        client.hears("['ret',1,'beans']");
        assertThat(LOG).containsExactly("returned", "completed");
    }

    @Test
    void mayTellAFailureInOtherWords(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Explaining.class);
        client.says("['call',1,'kitchen.burn',[]]")
                .hears("['err',1,{'code':'explained','message':'It is burnt, sorry'}]");
    }

    @Test
    void mayPushAndItsPushesBelongToTheCall(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Telling.class);
        client.says("['call',1,'kitchen.cook',['rice']]")
                .hears("['evt',1,null,'seen',{'target':'kitchen.cook'},{'c':1}]");
        client.hears("['ret',1,'rice']");
        client.says("['call',2,'kitchen.burn',[]]").hears("['err',2,{'code':'burnt','message':'*'}]");
        client.hearsNothing();
    }

    @Test
    void failsTheCallWhenItThrowsAnError(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Broken.class);
        client.says("['call',1,'kitchen.cook',['rice']]")
                .hears("['err',1,{'code':'internal','message':'The server failed','trace':'*'}]");
        assertThat(LOG).isEmpty();
        assertThat(log.events()).singleElement().asString().contains("kitchen.cook failed");
        server.removes("around");
        client.says("['call',2,'kitchen.cook',['rice']]").hears("['ret',2,'rice']");
    }

    @Test
    void nobodyGetsPastAnInterceptorByGoingOnTwice(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Insisting.class, Closed.class);
        client.says("['call',1,'kitchen.cook',['rice']]")
                .hears("['err',1,{'code':'internal','message':'The server failed','trace':'*'}]");
        assertThat(LOG).containsExactly("again");
    }

    @Test
    void runsInItsBundleUntilItIsThrough(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Waiting.class);
        client.says("['call',1,'kitchen.cook',['rice']]");
        gate.isReached();
        CompletableFuture<Void> free = server.deploys("around", Seasoning.class).toCompletableFuture();
        client.says("['call',2,'kitchen.cook',['peas']]").hearsNothing();
        assertThat(free).isNotDone();
        gate.opens();
        client.hears("['ret',1,'rice']");
        client.hears("['ret',2,'peas with salt']");
        server.settles();
        assertThat(free).isDone();
    }

    @Test
    void holdsItsBundleUntilTheCallIsAnswered(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Timing.class);
        client.says("['call',1,'kitchen.later',[]]").hearsNothing();
        CompletableFuture<Void> free = server.removes("around").toCompletableFuture();
        server.settles();
        assertThat(free).isNotDone();
        later.complete("beans");
        client.hears("['ret',1,'beans']");
        server.settles();
        assertThat(free).isDone();
        assertThat(LOG).containsExactly("returned", "completed");
    }

    @Test
    void takesNonBlockingMethodsToWorkersUnlessItNeverWaits(TestServer server, TestClient client) throws Exception {
        String reader = Thread.currentThread().getName();
        assertThat(client.calls("kitchen.quick").asString()).isEqualTo(reader);
        server.deploys("quick", Quick.class);
        assertThat(client.calls("kitchen.quick").asString()).isEqualTo(reader);
        server.deploys("around", Seasoning.class);
        assertThat(client.calls("kitchen.quick").asString()).doesNotContain(reader);
        server.removes("around");
        assertThat(client.calls("kitchen.quick").asString()).isEqualTo(reader);
    }

    @Test
    void isCancelledWithItsCall(TestServer server, TestClient client) throws Exception {
        server.deploys("around", Waiting.class);
        client.says("['call',1,'kitchen.cook',['rice']]");
        gate.isReached();
        client.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        server.settles();
        assertThat(LOG).isEmpty();
    }
}
