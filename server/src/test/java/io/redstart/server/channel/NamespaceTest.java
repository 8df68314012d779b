package io.redstart.server.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.CallException;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.FromClient.Position;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Backlog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

class NamespaceTest {
    private static final long EVER = Long.MAX_VALUE;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger epochs = new AtomicInteger();
    private final SessionRegistry registry = new SessionRegistry(
            new SessionSettings(Duration.ofMinutes(2), 1_000_000, 1 << 28, Duration.ofSeconds(30)),
            new Backlog(1L << 40),
            Runnable::run,
            Observer.NONE);
    private final List<Member> members = new ArrayList<>();
    private Namespace namespace =
            namespace(new ChannelSettings(3, 100, 100_000, 10, 4, 1 << 16, Duration.ofMinutes(5)));

    private Namespace namespace(ChannelSettings settings) {
        Namespace made = new Namespace(
                settings,
                new Told(),
                ChannelStore.NONE,
                channel -> channel.startsWith("room"),
                () -> "e" + epochs.incrementAndGet(),
                now::get);
        registry.listen(made);
        return made;
    }

    /** What channels tell, as events that are easy to read. */
    private static final class Told implements ChannelPushes {
        private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 16);

        EncodedPush event(String channel, String name, @Nullable Object data) {
            return writer.event(channel, name, data, PushMeta.NONE);
        }

        @Override
        public EncodedPush state(String channel, Position at, byte @Nullable [] json) {
            String value = json == null ? "null" : new String(json, UTF_8);
            return event(channel, at.epoch() + "/" + at.offset(), new RawValue(value));
        }

        @Override
        public EncodedPush presence(String channel, String user, boolean here) {
            return event(channel, here ? "in" : "out", user);
        }

