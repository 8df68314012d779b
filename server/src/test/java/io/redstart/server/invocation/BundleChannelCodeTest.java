package io.redstart.server.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redstart.api.ActionType;
import io.redstart.api.CallContext;
import io.redstart.api.CallException;
import io.redstart.api.ChannelApi;
import io.redstart.api.Default;
import io.redstart.api.EventType;
import io.redstart.api.Handshake;
import io.redstart.api.Interceptor;
import io.redstart.api.OnJoin;
import io.redstart.api.OnPublish;
import io.redstart.api.OnSet;
import io.redstart.api.RateLimit;
import io.redstart.api.Reducer;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.server.ServerSettings;
import io.redstart.server.channel.ChannelCode;
import io.redstart.server.channel.ChannelCode.Says;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.observe.Observer;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Backlog;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BundleChannelCodeTest {
    private static final Handshake HANDSHAKE = new Handshake(
            "/ws",
            Map.of(),
            Map.of(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            null,
            Handshake.Stage.UPGRADE);
    private static final List<String> ASKED = new ArrayList<>();

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final SessionRegistry registry = new SessionRegistry(
            new SessionSettings(Duration.ofMinutes(2), 1_000_000, 1 << 28, Duration.ofSeconds(30)),
            new Backlog(1L << 40),
            Runnable::run,
            Observer.NONE);
    private final Catalogue catalogue = new Catalogue(
            registry,
            NamespaceChannels.inMemory(registry, new ChannelSettings(), now::get, Observer.NONE),
            new InvocationSettings(),
            now::get,
            false,
            false);
    private final Invocation invocation =
            new Invocation(catalogue, registry, new InvocationSettings(), Runnable::run, now::get, Observer.NONE);
    private final ChannelCode code = invocation.channelCode();

    @BeforeEach
    void forget() {
        ASKED.clear();
    }

    @ActionType("room/said")
    public record Said(@Size(max = 10) String text) {}

    @ActionType("room/cleared")
    public record Cleared() {}

    @ActionType("room/broken")
    public record Broken(String how) {}

    @EventType("typing")
    public record Typing(boolean yes) {}

    public record Room(List<String> lines) {}

    @ChannelApi("room:*")
    public static class Rooms {
        private final Session own;

        public Rooms(Session own) {
            this.own = own;
        }

        @OnJoin
        public boolean join(Session session, Sessions all, Handshake handshake, @Nullable User user, String channel) {
            ASKED.add(channel + " " + session.id().equals(own.id()) + " " + handshake.path() + " "
                    + (user == null ? "guest" : user.id()));
            if (channel.equals("room:full")) {
                throw new CallException("room_full", "Room is full");
            }
            return !channel.equals("room:closed");
        }

        @OnPublish
        public void said(@Valid Said said, String channel) {
            if (said.text().equals("no")) {
                throw new CallException("rude", "Not in " + channel);
            }
        }

        @OnPublish
        public boolean typing(Typing typing) {
            return typing.yes();
        }

        @OnSet
        public void set(Room room) {
            ASKED.add("set " + room.lines());
        }

        @Reducer
        public static @Nullable Room said(@Default("{\"lines\":[]}") Room room, @Valid Said said, String channel) {
            List<String> lines = new ArrayList<>(room.lines());
            lines.add(channel.equals("room:loud") ? said.text() + "!" : said.text());
            return new Room(lines);
        }

        @Reducer
        public static @Nullable Room cleared(Room room, Cleared cleared) {
            return room.lines().isEmpty() ? room : null;
        }

        @Reducer
        public static Room broken(@Nullable Room room, Broken broken) throws Exception {
            switch (broken.how()) {
                case "refused" -> throw new CallException("refused", "No");
                case "checked" -> throw new Exception("checked");
                case "failed" -> throw new IllegalStateException("broken");
                default -> {
                    return room == null ? new Room(List.of()) : room;
                }
            }
        }
    }

    @Test
    void joiningIsPermittedOrRefusedByCodeAndNothingIsSaidOfOtherChannels() throws Exception {
        deploys("rooms", Rooms.class);
        LiveSession ann = session(new User("ann"));

        assertThat(code.onJoin(ann, "room:1")).isEqualTo(Says.PERMITS);
        assertThat(code.onJoin(session(null), "ROOM:2")).isEqualTo(Says.PERMITS);
        assertThat(ASKED).containsExactly("room:1 true /ws ann", "ROOM:2 true /ws guest");
        assertThat(code.onJoin(ann, "hall")).isEqualTo(Says.NOTHING);
        assertThat(List.of(code.mayWait("room:1"), code.mayWait("hall"))).containsExactly(true, false);
        assertThat(refusal(() -> code.onJoin(ann, "room:full"))).isEqualTo("room_full: Room is full");
        assertThat(refusal(() -> code.onJoin(ann, "room:closed"))).startsWith("forbidden: ");
        assertThat(ann.calls().casts()).isZero();
    }

    @Test
    void whatIsSaidIsCheckedBeforeItIsTold() throws Exception {
        deploys("rooms", Rooms.class);
        LiveSession ann = session(new User("ann"));

        assertThat(says(ann, "room:1", "{'type':'room/said','payload':{'text':'hi'}}"))
                .isEqualTo(Says.PERMITS);
        assertThat(refusal(() -> says(ann, "room:1", "{'type':'room/said','payload':{'text':'no'}}")))
                .isEqualTo("rude: Not in room:1");
        assertThat(refusal(() -> says(ann, "room:1", "{'type':'room/said','payload':{'text':[7]}}")))
                .isEqualTo("invalid: publish room:* room/said: said.text does not fit (expected: a text)");
        assertThat(refusal(() -> says(ann, "room:1", "{'type':'room/said'}")))
                .isEqualTo("invalid: publish room:* room/said: said is missing (expected: an object)");
        assertThat(refusal(() -> says(ann, "room:1", "{'type':'room/said','payload':{'text':'much too long'}}")))
                .startsWith("invalid: publish room:* room/said: said.text ");
        assertThat(says(ann, "room:1", "{'type':'room/cleared'}"))
                .as("by its reducer")
                .isEqualTo(Says.PERMITS);
        assertThat(says(ann, "room:1", "{'type':'room/other'}")).isEqualTo(Says.NOTHING);
        assertThat(code.onPublish(ann, "room:1", false, "typing", json("{'yes':true}")))
                .isEqualTo(Says.PERMITS);
        assertThat(refusal(() -> code.onPublish(ann, "room:1", false, "typing", json("{'yes':false}"))))
                .isEqualTo("forbidden: 'typing' may not be said in room:1");
        assertThat(code.onPublish(ann, "room:1", false, "room/said", json("{'text':'hi'}")))
                .as("an event of an action's name")
                .isEqualTo(Says.NOTHING);
    }

    @Test
    void aStateIsCheckedBeforeItIsSet() throws Exception {
        deploys("rooms", Rooms.class);
        LiveSession ann = session(null);

        assertThat(code.onSet(ann, "room:1", json("{'lines':['a']}"))).isEqualTo(Says.PERMITS);
        assertThat(ASKED).containsExactly("set [a]");
        assertThat(refusal(() -> code.onSet(ann, "room:1", json("null"))))
                .isEqualTo("invalid: set room:*: room is missing (expected: an object)");
        assertThat(refusal(() -> code.onSet(ann, "room:1", json("7"))))
                .isEqualTo("invalid: set room:*: room does not fit (expected: an object)");
        assertThat(code.onSet(ann, "hall", json("7"))).isEqualTo(Says.NOTHING);
    }

    @Test
    void actionsMakeTheNextState() throws Exception {
        deploys("rooms", Rooms.class);

        assertThat(reduce("room:1", null, "{'type':'room/said','payload':{'text':'a'}}"))
                .isEqualTo("{\"lines\":[\"a\"]}");
        assertThat(reduce(
                        "room:loud",
                        "{\"lines\":[\"a\"]}",
                        "{'meta':{'x':[1]},'payload':{'text':'b'},'type':'room/said'}"))
                .isEqualTo("{\"lines\":[\"a\",\"b!\"]}");
        assertThat(reduce("room:1", "{\"lines\":[\"a\"]}", "{'type':'room/cleared'}"))
                .isNull();
        assertThat(reduce("room:1", "{\"lines\": []}", "{'type':'room/cleared'}"))
                .as("unchanged, and so not written anew")
                .isEqualTo("{\"lines\": []}");
        assertThat(code.reduction("room:1", "room/other")).isNull();
        assertThat(code.reduction("hall", "room/said")).isNull();
    }

    @Test
    void aReducerThatRefusesOrFailsMakesNoState() throws Exception {
        deploys("rooms", Rooms.class);

        assertThat(refusal(() -> reduce("room:1", null, "{'type':'room/broken','payload':{'how':'refused'}}")))
                .isEqualTo("refused: No");
        assertThat(refusal(() -> reduce("room:1", null, "{'type':'room/cleared'}")))
                .isEqualTo("not_found: room:1 has no state");
        assertThat(refusal(() -> reduce("room:1", null, "{'type':'room/said','payload':{'text':'much too long'}}")))
                .startsWith("invalid: publish room:* room/said: said.text ");
        assertThat(refusal(() -> reduce("room:1", null, "{'type':'room/said','payload':[]}")))
                .isEqualTo("invalid: publish room:* room/said: said does not fit (expected: an object)");
        assertThatThrownBy(() -> reduce("room:1", null, "{'type':'room/broken','payload':{'how':'checked'}}"))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("checked");
        assertThatThrownBy(() -> reduce("room:1", null, "{'type':'room/broken','payload':{'how':'failed'}}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThatThrownBy(() -> reduce("room:1", "[7]", "{'type':'room/cleared'}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("room:1: its state does not fit the parameter room of publish room:* room/cleared");
    }

    /** A part of a state that cannot be read. */
    public static class Mute {
        public String getText() {
            throw new IllegalStateException("mute");
        }
    }

    public record Odd(@Nullable Mute what) {}

    @ChannelApi("odd")
    @Singleton
    public static class Odds {
        private final Mute own = new Mute();

        @Reducer
        public Odd said(@Nullable Odd odd, Said said) {
            return new Odd(said.text().isEmpty() ? null : own);
        }
    }

    @Test
    void aStateThatDoesNotConvertIsAFailureOfTheBundle() throws Exception {
        deploys("odds", Odds.class);

        assertThatThrownBy(() -> reduce("odd", null, "{'type':'room/said','payload':{'text':'a'}}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("odd: the state that publish odd room/said makes does not convert to JSON");
        assertThat(reduce("odd", null, "{'type':'room/said','payload':{'text':''}}"))
                .isEqualTo("{\"what\":null}");
    }

    @ChannelApi("room:vip:*")
    public static class Vips {
        @OnPublish
        public void typing(Typing typing) {}
    }

    @ChannelApi("room:vip:1")
    public static class One {
        @OnJoin
        public void join() {}
    }

    @ChannelApi("Room:*")
    public static class Others {
        @OnJoin
        public void join() {}
    }

    @Test
    void theLongestPatternAloneCounts() throws Exception {
        deploys("rooms", Rooms.class);
        deploys("vips", Vips.class, One.class);
        LiveSession ann = session(null);

        assertThat(code.onJoin(ann, "room:vip:2")).isEqualTo(Says.NOTHING);
        assertThat(code.onPublish(ann, "room:VIP:2", false, "typing", json("{'yes':false}")))
                .isEqualTo(Says.PERMITS);
        assertThat(code.onPublish(ann, "room:vip:1", false, "typing", json("{'yes':true}")))
                .isEqualTo(Says.NOTHING);
        assertThat(code.onJoin(ann, "room:vip:1")).isEqualTo(Says.PERMITS);
        assertThat(code.onJoin(ann, "room:vip")).isEqualTo(Says.PERMITS);
    }

    @Test
    void oneBundleSpeaksForAPattern() throws Exception {
        deploys("rooms", Rooms.class);

        RejectedBundleException refused =
                catchThrowableOfType(RejectedBundleException.class, () -> deploys("others", Others.class));

        assertThat(refused.mistakes())
                .extracting(Mistake::toString)
                .containsExactly("others: the channels 'Room:*' are already in bundle rooms (expected: one)");
        deploys("rooms", Others.class);
        catalogue.remove("rooms");
        deploys("others", Others.class);
    }

    @ChannelApi("seven")
    public static class Seven {
        @Reducer
        public static Room said(@Default("7") Room room, Said said) {
            return room;
        }
    }

    @Test
    void aDefaultThatIsNoStateRefusesTheBundle() {
        RejectedBundleException refused =
                catchThrowableOfType(RejectedBundleException.class, () -> deploys("seven", Seven.class));

        assertThat(refused.mistakes())
                .extracting(Mistake::toString)
                .containsExactly(
                        Seven.class.getName() + ".said: @Default of parameter room is '7' (expected: an object)");
    }

    @ChannelApi("guarded")
    @RateLimit(permits = 2, per = "1m")
    public static class Guarded {
        @OnJoin
        @RolesAllowed("member")
        public void join() {}

        @OnPublish
        @PermitAll
        public void typing(User user, Typing typing) {}

        @OnSet
        @DenyAll
        public void set(Room room) {}

        @Reducer
        @RolesAllowed("**")
        public static Room said(@Nullable Room room, Said said) {
            return new Room(List.of());
        }

        @Reducer
        public static Room cleared(@Nullable Room room, Cleared cleared) {
            return new Room(List.of());
        }
    }

    @Test
    void guardsStandBeforeWhatIsAsked() throws Exception {
        deploys("guarded", Guarded.class);
        LiveSession guest = session(null);
        LiveSession joe = session(new User("joe"));
        LiveSession ann = session(new User("ann", Set.of("member"), Map.of()));

        assertThat(refusal(() -> code.onJoin(guest, "guarded")))
                .isEqualTo("unauthenticated: join guarded is not for guests");
        assertThat(refusal(() -> code.onJoin(joe, "guarded")))
                .isEqualTo("forbidden: join guarded is not for this user");
        assertThat(refusal(() -> code.onSet(ann, "guarded", json("{'lines':[]}"))))
                .startsWith("forbidden: ");
        assertThat(refusal(() -> code.onPublish(guest, "guarded", false, "typing", json("{'yes':true}"))))
                .startsWith("unauthenticated: ");
        assertThat(refusal(() -> says(guest, "guarded", "{'type':'room/said'}")))
                .startsWith("unauthenticated: ");
        assertThat(code.onJoin(ann, "guarded")).isEqualTo(Says.PERMITS);
        assertThat(says(ann, "guarded", "{'type':'room/said'}")).isEqualTo(Says.PERMITS);
        CallException often = catchThrowableOfType(CallException.class, () -> code.onJoin(ann, "guarded"));
        assertThat(often.code()).isEqualTo("rate_limited");
        assertThat(often.retry()).isEqualTo(Duration.ofSeconds(30));
        assertThat(says(joe, "guarded", "{'type':'room/said'}"))
                .as("the limits are of one session")
                .isEqualTo(Says.PERMITS);
    }

    public static class Door implements io.redstart.api.Authenticator {
        @Override
        public CompletionStage<io.redstart.api.Decision> authenticate(Handshake handshake) {
            return io.redstart.api.Decision.guest().now();
        }
    }

    @Test
    void whatIsNotMarkedIsForNobodyWhereThereIsAnAuthenticator() throws Exception {
        deploys("guarded", Guarded.class);
        LiveSession ann = session(new User("ann"));
        assertThat(says(ann, "guarded", "{'type':'room/cleared'}")).isEqualTo(Says.PERMITS);

        deploys("door", Door.class);

        assertThat(refusal(() -> says(ann, "guarded", "{'type':'room/cleared'}")))
                .startsWith("forbidden: ");
        assertThat(reduce("guarded", null, "{'type':'room/cleared'}"))
                .as("said by the server")
                .isEqualTo("{\"lines\":[]}");
    }

    public static class Watch implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            ASKED.add(call.kind() + " " + call.target() + " in " + call.channel() + " by "
                    + call.session().user() + " " + call.id() + " " + call.cancelled());
            if ("room:9".equals(call.channel())) {
                throw new CallException("watched", "Not there");
            }
            return next.proceed();
        }
    }

    @Test
    void interceptorsStandAroundWhatIsAskedAlsoWhereAReducerPermits() throws Exception {
        deploys("rooms", Rooms.class);
        deploys("watch", Watch.class);
        LiveSession ann = session(null);

        code.onSet(ann, "room:1", json("{'lines':[]}"));
        says(ann, "room:1", "{'type':'room/cleared'}");

        assertThat(ASKED)
                .containsExactly(
                        "SET room:1 in room:1 by null 0 false",
                        "set []",
                        "PUBLISH room/cleared in room:1 by null 0 false");
        assertThat(refusal(() -> says(ann, "room:9", "{'type':'room/cleared'}")))
                .isEqualTo("watched: Not there");
        assertThat(refusal(() -> code.onJoin(ann, "room:9"))).isEqualTo("watched: Not there");
    }

    /** The states of channels stay; what is deployed by then makes the next. */
    @ChannelApi("room:*")
    public static class NewRooms {
        public record Counted(List<String> lines, @Nullable Integer count) {}

        @Reducer
        public static Counted said(@Default("{\"lines\":[]}") Counted room, Said said) {
            return new Counted(room.lines(), room.count() == null ? 1 : room.count() + 1);
        }
    }

    @Test
    void theNextStepIsMadeByWhatIsDeployedByThen() throws Exception {
        deploys("rooms", Rooms.class);
        ChannelCode.Reduction before = code.reduction("room:1", "room/said");
        ChannelCode.Reduction cleared = code.reduction("room:1", "room/cleared");
        String state = reduce("room:1", null, "{'type':'room/said','payload':{'text':'a'}}");

        CompletionStage<Void> free = deploys("rooms", NewRooms.class);

        assertThat(free.toCompletableFuture()).isCompleted();
        assertThat(reduce(before, state, "{'type':'room/said','payload':{'text':'b'}}"))
                .isEqualTo("{\"lines\":[\"a\"],\"count\":1}");
        assertThat(reduce(cleared, state, "{'type':'room/cleared'}"))
                .as("nothing reduces it any more")
                .isEqualTo(state);
        assertThat(code.onJoin(session(null), "room:1")).isEqualTo(Says.NOTHING);
    }

    @ChannelApi("slow")
    public static class Slow {
        static final CountDownLatch ASKING = new CountDownLatch(1);

        @OnJoin
        public void join(Session session) throws InterruptedException {
            session.emit("never", 1);
            ASKING.countDown();
            new CountDownLatch(1).await();
        }
    }

    @Test
    void whoDoesNotAnswerInTimeIsInterruptedAndHasNotPermitted() throws Exception {
        deploys("slow", Slow.class);
        LiveSession ann = session(null);
        Thread clock = new Thread(() -> {
            try {
                Slow.ASKING.await();
                now.addAndGet(30_000);
                ann.calls().all().forEach(call -> call.tick(now.get()));
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        clock.start();

        assertThat(refusal(() -> code.onJoin(ann, "slow"))).startsWith("timeout: ");
        clock.join();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(ann.calls().casts()).isZero();
    }

    private CompletionStage<Void> deploys(String name, Class<?>... types) throws RejectedBundleException {
        return catalogue.use(new ClasspathBundle(name, List.of(types), List.of(), List.of())
                .start(
                        (bundle, classes) -> ApiScanner.scan(bundle, classes, BundleIndex.NONE),
                        new HostObjects(catalogue::sessions, catalogue::channels, new ServerSettings()::bundle)));
    }

    private LiveSession session(@Nullable User user) {
        LiveSession session = registry.create(HANDSHAKE, user);
        registry.add(session);
        return session;
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private Says says(LiveSession session, String channel, String action) {
        JsonNode json = json(action);
        return code.onPublish(session, channel, true, json.get("type").asString(), json);
    }

    private @Nullable String reduce(String channel, @Nullable String state, String action) {
        return reduce(code.reduction(channel, json(action).get("type").asString()), state, action);
    }

    private static @Nullable String reduce(
            ChannelCode.@Nullable Reduction reduction, @Nullable String state, String action) {
        byte[] next = Objects.requireNonNull(reduction)
                .reduce(
                        state == null ? null : state.getBytes(UTF_8),
                        action.replace('\'', '"').getBytes(UTF_8));
        return next == null ? null : new String(next, UTF_8);
    }

    private static String refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
        CallException refusal = catchThrowableOfType(CallException.class, asking);
        assertThat(refusal).isNotNull();
        return refusal.code() + ": " + refusal.message();
    }
}
