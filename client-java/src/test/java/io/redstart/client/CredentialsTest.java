package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of credentials that do not last for ever. */
class CredentialsTest {
    private static final String EXPIRED = "[\"bye\",{\"code\":4401,\"reason\":\"Expired\",\"retry\":0}]";

    private final FakeServer server = new FakeServer();
    private final List<ConnectionState> states = new ArrayList<>();
    private final Deque<CompletableFuture<@Nullable String>> asked = new ArrayDeque<>();

    private CompletionStage<@Nullable String> ask() {
        asked.add(new CompletableFuture<>());
        return asked.getLast();
    }

    private RedstartClient open(String token) {
        RedstartClient client = server.client().token(this::ask).connect();
        client.onState(states::add);
        asked.remove().complete(token);
        server.welcomes();
        return client;
    }

    @Test
    void bringsFreshOnesWhenTheServerSaysThatTheyWillExpire() {
        open("first");
        server.says("[\"auth\",60000]\n[\"auth\",60000]"); // nobody is asked while one is on its way
        assertThat(asked).hasSize(1);
        server.hearsNothing();
        asked.remove().complete("second");
        server.hears("[\"auth\",1,\"second\"]");
        server.says("[\"ret\",1,null]\n[\"auth\",60000]");
        asked.remove().complete(null); // there are none any more
        server.hearsNothing();
    }

    @Test
    void reportsWhatCannotBeHadOrIsRefused() {
        RedstartClient client = open("first");
        server.says("[\"auth\",60000]");
        asked.remove().completeExceptionally(new IllegalStateException("offline"));
        assertThat(server.reported()).singleElement().isInstanceOf(IllegalStateException.class);
        server.says("[\"auth\",60000]");
        asked.remove().complete("second");
        server.hears("[\"auth\",1,\"second\"]");
        server.says("[\"err\",1,{\"code\":\"token_expired\",\"message\":\"Expired\",\"retry\":0}]");
        assertThat(server.reported()).hasSize(1);
        assertThat(client.state()).isInstanceOf(ConnectionState.Open.class);
    }

    @Test
    void asksAgainOnTheNextLineWhenItWasNeverAnswered() {
        open("first");
        server.says("[\"auth\",60000]");
        asked.remove();
        server.clock.advance(10_000);
        server.line().lose(4401, "Expired");
        server.clock.advance(0);
        asked.remove().complete("second");
        server.welcomes();
        server.says("[\"auth\",60000]");
        asked.remove().complete("third");
        server.hears("[\"auth\",1,\"third\"]");
    }

    @Test
    void comesBackAtOnceTheFirstTimeAndWaitsLongerTheNextTimes() {
        RedstartClient client = open("first");
        server.says(EXPIRED);
        server.line().lose(4401, "Expired");
        assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ZERO, 1, 4401, "Expired"));
        server.clock.advance(0);
        asked.remove().complete("second");
        server.line().open();
        server.says(EXPIRED);
        server.line().lose(1006, ""); // whether the close still comes does not matter
        assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ofSeconds(1), 2, 4401, "Expired"));
        server.clock.advance(999);
        assertThat(asked).isEmpty();
        server.clock.advance(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void staysAwayWithOnesThatAreFixed() {
        RedstartClient client = server.client().token("old").connect();
        server.welcomes();
        var call = client.call("pay", int.class, 5);
        server.says("[\"auth\",60000]");
        server.hears("[\"call\",1,\"pay\",[5]]");
        server.hearsNothing();
        server.line().lose(4401, "Expired");
        assertThat(client.state()).isEqualTo(new ConnectionState.Closed(4401, "token_expired", true));
        CallTest.assertCode(call, "unknown_outcome");
        assertThat(server.clock.waiting()).isZero();
    }

    @Test
    void comesBackWithoutAnySinceAHeaderMayBeFresh() {
        RedstartClient client = server.open();
        server.clock.advance(10_000);
        server.line().lose(4401, "Expired");
        assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ZERO, 1, 4401, "Expired"));
    }

    @Test
    void areToldToNobodyButTheServer() {
        RedstartClient client = open("s3cret");
        server.says("[\"auth\",1]");
        asked.remove().complete("s3cret");
        server.says("[\"err\",1,{\"code\":\"unauthenticated\",\"message\":\"No\"}]");
        server.says("[\"bye\",{\"code\":4501,\"reason\":\"No\",\"retry\":false}]");
        assertThat(client.state()).isInstanceOf(ConnectionState.Closed.class);
        assertThat(states + " " + server.reported).doesNotContain("s3cret");
    }

    @Test
    void reportsThatNoneCameInTime() {
        RedstartClient client = server.client().token(this::ask).connect();
        server.clock.advance(30_000);
        assertThat(server.reported()).singleElement().asString().contains("No token within 30000 ms");
        assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ofMillis(500), 2, 0, "no token"));
    }
}