        @Override
        public EncodedPush left(String channel, String why) {
            return event(channel, "left", why);
        }
    }

    private final Told told = new Told();

    private Member member(@Nullable String user) {
        Member member = new Member(registry, user);
        members.add(member);
        return member;
    }

    private void say(String channel, String what) {
        say(channel, null, what);
    }

    private void say(String channel, @Nullable String user, String what) {
        namespace.with(channel, each -> each.publish(user, at -> told.event(channel, what, at.offset()), null));
    }

    private void set(String channel, @Nullable String user, @Nullable String json, long until) {
        namespace.with(channel, each -> {
            each.set(user, json == null ? null : json.getBytes(UTF_8), until, false);
            return null;
        });
    }

    private @Nullable String get(String channel, @Nullable String user) {
        byte[] json = namespace.with(channel, each -> each.get(user));
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
                namespace.revoke(channel, user);
            }
        }
        now.addAndGet(Duration.ofHours(1).toMillis());
        namespace.tick();
        assertThat(namespace.size()).isZero();
        assertThat(namespace.wheel().size()).isZero();
    }

    @Test
    void tellsTheStateAndThenEachPushOnce() {
        Member joe = member("joe");
        set("news", null, "{\"a\":1}", EVER);
        namespace.join(joe.session(), "news", null);
        say("news", "hi");
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/1\",{\"a\":1}", "evt \"news\",\"hi\",2");
    }

    @Test
    void tellsWhatWasMissed() {
        Member joe = member("joe");
        namespace.join(joe.session(), "news", null);
        say("news", "one");
        namespace.leave(joe.session(), "news");
        say("news", "two");
        set("news", null, "7", EVER);
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/0\",null", "evt \"news\",\"one\",1");

        namespace.join(joe.session(), "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"two\",2", "evt \"news\",\"e1/3\",7");
    }

    @Test
    void tellsTheStateWholeWhereTooMuchWasMissed() {
        Member joe = member("joe");
        set("news", null, "7", EVER);
        for (int i = 0; i < 5; i++) {
            say("news", "more");
        }
        namespace.join(joe.session(), "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/6\",7");
        namespace.join(joe.session(), "news", new Position("e1", 2));
        assertThat(joe.heard()).hasSize(4).allMatch(push -> push.startsWith("evt \"news\",\"more\""));
    }

    @Test
    void tellsTheStateWholeToWhoKnowsAnotherHistory() {
        Member joe = member("joe");
        set("news", null, "7", EVER);
        namespace.join(joe.session(), "news", new Position("e0", 1));
        namespace.join(joe.session(), "news", new Position("e1", 2));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/1\",7", "evt \"news\",\"e1/1\",7");
    }

    @Test
    void forgetsWhatIsOld() {
        Member joe = member("joe");
        set("news", null, "7", EVER);
        say("news", "old");
        now.addAndGet(Duration.ofMinutes(5).toMillis());
        say("news", "new");
        namespace.join(joe.session(), "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/3\",7");
        namespace.join(joe.session(), "news", new Position("e1", 2));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"new\",3");
    }

    @Test
    void tellsOneUserInEverySession() {
        Member desk = member("joe");
        Member phone = member("joe");
        Member ann = member("ann");
        for (Member each : List.of(desk, phone, ann)) {
            namespace.join(each.session(), "news", null);
            each.heard();
        }
        say("news", "joe", "psst");
        assertThat(desk.heard()).containsExactly("evt \"news\",\"psst\",1");
        assertThat(phone.heard()).containsExactly("evt \"news\",\"psst\",1");
        assertThat(ann.heard()).isEmpty();

        namespace.join(ann.session(), "news", new Position("e1", 0));
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void showsAUserTheirOwnStateBeforeThatOfAll() {
        Member joe = member("joe");
        Member ann = member("ann");
        set("news", null, "\"all\"", EVER);
        set("news", "joe", "\"joe\"", EVER);
        namespace.join(joe.session(), "news", null);
        namespace.join(ann.session(), "news", null);
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/2\",\"joe\"");
        assertThat(ann.heard()).containsExactly("evt \"news\",\"e1/2\",\"all\"");

        set("news", null, "\"more\"", EVER);
        assertThat(joe.heard()).isEmpty();
        assertThat(ann.heard()).containsExactly("evt \"news\",\"e1/3\",\"more\"");

        set("news", "joe", null, EVER);
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/4\",\"more\"");
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void doesNotCatchUpWithTheStateOfAllWhoHasTheirOwn() {
        Member joe = member("joe");
        set("news", "joe", "\"joe\"", EVER);
        set("news", null, "\"all\"", EVER);
        namespace.join(joe.session(), "news", new Position("e1", 1));
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/2\",\"joe\"");
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
        namespace.join(joe.session(), "news", null);
        set("news", null, "7", now.get() + 5_000);
        joe.heard();
        now.addAndGet(4_999);
        namespace.tick();
        assertThat(get("news", null)).isEqualTo("7");
        now.addAndGet(1);
        assertThat(get("news", null)).isNull();
        now.addAndGet(1_000);
        namespace.tick();
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/2\",null");
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
        namespace.join(joe.session(), "news", null);
        namespace.with(
                "news",
                each -> each.publish(
                        null,
                        at -> told.event("news", "add", at.offset()),
                        json -> Integer.toString(Integer.parseInt(new String(json, UTF_8)) + 1)
                                .getBytes(UTF_8)));
        assertThat(get("news", null)).isEqualTo("2");
        assertThat(joe.heard()).containsExactly("evt \"news\",\"e1/1\",1", "evt \"news\",\"add\",2");
    }

    @Test
    void changesNothingWhereAReducerThrows() {
        Member joe = member("joe");
        set("news", null, "1", EVER);
        namespace.join(joe.session(), "news", null);
        joe.heard();
        assertThatThrownBy(() -> namespace.with(
                        "news",
                        each -> each.publish(null, at -> told.event("news", "add", at.offset()), json -> {
                            throw new IllegalStateException("no");
                        })))
                .hasMessage("no");
        assertThatThrownBy(() -> namespace.with(
                        "news",
                        each -> each.publish(
                                null, at -> told.event("news", "add", at.offset()), json -> new byte[101])))
                .hasMessage("state: 101 bytes (expected: at most 100)");
        assertThat(get("news", null)).isEqualTo("1");
        say("news", "next");
        assertThat(joe.heard()).containsExactly("evt \"news\",\"next\",2");
    }

    @Test
    void countsUsersAndNotTheirTabs() {
        Member ann = member("ann");
        namespace.join(ann.session(), "room", null);
        ann.heard();
        Member desk = member("joe");
        Member phone = member("joe");
        Member guest = member(null);
        for (Member each : List.of(desk, phone, guest)) {
            namespace.join(each.session(), "room", null);
        }
        assertThat(ann.heard()).containsExactly("evt \"room\",\"in\",\"joe\"");
        assertThat(namespace.with("room", Channel::here)).isEqualTo(new Presence.Here(List.of("ann", "joe"), 1));

        namespace.leave(desk.session(), "room");
        guest.session().end();
        assertThat(ann.heard()).isEmpty();
        phone.session().end();
        assertThat(ann.heard()).containsExactly("evt \"room\",\"out\",\"joe\"");
        assertThat(namespace.with("room", Channel::here)).isEqualTo(new Presence.Here(List.of("ann"), 0));
    }

    @Test
    void takesOutWhoseGrantIsRevoked() {
        Member joe = member("joe");
        namespace.with("#vip", each -> {
            each.grant("joe");
            assertThat(each.isGranted("joe")).isTrue();
            assertThat(each.isGranted("ann")).isFalse();
            assertThat(each.isGranted(null)).isFalse();
            return null;
        });
        namespace.join(joe.session(), "#vip", null);
        joe.heard();
        namespace.revoke("#vip", "joe");
        say("#vip", "secret");
        assertThat(joe.heard()).containsExactly("evt \"#vip\",\"left\",\"revoked\"");
        assertThat(namespace.isIn(joe.session(), "#vip")).isFalse();
        assertThat(namespace.<Boolean>with("#vip", each -> each.isGranted("joe")))
                .isFalse();
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
            namespace.join(joe.session(), "c" + i, null);
        }
        assertThatThrownBy(() -> namespace.join(joe.session(), "c3", null))
                .hasMessage("channels: in 3 already (expected: at most)");
        namespace.join(joe.session(), "c2", null);
        namespace.leave(joe.session(), "c2");
        namespace.join(joe.session(), "c3", null);
        for (int i = 4; i < 10; i++) {
            say("c" + i, "hi");
        }
        assertThatThrownBy(() -> say("c10", "hi")).hasMessage("channels: 10 are in use (expected: at most)");
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
            namespace.join(member.session(), "news", null);
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
                    .map(push -> Long.parseLong(push.replaceFirst(".*/(\\d+)\".*", "$1")))
                    .toList();
            assertThat(offsets).isSorted().doesNotHaveDuplicates();
            assertThat(offsets.get(offsets.size() - 1) - offsets.get(0)).isEqualTo(offsets.size() - 1L);
            assertThat(heard.get(heard.size() - 1)).endsWith("," + state);
        }
    }
}
