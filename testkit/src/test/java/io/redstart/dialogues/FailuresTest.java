package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.ErrorCode;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class FailuresTest {
    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension failing = TestServerExtension.of(Failing.class);

    @ErrorCode("room_full")
    public static class RoomFullException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public RoomFullException(String message) {
            super(message);
        }
    }

    public record Explosive(String text) {
        public Explosive(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            throw new AssertionError("a secret of ours");
        }
    }

    @Api("failing")
    public static class Failing {
        @Call
        public void refuses() {
            throw new CallException(
                    "too_late",
                    "Come earlier",
                    Map.of("opens", 8),
                    Duration.ofSeconds(2),
                    List.of(new CallException.Field("time", "is too late")));
        }

        @Call
        public void full() {
            throw new RoomFullException("The room is full");
        }

        @Call
        public void breaks() {
            throw new IllegalStateException("a secret of ours");
        }

        @Call
        public void overflows() {
            throw new StackOverflowError();
        }

        @Call
        public CompletionStage<String> failsLater() {
            return CompletableFuture.supplyAsync(() -> {
                throw new CallException("too_late", "Come earlier");
            });
        }

        @Call
        public CompletionStage<String> breaksLater() {
            return CompletableFuture.failedFuture(new IllegalStateException("a secret of ours"));
        }

        @Call
        public CompletionStage<String> nothingLater() {
            return null;
        }

        @Call
        public CompletionStage<Explosive> explodesLater() {
            return CompletableFuture.supplyAsync(() -> new Explosive("x"));
        }

        @Call
        public Explosive explodes() {
            return new Explosive("x");
        }

        @Call
        public String large(int size) {
            return "x".repeat(size);
        }

        @Call
        public void unwritableData() {
            throw new CallException("odd", "Odd data", new Explosive("x"));
        }

        @Call
        public String fine() {
            return "fine";
        }
    }

    private static void goesOn(TestClient client) {
        client.says("['call',99,'failing.fine',[]]").hears("['ret',99,'fine']");
    }

    @Test
    void tellsARefusalAsItIs(TestClient client) {
        client.says("['call',1,'failing.refuses',[]]");
        client.hears("['err',1,{'code':'too_late','message':'Come earlier','data':{'opens':8},'retry':2000,"
                + "'fields':[{'path':'time','message':'is too late'}]}]");
        goesOn(client);
    }

    @Test
    void tellsAnExceptionWithACode(TestClient client) {
        client.says("['call',1,'failing.full',[]]");
        client.hears("['err',1,{'code':'room_full','message':'The room is full'}]");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void keepsEveryOtherExceptionInTheLog(TestClient client) {
        client.says("['call',1,'failing.breaks',[]]");
        JsonNode heard = client.hears("['err',1,{'code':'internal','message':'The server failed','trace':'*'}]");
        assertThat(heard.toString())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("Failing");
        String trace = heard.get(2).get("trace").stringValue();
        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).contains("failing.breaks").contains(trace);
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("a secret of ours");
        });
        goesOn(client);
    }

    @Test
    void survivesAnError(TestClient client) {
        client.says("['call',1,'failing.overflows',[]]").hears("['err',1,{'code':'internal','*':'*'}]");
        goesOn(client);
    }

    @Test
    void tellsWhatAStageFailsWith(TestClient client) {
        client.says("['call',1,'failing.failsLater',[]]");
        client.hears("['err',1,{'code':'too_late','message':'Come earlier'}]");
        client.says("['call',2,'failing.breaksLater',[]]").hears("['err',2,{'code':'internal','*':'*'}]");
        client.says("['call',3,'failing.nothingLater',[]]").hears("['err',3,{'code':'internal','*':'*'}]");
        goesOn(client);
    }

    @Test
    void survivesAResultThatCannotBeWritten(TestClient client) {
        client.says("['call',1,'failing.explodes',[]]").hears("['err',1,{'code':'internal','*':'*'}]");
        client.says("['call',2,'failing.explodesLater',[]]").hears("['err',2,{'code':'internal','*':'*'}]");
        goesOn(client);
    }

    @Test
    void survivesErrorDataThatCannotBeWritten(TestClient client) {
        client.says("['call',1,'failing.unwritableData',[]]").hears("['err',1,{'code':'odd','message':'Odd data'}]");
        goesOn(client);
    }

    @Test
    void saysThatAnAnswerIsTooLarge(TestClient client) {
        client.says("['call',1,'failing.large',[2000000]]");
        client.hears("['err',1,{'code':'too_large','message':'The answer is larger than 1048576 bytes'}]");
        goesOn(client);
    }
}
