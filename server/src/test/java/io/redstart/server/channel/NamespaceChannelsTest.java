package io.redstart.server.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.FromClient.Position;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Backlog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class NamespaceChannelsTest {
    private static final long EVER = Long.MAX_VALUE;

    private static final ChannelRules RULES = new ChannelRules(
            Map.of(
                    "*",
                    new ChannelRule(null, null, null, null, null, false),
                    "room*",
                    new ChannelRule(),
                    "staff",
                    new ChannelRule(List.of("staff"), null, null, null, null, null)),
            ChannelRule.OPEN);
    private static final MessageWriter WRITER = new MessageWriter(JsonMapper.shared(), 1 << 16);

    private final List<String> limits = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger epochs = new AtomicInteger();
    private final SessionRegistry registry = new SessionRegistry(
            new SessionSettings(Duration.ofMinutes(2), 1_000_000, 1 << 28, Duration.ofSeconds(30)),
            new Backlog(1L << 40),
            Runnable::run,
            Observer.NONE);
    private final List<Member> members = new ArrayList<>();
    private NamespaceChannels namespace = namespace(settings(1 << 20));

    private NamespaceChannels namespace(ChannelSettings settings) {
        return new NamespaceChannels(
                registry,
                settings,
                RULES,
                ChannelStore.NONE,
                () -> "e" + epochs.incrementAndGet(),
                now::get,
                new Observer() {
                    @Override
                    public void limitHit(String limit) {
                        limits.add(limit);
                    }
                });
    }

    private static ChannelSettings settings(long maxBytes) {
        return new ChannelSettings(3, 100, 100_000, 10, maxBytes, 4, 1 << 16, Duration.ofMinutes(5), Map.of());
    }

    private static EncodedPush event(String channel, String name, long offset) {
        return WRITER.event(channel, name, offset, PushMeta.NONE);
    }

    private void join(Member member, String channel) {
        join(member, channel, null, Admission.RULES);
    }

    private void join(Member member, String channel, @Nullable Position since) {
        join(member, channel, since, Admission.RULES);
    }

    private void join(Member member, String channel, @Nullable Position since, Admission admission) {
        assertThat(namespace.join(member.session(), member.session().user(), channel, since, admission))
                .isTrue();
    }

    private boolean isIn(Member member, String channel) {
        List<LiveSession> in = new ArrayList<>();
        namespace.forEachMember(channel, null, in::add);
        return in.contains(member.session());
    }

    private Member member(@Nullable String user) {
        Member member = new Member(registry, user);
        members.add(member);
        return member;
    }

    private void say(String channel, String what) {
        say(channel, null, what);
    }

    private void say(String channel, @Nullable String user, String what) {
        namespace.publish(channel, user, at -> event(channel, what, at), null);
    }

    private void set(String channel, @Nullable String user, @Nullable String json, long until) {
        long ttl = until == EVER ? 0 : until - now.get();
        namespace.set(channel, user, json == null ? null : json.getBytes(UTF_8), ttl, false);
    }

    private @Nullable String get(String channel, @Nullable String user) {
        byte[] json = namespace.get(channel, user);
        return json == null ? null : new String(json, UTF_8);
    }

    /** Whoever was here goes, and then nothing is left, once all that ends by itself has ended. */
    @AfterEach
    void settles() {
        members.forEach(member -> member.session().end());
        now.addAndGet(Duration.ofHours(1).toMillis());
        namespace.tick();
        for (String channel : List.of("news", "room", "#vip", "@me")) {
            set(channel, null, null, EVER);
            for (String user : List.of("joe", "ann")) {
                set(channel, user, null, EVER);
                if (ChannelName.isPrivate(channel)) {
                    namespace.revoke(channel, user);
                }
            }
        }
        now.addAndGet(Duration.ofHours(1).toMillis());
        namespace.tick();
        assertThat(namespace.size()).isZero();
        assertThat(namespace.wheel().size()).isZero();
        assertThat(namespace.joined()).isZero();
        assertThat(namespace.bytes()).isZero();
    }

    private static byte[] oneMore(byte @Nullable [] json) {
        return json == null
                ? new byte[] {'1'}
                : Integer.toString(Integer.parseInt(new String(json, UTF_8)) + 1)
                        .getBytes(UTF_8);
    }

    @Test
    void tellsTheStateAndThenEachPushOnce() {
        Member joe = member("joe");
        set("news", null, "{\"a\":1}", EVER);
        join(joe, "news");
        say("news", "hi");
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",1],{\"a\":1}", "evt \"news\",\"hi\",2");
    }

    @Test
    void tellsWhatWasMissed() {
        Member joe = member("joe");
        join(joe, "news");
        say("news", "one");
        namespace.leave(joe.session(), "news", null);
        say("news", "two");
        set("news", null, "7", EVER);
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",0],null", "evt \"news\",\"one\",1");

        join(joe, "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"two\",2", "state \"news\",[\"e1\",3],7");
    }

    @Test
    void tellsTheStateWholeWhereTooMuchWasMissed() {
        Member joe = member("joe");
        set("news", null, "7", EVER);
        for (int i = 0; i < 5; i++) {
            say("news", "more");
        }
        join(joe, "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",6],7");
        join(joe, "news", new Position("e1", 2));
        assertThat(joe.heard()).hasSize(4).allMatch(push -> push.startsWith("evt \"news\",\"more\""));
    }

    @Test
    void tellsTheStateWholeToWhoKnowsAnotherHistory() {
        Member joe = member("joe");
        set("news", null, "7", EVER);
        join(joe, "news", new Position("e0", 1));
        join(joe, "news", new Position("e1", 2));
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",1],7", "state \"news\",[\"e1\",1],7");
    }

    @Test
    void forgetsWhatIsOld() {
        Member joe = member("joe");
        set("news", null, "7", EVER);
        say("news", "old");
        now.addAndGet(Duration.ofMinutes(5).toMillis());
        say("news", "new");
        join(joe, "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",3],7");
        join(joe, "news", new Position("e1", 2));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"new\",3");
    }

    @Test
    void tellsOneUserInEverySession() {
        Member desk = member("joe");
        Member phone = member("joe");
        Member ann = member("ann");
        for (Member each : List.of(desk, phone, ann)) {
            join(each, "news");
            each.heard();
        }
        say("news", "joe", "psst");
        assertThat(desk.heard()).containsExactly("evt \"news\",\"psst\",1");
        assertThat(phone.heard()).containsExactly("evt \"news\",\"psst\",1");
        assertThat(ann.heard()).isEmpty();

        join(ann, "news", new Position("e1", 0));
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void showsAUserTheirOwnStateBeforeThatOfAll() {
        Member joe = member("joe");
        Member ann = member("ann");
        set("news", null, "\"all\"", EVER);
        set("news", "joe", "\"joe\"", EVER);
        join(joe, "news");
        join(ann, "news");
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1@joe\",2],\"joe\"");
        assertThat(ann.heard()).containsExactly("state \"news\",[\"e1\",2],\"all\"");

        set("news", null, "\"more\"", EVER);
        assertThat(joe.heard()).isEmpty();
        assertThat(ann.heard()).containsExactly("state \"news\",[\"e1\",3],\"more\"");

        set("news", "joe", null, EVER);
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",4],\"more\"");
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void doesNotCatchUpWithTheStateOfAllWhoHasTheirOwn() {
        Member joe = member("joe");
        set("news", "joe", "\"joe\"", EVER);
        set("news", null, "\"all\"", EVER);
        join(joe, "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1@joe\",2],\"joe\"");
    }

    @Test
    void keepsTheStateOfAllFromAChannelOfOnesOwn() {
        set("@me", null, "\"all\"", EVER);
        set("@me", "joe", "\"joe\"", EVER);
        assertThat(get("@me", "joe")).isEqualTo("\"joe\"");
        assertThat(get("@me", "ann")).isNull();
    }

    @Test
    void endsAStateAndTellsSo() {
        Member joe = member("joe");
        join(joe, "news");
        set("news", null, "7", now.get() + 5_000);
        joe.heard();
        now.addAndGet(4_999);
        namespace.tick();
        assertThat(get("news", null)).isEqualTo("7");
        now.addAndGet(1);
        assertThat(get("news", null)).isNull();
        now.addAndGet(1_000);
        namespace.tick();
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",2],null");
    }

    @Test
    void doesNotEndAStateThatWasSetAnew() {
        set("news", null, "7", now.get() + 5_000);
        set("news", null, "8", now.get() + 50_000);
        assertThat(namespace.wheel().size()).isEqualTo(1);
        now.addAndGet(10_000);
        namespace.tick();
        assertThat(get("news", null)).isEqualTo("8");
        set("news", null, "9", EVER);
        assertThat(namespace.wheel().size()).isZero();
        now.addAndGet(100_000);
        namespace.tick();
        assertThat(get("news", null)).isEqualTo("9");
    }

    @Test
    void endsAHundredThousandStatesWithoutATimerEach() {
        namespace = namespace(new ChannelSettings());
        for (int i = 0; i < 100_000; i++) {
            set("news", "u" + i, "1", now.get() + 5_000);
        }
        assertThat(namespace.wheel().size()).isEqualTo(100_000);
        now.addAndGet(6_000);
        namespace.tick();
        assertThat(namespace.wheel().size()).isZero();
        assertThat(get("news", "u99999")).isNull();
    }

    @Test
    void changesTheStateInTheStepInWhichItIsTold() {
        Member joe = member("joe");
        set("news", null, "1", EVER);
        join(joe, "news");
        namespace.publish("news", null, at -> event("news", "add", at), NamespaceChannelsTest::oneMore);
        assertThat(get("news", null)).isEqualTo("2");
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",1],1", "evt \"news\",\"add\",2");
    }

    @Test
    void changesTheStateOfOneUserWhereOneUserIsTold() {
        Member joe = member("joe");
        Member ann = member("ann");
        set("news", null, "1", EVER);
        join(joe, "news");
        join(ann, "news");
        joe.heard();
        ann.heard();
        namespace.publish("news", "joe", at -> event("news", "add", at), NamespaceChannelsTest::oneMore);
        assertThat(joe.heard()).containsExactly("evt \"news\",\"add\",2");
        assertThat(get("news", "joe")).isEqualTo("2");
        assertThat(get("news", "ann")).isEqualTo("1");
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void tellsWhoHasTheirOwnStateThatTheActionDidNotChangeIt() {
        Member joe = member("joe");
        set("news", null, "1", EVER);
        set("news", "joe", "7", EVER);
        join(joe, "news");
        joe.heard();
        namespace.publish("news", null, at -> event("news", "add", at), NamespaceChannelsTest::oneMore);
        assertThat(joe.heard()).containsExactly("evt \"news\",\"add\",3", "state \"news\",[\"e1@joe\",3],7");
        assertThat(get("news", "ann")).isEqualTo("2");
    }

    @Test
    void endsAStateBeforeAnActionChangesIt() {
        Member joe = member("joe");
        set("news", null, "7", now.get() + 5_000);
        join(joe, "news");
        joe.heard();
        now.addAndGet(5_000); // the clock has not ticked yet
        namespace.publish("news", null, at -> event("news", "add", at), NamespaceChannelsTest::oneMore);
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",2],null", "evt \"news\",\"add\",3");
        assertThat(get("news", null)).isEqualTo("1");
        now.addAndGet(5_000);
        namespace.tick();
        assertThat(get("news", null)).isEqualTo("1");
    }

    @Test
    void keepsTheTimeAStateHasWhenAnActionChangesIt() {
        set("news", null, "1", now.get() + 5_000);
        namespace.publish("news", null, at -> event("news", "add", at), NamespaceChannelsTest::oneMore);
        now.addAndGet(4_999);
        assertThat(get("news", null)).isEqualTo("2");
        now.addAndGet(1);
        assertThat(get("news", null)).isNull();
    }

    @Test
    void doesNotCatchUpWithTheHistoryOfAnother() {
        Member joe = member("joe");
        set("news", "ann", "\"ann\"", EVER);
        join(joe, "news", new Position("e1@ann", 1));
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",1],null");
        join(joe, "@me");
        say("@me", "joe", "one");
        assertThat(joe.heard()).containsExactly("state \"@me\",[\"e2@joe\",0],null", "evt \"@me\",\"one\",1");
        join(joe, "@me", new Position("e2@joe", 0));
        assertThat(joe.heard()).containsExactly("evt \"@me\",\"one\",1");
        join(joe, "@me", new Position("e2@ann", 0));
        assertThat(joe.heard()).containsExactly("state \"@me\",[\"e2@joe\",1],null");
    }

    @Test
    void followsAUserThatBecomesAnother() {
        namespace = namespace(new ChannelSettings());
        Member ann = member("ann");
        Member some = member(null);
        set("room", "joe", "7", EVER);
        namespace.grant("#vip", "joe");
        join(ann, "room");
        ann.heard();
        join(some, "room");
        join(some, "staff", null, Admission.CODE);
        join(some, "news", null, Admission.APPLICATION);
        some.heard();

        some.session().renew(new User("joe"));
        namespace.userChanged(some.session());
        assertThat(ann.heard()).containsExactly("who \"room\",\"joe\",true");
        assertThat(some.heard())
                .containsExactlyInAnyOrder("state \"room\",[\"e1@joe\",1],7", "left \"staff\",\"user\"");
        join(some, "#vip");
        join(some, "@me");
        some.heard();

        some.session().renew(null);
        namespace.userChanged(some.session());
        assertThat(ann.heard()).containsExactly("who \"room\",\"joe\",false");
        assertThat(some.heard())
                .containsExactlyInAnyOrder(
                        "state \"room\",[\"e1\",1],null", "left \"#vip\",\"user\"", "left \"@me\",\"user\"");
        assertThat(isIn(some, "news")).isTrue();
        assertThat(namespace.here("room", null)).isEqualTo(new Here(List.of("ann"), 1, 2));
        say("room", "joe", "psst");
        assertThat(some.heard()).isEmpty();
    }

    @Test
    void looksAtTheRulesAgainWhenRolesAreOthers() {
        Member joe = member("joe");
        joe.session().renew(new User("joe", Set.of("staff"), Map.of()));
        join(joe, "staff");
        join(joe, "news", null, Admission.CODE);
        joe.heard();
        joe.session().renew(new User("joe"));
        namespace.userChanged(joe.session());
        assertThat(joe.heard()).containsExactly("left \"staff\",\"user\"");
        assertThat(isIn(joe, "news")).isTrue();
    }

    @Test
    void doesNotLetInWhoBecameAnotherMeanwhile() {
        Member joe = member("joe");
        User before = joe.session().user();
        joe.session().renew(null);
        assertThat(namespace.join(joe.session(), before, "news", null, Admission.RULES))
                .isFalse();
        assertThat(isIn(joe, "news")).isFalse();
    }

    @Test
    void boundsWhatAllStatesTake() {
        namespace = namespace(settings(200));
        set("a", null, "1".repeat(100), EVER);
        set("b", null, "1".repeat(100), EVER);
        assertThatThrownBy(() -> set("c", null, "1", EVER))
                .isInstanceOfSatisfying(
                        CallException.class,
                        refused -> assertThat(refused.code()).isEqualTo("overloaded"))
                .hasMessage("states: 200 bytes are in use (expected: at most)");
        assertThat(limits).containsExactly("channel-state");
        set("a", null, "1", EVER);
        set("c", null, "1", EVER);
        set("a", null, null, EVER);
        set("b", null, null, EVER);
        set("c", null, null, EVER);
    }

    @Test
    void keepsNoHistoryWhereThereIsNoRoom() {
        namespace = namespace(settings(200));
        Member joe = member("joe");
        for (int i = 0; i < 10; i++) {
            say("news", "hi");
        }
        assertThat(namespace.bytes()).isLessThanOrEqualTo(100);
        join(joe, "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("state \"news\",[\"e1\",10],null");
    }

    @Test
    void doesNotMakeAChannelThatIsAskedFor() {
        assertThat(get("news", null)).isNull();
        assertThat(namespace.here("news", null)).isEqualTo(Here.NOBODY);
        assertThat(namespace.isGranted("#vip", "joe")).isFalse();
        namespace.revoke("#vip", "joe");
        namespace.leave(member("joe").session(), "news", null);
        assertThat(namespace.size()).isZero();
    }

    @Test
    void showsOfAChannelOfOnesOwnOnlyOneself() {
        Member joe = member("joe");
        join(joe, "@me");
        join(member("ann"), "@me");
        assertThat(namespace.here("@me", "joe")).isEqualTo(new Here(List.of("joe"), 0, 1));
        assertThat(namespace.here("@me", "eve")).isEqualTo(Here.NOBODY);
        assertThat(joe.heard()).containsExactly("state \"@me\",[\"e1@joe\",0],null");
    }

    /** What a server before this one has kept. */
    private static final class Before implements ChannelStore {
        @Override
        public void state(String channel, @Nullable String user, byte @Nullable [] json, long lastsMillis) {}

        @Override
        public void grant(String channel, String user, boolean granted) {}

        @Override
        public CompletionStage<Void> durable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void load(Loading into) {
            into.state("news", null, "1".getBytes(UTF_8), Long.MAX_VALUE);
            into.state("news", "joe", "2".getBytes(UTF_8), 5_000);
            into.grant("#vip", "joe");
        }
    }

    @Test
    void bringsBackWhatWasKept() {
        namespace = new NamespaceChannels(
                registry,
                settings(1 << 20),
                RULES,
                new Before(),
                () -> "e" + epochs.incrementAndGet(),
                now::get,
                Observer.NONE);
        assertThat(get("news", "joe")).isEqualTo("2");
        assertThat(get("news", "ann")).isEqualTo("1");
        assertThat(namespace.isGranted("#vip", "joe")).isTrue();
        now.addAndGet(5_000);
        assertThat(get("news", "joe")).isEqualTo("1");
    }

    @Test
    void changesNothingWhereAReducerThrows() {
        Member joe = member("joe");
        set("news", null, "1", EVER);
        join(joe, "news");
        joe.heard();
        Placed add = at -> event("news", "add", at);
        assertThatThrownBy(() -> namespace.publish("news", null, add, json -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThatThrownBy(() -> namespace.publish("news", null, add, json -> new byte[101]))
                .hasMessage("state: 101 bytes (expected: at most 100)");
        Placed tooLarge = at -> {
            throw new IllegalStateException("too large");
        };
        assertThatThrownBy(() -> namespace.publish("news", null, tooLarge, NamespaceChannelsTest::oneMore))
                .hasMessage("too large");
        assertThat(get("news", null)).isEqualTo("1");
        say("news", "next");
        assertThat(joe.heard()).containsExactly("evt \"news\",\"next\",2");
    }

    @Test
    void countsUsersAndNotTheirTabs() {
        Member ann = member("ann");
        join(ann, "room");
        ann.heard();
        Member desk = member("joe");
        Member phone = member("joe");
        Member guest = member(null);
        for (Member each : List.of(desk, phone, guest)) {
            join(each, "room");
        }
        assertThat(ann.heard()).containsExactly("who \"room\",\"joe\",true");
        assertThat(namespace.here("room", null)).isEqualTo(new Here(List.of("ann", "joe"), 1, 4));

        namespace.leave(desk.session(), "room", null);
        guest.session().end();
        assertThat(ann.heard()).isEmpty();
        phone.session().end();
        assertThat(ann.heard()).containsExactly("who \"room\",\"joe\",false");
        assertThat(namespace.here("room", null)).isEqualTo(new Here(List.of("ann"), 0, 1));
    }

    @Test
    void takesOutWhoseGrantIsRevoked() {
        Member joe = member("joe");
        namespace.grant("#vip", "joe");
        assertThat(namespace.isGranted("#vip", "joe")).isTrue();
        assertThat(namespace.isGranted("#vip", "ann")).isFalse();
        assertThat(namespace.isGranted("#vip", null)).isFalse();
        join(joe, "#vip");
        joe.heard();
        namespace.revoke("#vip", "joe");
        say("#vip", "secret");
        assertThat(joe.heard()).containsExactly("left \"#vip\",\"revoked\"");
        assertThat(isIn(joe, "#vip")).isFalse();
        assertThat(namespace.isGranted("#vip", "joe")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a\n", "a\u0000", "a\u0301", "ａ", "%61"})
    void refusesNamesOfAnotherForm(String name) {
        assertThatThrownBy(() -> set(name, null, "1", EVER))
                .isInstanceOfSatisfying(
                        CallException.class,
                        refused -> assertThat(refused.code()).isEqualTo("invalid"));
    }

    @Test
    void refusesNamesThatAreTooLong() {
        set("n".repeat(255), null, "1", EVER);
        set("n".repeat(255), null, null, EVER);
        assertThatThrownBy(() -> set("n".repeat(256), null, "1", EVER))
                .hasMessage("channel: 256 characters (expected: 1 to 255)");
    }

    @Test
    void refusesASecondNameThatDiffersOnlyInCase() {
        set("news", null, "1", EVER);
        assertThatThrownBy(() -> set("News", null, "2", EVER))
                .isInstanceOfSatisfying(
                        CallException.class,
                        refused -> assertThat(refused.code()).isEqualTo("conflict"))
                .hasMessage("channel 'News' (expected: 'news', which is in use)");
        assertThat(get("news", null)).isEqualTo("1");
    }

    @Test
    void boundsHowManyChannelsThereAreAndASessionIsIn() {
        Member joe = member("joe");
        for (int i = 0; i < 3; i++) {
            join(joe, "c" + i);
        }
        assertThatThrownBy(() -> join(joe, "c3")).hasMessage("channels: in 3 already (expected: at most)");
        assertThat(limits).containsExactly("channels-joined");
        join(joe, "c2");
        namespace.leave(joe.session(), "c2", null);
        join(joe, "c3");
        for (int i = 4; i < 10; i++) {
            say("c" + i, "hi");
        }
        assertThatThrownBy(() -> say("c10", "hi")).hasMessage("channels: 10 are in use (expected: at most)");
        assertThat(limits).containsExactly("channels-joined", "channels");
    }

    @Test
    void boundsAState() {
        assertThatThrownBy(() -> set("news", null, "1".repeat(101), EVER))
                .isInstanceOfSatisfying(
                        CallException.class,
                        refused -> assertThat(refused.code()).isEqualTo("too_large"));
        assertThat(get("news", null)).isNull();
    }

    @Test
    void leavesNobodyWithAnotherStateThanTheServers() throws InterruptedException {
        namespace = namespace(new ChannelSettings());
        int rounds = 10_000;
        CountDownLatch done = new CountDownLatch(1);
        Thread setter = new Thread(() -> {
            for (int i = 1; i <= rounds; i++) {
                set("news", null, Integer.toString(i), i % 7 == 0 ? now.get() + 1 : EVER);
                if (i % 5 == 0) {
                    now.incrementAndGet();
                    namespace.tick();
                }
            }
            done.countDown();
        });
        setter.start();
        List<Member> here = new ArrayList<>();
        while (done.getCount() > 0 || here.size() < 10) {
            Member member = member(null);
            join(member, "news");
            here.add(member);
            if (here.size() > 20) {
                here.remove(0).session().end();
            }
        }
        setter.join();
        now.addAndGet(10_000);
        namespace.tick();
        String state = get("news", null);
        for (Member member : here) {
            List<String> heard = member.heard();
            List<Long> offsets = heard.stream()
                    .map(push -> Long.parseLong(push.replaceFirst("[^,]*,[^,]*,(\\d+)\\].*", "$1")))
                    .toList();
            assertThat(offsets).isSorted().doesNotHaveDuplicates();
            assertThat(offsets.get(offsets.size() - 1) - offsets.get(0)).isEqualTo(offsets.size() - 1L);
            assertThat(heard.get(heard.size() - 1)).endsWith("," + state);
        }
    }
}
