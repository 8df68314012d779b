package io.redstart.server.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.MessageWriter;
import io.redstart.server.channel.ChannelCode;
import io.redstart.server.channel.ChannelRule;
import io.redstart.server.channel.ChannelRules;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.ChannelStore;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Backlog;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What code of bundles says of channels, and states that take a while to be kept. */
class ChannelCallsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final SessionRegistry registry =
            new SessionRegistry(new SessionSettings(), new Backlog(1L << 40), Runnable::run, Observer.NONE);
    private CompletableFuture<Void> disk = CompletableFuture.completedFuture(null);
    private final NamespaceChannels channels = new NamespaceChannels(
            registry,
            new ChannelSettings(),
            new ChannelRules(Map.of(), ChannelRule.CLOSED),
            new Slow(),
            () -> 0,
            Observer.NONE);
    private final ChannelCalls calls = new ChannelCalls(
            new Invocation(
                    new Catalogue(registry, channels, new InvocationSettings(), () -> 0, false, false),
                    registry,
                    new InvocationSettings(),
                    Runnable::run,
                    () -> 0,
                    Observer.NONE),
            channels,
            Code::new,
            new MessageWriter(JsonMapper.shared(), 1 << 20));
    private final Client ann = new Client("ann");

    /** Keeps what is stored when the disk is ready. */
    private final class Slow implements ChannelStore {
        @Override
        public void state(String channel, @Nullable String user, byte @Nullable [] json, long lastsMillis) {}

        @Override
        public void grant(String channel, String user, boolean granted) {}

        @Override
        public CompletionStage<Void> durable() {
            return disk;
        }

        @Override
        public void load(Loading into) {}
    }

    /** Lets anybody but eve do anything in rooms, and adds numbers up. */
    private static final class Code implements ChannelCode {
        private static Says says(LiveSession session, String channel) {
            User user = session.user();
            if (user != null && user.id().equals("eve")) {
                throw new CallException("banned", "Not you");
            }
            return channel.startsWith("room") || channel.startsWith("@") ? Says.PERMITS : Says.NOTHING;
        }

        @Override
        public Says onJoin(LiveSession session, String channel) {
            return says(session, channel);
        }

        @Override
        public Says onPublish(LiveSession session, String channel, boolean action, String name, JsonNode payload) {
            return says(session, channel);
        }

        @Override
        public Says onSet(LiveSession session, String channel, JsonNode value) {
            return says(session, channel);
        }

        @Override
        public @Nullable Reduction reduction(String channel, String actionType) {
            return actionType.equals("add") ? Code::add : null;
        }

        private static byte[] add(byte @Nullable [] state, byte[] action) {
            int more = JsonMapper.shared().readTree(action).get("payload").asInt();
            if (more < 0) {
                throw new CallException("too_little", "Less than nothing");
            }
            int sum = (state == null ? 0 : Integer.parseInt(new String(state, UTF_8))) + more;
            return Integer.toString(sum).getBytes(UTF_8);
        }
    }

    private final class Client implements Carrier {
        private final List<String> heard = new ArrayList<>();
        private final LiveSession session;
        private long id;

        Client(String user) {
            this(new User(user));
        }

        Client(User user) {
            session = registry.create(
                    new Handshake("/ws", Map.of(), Map.of(), PEER, null, Handshake.Stage.UPGRADE), user);
            session.attach(new Connection(this, new TransportSettings(), () -> 0), key -> new byte[] {'[', ']'});
            registry.add(session);
        }

        List<String> joins(String channel) {
            calls.take(session, new FromClient.Join(++id, channel, null));
            return heard();
        }

        List<String> says(String channel, int more) {
            return says(channel, more, null);
        }

        List<String> says(String channel, int more, @Nullable String to) {
            JsonNode action = JsonMapper.shared().valueToTree(Map.of("type", "add", "payload", more));
            calls.take(session, new FromClient.Act(++id, channel, action, to), channel, action);
            return heard();
        }

        List<String> sets(String channel, int value) {
            JsonNode json = JsonMapper.shared().valueToTree(value);
            calls.take(session, new FromClient.SetState(++id, channel, json, null, 0, true));
            return heard();
        }

        /** The first word and the last part of each message since it was asked last. */
        List<String> heard() {
            List<String> all = heard.stream()
                    .filter(message -> !message.equals("[]"))
                    .map(message -> JsonMapper.shared().readTree(message))
                    .map(message -> message.get(0).stringValue() + " " + last(message))
                    .toList();
            heard.clear();
            return all;
        }

        private static String last(JsonNode message) {
            boolean action = message.get(0).stringValue().equals("act");
            JsonNode last = action ? message.get(3).get("payload") : message.get(message.size() - 1);
            return last.isObject() ? last.get("code").stringValue() : last.toString();
        }

        @Override
        public void write(Frame frame, Runnable done) {
            new String(frame.bytes(), UTF_8).lines().forEach(heard::add);
            done.run();
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}

        @Override
        public InetSocketAddress peer() {
            return PEER;
        }
    }

    @Test
    void permitsWhatRulesDoNot() {
        assertThat(ann.joins("news")).containsExactly("err forbidden");
        assertThat(ann.joins("room")).containsExactly("state null", "ret null");
        assertThat(ann.sets("room", 7)).containsExactly("ret null");
        assertThat(ann.sets("news", 7)).containsExactly("err forbidden");
    }

    @Test
    void isRefusedInTheWordsOfTheCode() {
        Client eve = new Client("eve");
        assertThat(eve.joins("room")).containsExactly("err banned");
        assertThat(eve.says("room", 1)).containsExactly("err banned");
        assertThat(eve.sets("room", 1)).containsExactly("err banned");
        assertThat(channels.size()).isZero();
    }

    @Test
    void isNotAskedOfWhatNobodyMayEver() {
        assertThat(ann.joins("#room")).containsExactly("err forbidden");
        assertThat(ann.joins("a b")).containsExactly("err invalid");
        assertThat(ann.says("room", 1, "joe")).containsExactly("err forbidden");
    }

    @Test
    void isNotAskedOfControl() {
        Client control = new Client(new User("eve", Set.of(ChannelRule.CONTROL), Map.of()));
        assertThat(control.joins("room")).containsExactly("state null", "ret null");
        assertThat(control.sets("room", 1)).containsExactly("ret null");
        assertThat(control.says("room", 1)).containsExactly("act 1", "ret null");
    }

    @Test
    void changesTheStateByTheActionThatIsTold() {
        ann.joins("room");
        assertThat(ann.says("room", 2)).containsExactly("act 2", "ret null");
        assertThat(ann.says("room", 3)).containsExactly("act 3", "ret null");
        assertThat(state("room", null)).isEqualTo("5");
        assertThat(ann.says("room", -1)).containsExactly("err too_little");
        assertThat(state("room", null)).isEqualTo("5");
    }

    @Test
    void changesTheStateOfTheUserWhereEachHasTheirOwn() {
        Client joe = new Client("joe");
        ann.joins("@sum");
        joe.joins("@sum");
        assertThat(ann.says("@sum", 2)).containsExactly("act 2", "ret null");
        assertThat(joe.heard()).isEmpty();
        assertThat(state("@sum", "ann")).isEqualTo("2");
        assertThat(state("@sum", "joe")).isNull();
    }

    @Test
    void answersWhenTheStateIsKept() {
        disk = new CompletableFuture<>();
        assertThat(ann.sets("room", 1)).isEmpty();
        assertThat(ann.session.calls().size()).isEqualTo(1);
        assertThat(state("room", null)).isEqualTo("1");
        disk.complete(null);
        assertThat(ann.heard()).containsExactly("ret null");
    }

    @Test
    void failsWhereTheStateCannotBeKept() {
        disk = CompletableFuture.failedFuture(new IllegalStateException("disk full"));
        assertThat(ann.sets("room", 1)).containsExactly("err internal");
    }

    @Test
    void isGivenUpWhenTheServerStops() {
        disk = new CompletableFuture<>();
        ann.sets("room", 1);
        ann.session.calls().newestFirst().forEach(RunningCall::giveUp);
        assertThat(ann.heard()).containsExactly("err unknown_outcome");
        disk.complete(null);
        assertThat(ann.heard()).isEmpty();
        assertThat(ann.session.calls().size()).isZero();
    }

    private @Nullable String state(String channel, @Nullable String user) {
        byte[] json = channels.get(channel, user);
        return json == null ? null : new String(json, UTF_8);
    }
}
