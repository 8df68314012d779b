package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    private final Counter counter = new Counter();

    @RegisterExtension
    final TestServerExtension counting =
            TestServerExtension.of(TestServer.builder().api(Clap.class).instance(counter));

    public static class Base {
        @Call
        public String inherited() {
            return "inherited";
        }
    }

    @Api("counter")
    public static class Counter extends Base {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Call
        public void note(String what) {
            heard.add(what);
        }

        public String unmarked() {
            return "unmarked";
        }
    }

    @Api
    public static class Clap {
        @Call
        public String clap() {
            return "clap";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "counter.unmarked",
                "counter.inherited",
                "counter.toString",
                "counter.hashCode",
                "counter.getClass",
                "counter.wait",
                "counter.heard",
                "counter",
                "Counter.note",
                "counter.note.x",
                "note",
                ".note",
                "clap.clap",
                "__proto__"
            })
    void callsNothingButWhatIsMarked(String target, TestClient client) {
        client.says("['call',1,'" + target + "',[]]");
        client.hears("['err',1,{'code':'not_found','message':'There is no method \\'" + target + "\\''}]");
    }

    @Test
    void callsAMethodWithABareName(TestClient client) {
        client.says("['call',1,'clap',[]]").hears("['ret',1,'clap']");
    }

    @Test
    void answersAMethodThatReturnsNothingWithNull(TestClient client) {
        client.says("['call',1,'counter.note',['a']]").hears("['ret',1,null]");
    }

    @Test
    void doesNotAnswerACast(TestClient client) {
        client.says("['cast','counter.note',['a']]", "['cast','counter.note',{'what':'b'}]")
                .hearsNothing();
        assertThat(counter.heard).containsExactly("a", "b");
    }

    @Test
    void doesNotAnswerACastThatIsWrong(TestClient client) {
        client.says("['cast','counter.none',[]]", "['cast','counter.note',[]]").hearsNothing();
        client.says("['call',1,'clap',[]]").hears("['ret',1,'clap']");
    }

    @Test
    void shortensALongName(TestClient client) {
        client.says("['call',1,'" + "x".repeat(256) + "',[]]");
        String message = client.hears("['err',1,{'code':'not_found','*':'*'}]").toString();
        assertThat(message.length()).isLessThan(150);
    }
}
