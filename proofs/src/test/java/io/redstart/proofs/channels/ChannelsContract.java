package io.redstart.proofs.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Action;
import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.client.RedstartClient;
import io.redstart.client.RemoteChannel;
import io.redstart.proofs.line.Cut;
import io.redstart.proofs.line.Cuts;
import io.redstart.proofs.line.Direction;
import io.redstart.proofs.line.FaultProxy;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import io.redstart.server.channel.ChannelRule;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.session.SessionSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client library promises of channels, tried with a real server over lines that are cut. */
abstract class ChannelsContract {
    static final long PATIENCE = 60;

    private static final List<String> ALL = List.of("all");
    private static final Cut NOW = new Cut(Cut.Kind.RST, Direction.DOWN, 0, Duration.ZERO, Duration.ZERO);
    private static final Cuts NONE = new Cuts(0, new Cuts.Reach(1, 1, Duration.ZERO));

    /** Everybody is who they say they are. */
    public static final class Names implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            String name = handshake.token();
            Decision decision = name == null ? Decision.undecided() : Decision.accept(new User(name));
            return CompletableFuture.completedFuture(decision);
        }
    }

    private final List<AutoCloseable> open = new ArrayList<>();

    abstract Player.Kind kind();

    @AfterEach
    void closeAll() throws Exception {
        for (int at = open.size() - 1; at >= 0; at--) {
            open.get(at).close();
        }
    }

    private <T extends AutoCloseable> T open(T opened) {
        open.add(opened);
        return opened;
    }

    private RedstartServer server(int port, @Nullable Duration window) throws Exception {
        SessionSettings usual = new SessionSettings();
        ChannelSettings bounds = new ChannelSettings();
        var settings = new ServerSettings()
                .with(new ChannelSettings(
                        bounds.maxJoined(),
                        bounds.maxState(),
                        bounds.maxUserStates(),
                        bounds.maxChannels(),
                        bounds.maxBytes(),
                        300,
                        bounds.historyBytes(),
                        bounds.historyAge(),
                        Map.of("*", new ChannelRule(ALL, ALL, ALL, ALL, ALL, true))));
        if (window != null) {
            settings = settings.with(
                    new SessionSettings(window, usual.replayPushes(), usual.replayBytes(), usual.askTimeout()));
        }
        return open(RedstartServer.builder()
                .settings(settings)
                .port(port)
                .api(Names.class)
                .start());
    }

    private Player player(URI server, String name) throws IOException {
        return open(kind().start(server, name));
    }

    /** Somebody else, over a line that is never cut. */
    private RemoteChannel teller(RedstartServer server, String channel) {
        RedstartClient client = open(
                RedstartClient.builder(server.webSocketUri()).token("teller").connect());
        return client.channel(channel);
    }

    private static void done(CompletableFuture<?> answer) throws Exception {
        answer.get(PATIENCE, TimeUnit.SECONDS);
    }

    private static void says(RemoteChannel teller, Object text) throws Exception {
        done(teller.dispatch(Action.of("said", Map.of("text", text))));
    }

    @Test
    void isToldTheStateAndThenEachActionOnceInOrder() throws Exception {
        RedstartServer server = server(0, null);
        RemoteChannel teller = teller(server, "room:1");
        done(teller.set(List.of("tea")));
        Player player = player(server.webSocketUri(), "ann");
        player.does("join room:1");
        assertThat(player.next()).isEqualTo("room:1 state [\"tea\"]");
        assertThat(player.next()).isEqualTo("join room:1: null");
        says(teller, "one");
        player.does("say room:1 two");
        assertThat(player.next()).isEqualTo("room:1 said one");
        assertThat(player.next()).isEqualTo("room:1 said two");
        assertThat(player.next()).isEqualTo("say room:1: null");
        done(teller.set(null));
        assertThat(player.next()).isEqualTo("room:1 state null");
        player.does("set room:1 7");
        assertThat(player.next()).isEqualTo("room:1 state 7");
        assertThat(player.next()).isEqualTo("set room:1: null");
        player.does("get room:1");
        assertThat(player.next()).isEqualTo("get room:1: 7");
        player.does("leave room:1");
        assertThat(player.next()).isEqualTo("leave room:1: null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2M", "PT0S"}) // resumes, or begins a fresh session and joins again
    void isToldEachActionOnceInOrderThoughTheLineIsCut(Duration window) throws Exception {
        RedstartServer server = server(0, window);
        RemoteChannel teller = teller(server, "room:1");
        FaultProxy proxy = open(new FaultProxy(server.webSocketUri(), NONE, Cut.NEVER));
        Player player = player(proxy.uri(), "ann");
        player.does("join room:1");
        assertThat(player.next()).isEqualTo("room:1 state null");
        assertThat(player.next()).isEqualTo("join room:1: null");
        for (int at = 1; at <= 200; at++) {
            if (at % 40 == 0) {
                proxy.endsWith(NOW);
            }
            says(teller, at);
        }
        for (int at = 1; at <= 200; at++) {
            assertThat(player.next()).isEqualTo("room:1 said " + at);
        }
        says(teller, "last");
        assertThat(player.next()).isEqualTo("room:1 said last");
    }

    @Test
    void isToldTheStateWholeByAServerThatWasStartedAnew() throws Exception {
        RedstartServer first = server(0, null);
        int port = first.webSocketUri().getPort();
        RemoteChannel before = teller(first, "room:1");
        done(before.set("before"));
        says(before, "one");
        Player player = player(first.webSocketUri(), "ann");
        player.does("join room:1");
        assertThat(player.next()).isEqualTo("room:1 state \"before\"");
        assertThat(player.next()).isEqualTo("join room:1: null");
        first.close();
        RedstartServer second = server(port, null);
        assertThat(player.next()).isEqualTo("room:1 state null");
        says(teller(second, "room:1"), "two"); // its place is one that the other server had given
        assertThat(player.next()).isEqualTo("room:1 said two");
    }

    @Test
    void isTakenOutWhenItsGrantIsRevoked() throws Exception {
        RedstartServer server = server(0, null);
        RemoteChannel teller = teller(server, "#staff");
        Player player = player(server.webSocketUri(), "ann");
        player.does("join #staff");
        assertThat(player.next()).isEqualTo("join #staff: forbidden");
        done(teller.grant("ann"));
        done(teller.grant("teller"));
        player.does("join #staff");
        assertThat(player.next()).isEqualTo("#staff state null");
        assertThat(player.next()).isEqualTo("join #staff: null");
        done(teller.revoke("ann"));
        assertThat(player.next()).isEqualTo("#staff left revoked");
        says(teller, "secret");
        player.does("join #staff");
        assertThat(player.next()).isEqualTo("join #staff: forbidden");
    }

    @Test
    void isToldWhoComesAndGoesAndSeesAllThatWasThereBefore() throws Exception {
        RedstartServer server = server(0, Duration.ZERO);
        Player ann = player(server.webSocketUri(), "ann");
        ann.does("set room:1 {\"title\":\"Tea\"}");
        assertThat(ann.next()).isEqualTo("set room:1: null");
        ann.does("join room:1");
        assertThat(ann.next()).isEqualTo("room:1 state {\"title\":\"Tea\"}");
        assertThat(ann.next()).isEqualTo("join room:1: null");
        Player joe = player(server.webSocketUri(), "joe");
        joe.does("join room:1");
        assertThat(joe.next()).isEqualTo("room:1 state {\"title\":\"Tea\"}");
        assertThat(joe.next()).isEqualTo("join room:1: null");
        assertThat(ann.next()).isEqualTo("room:1 came joe");
        ann.does("who room:1");
        assertThat(ann.next()).isEqualTo("who room:1: {\"users\":[\"ann\",\"joe\"],\"guests\":0,\"sessions\":2}");
        joe.close();
        assertThat(ann.next()).isEqualTo("room:1 went joe");
    }
}
