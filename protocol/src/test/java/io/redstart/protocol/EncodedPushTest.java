package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodedPushTest {
    private static final long[] SEQS = {0, 1, 9, 10, 99, 100, 12345, 999_999_999_999L, (1L << 53) - 1};

    @Test
    void isTheEventEachReceiverWouldHaveBeenWritten() {
        var meta = new PushMeta(3L, "ann", 12L);
        EncodedPush push = Codec.WRITER.event("room", "typing", List.of(1, "ä😀"), meta);
        for (long seq : SEQS) {
            assertThat(text(push, seq))
                    .isEqualTo(Codec.write(new FromServer.Event(seq, "room", "typing", List.of(1, "ä😀"), meta)));
        }
    }

    @Test
    void isTheActionEachReceiverWouldHaveBeenWritten() {
        var action = Map.of("type", "todos/added");
        EncodedPush push = Codec.WRITER.action(null, action, PushMeta.NONE);
        for (long seq : SEQS) {
            assertThat(text(push, seq))
                    .isEqualTo(Codec.write(new FromServer.Act(seq, null, action, PushMeta.NONE)))
                    .isEqualTo("[\"act\"," + seq + ",null,{\"type\":\"todos/added\"}]");
        }
    }

    @Test
    void isTheTextEachReceiverWouldHaveBeenWritten() {
        EncodedPush push = Codec.WRITER.text("ä\n", new PushMeta(null, "ann", null));
        assertThat(text(push, 12345)).isEqualTo("[\"txt\",12345,\"ä\\n\",{\"u\":\"ann\"}]");
        assertThat(text(Codec.WRITER.text("", PushMeta.NONE), 1)).isEqualTo("[\"txt\",1,\"\"]");
    }

    @Test
    void isTheJsonEachReceiverWouldHaveBeenWritten() {
        EncodedPush push = Codec.WRITER.json(List.of(1), PushMeta.NONE);
        assertThat(text(push, 0)).isEqualTo("[\"json\",0,[1]]");
        assertThat(text(Codec.WRITER.json(null, PushMeta.NONE), 7)).isEqualTo("[\"json\",7,null]");
        assertThat(push.bytes((1L << 53) - 1)).hasSizeLessThanOrEqualTo(push.size());
    }

    @Test
    void isTheStateEachReceiverWouldHaveBeenWritten() {
        var position = new FromClient.Position("e1", 41);
        EncodedPush push = Codec.WRITER.state("room:1", position, utf8("{\"title\":\"ä😀\"}"));
        EncodedPush none = Codec.WRITER.state("room:1", position, null);
        for (long seq : SEQS) {
            assertThat(text(push, seq))
                    .isEqualTo(Codec.write(new FromServer.State(seq, "room:1", position, Map.of("title", "ä😀"))));
            assertThat(push.bytes(seq)).hasSizeLessThanOrEqualTo(push.size());
            assertThat(text(none, seq)).isEqualTo(Codec.write(new FromServer.State(seq, "room:1", position, null)));
        }
    }

    @Test
    void isThePresenceAndTheFarewellEachReceiverWouldHaveBeenWritten() {
        EncodedPush presence = Codec.WRITER.presence("room:1", "ann", true);
        EncodedPush left = Codec.WRITER.left("#staff", "revoked");
        for (long seq : SEQS) {
            assertThat(text(presence, seq)).isEqualTo(Codec.write(new FromServer.Presence(seq, "room:1", "ann", true)));
            assertThat(text(left, seq)).isEqualTo(Codec.write(new FromServer.Left(seq, "#staff", "revoked")));
        }
    }

    @Test
    void isPutBetweenOtherBytes() {
        EncodedPush push = Codec.WRITER.event("room", "typing", 1, new PushMeta(3L, "ann", null));
        for (long seq : SEQS) {
            NumberedPush numbered = new NumberedPush(push, seq);
            byte[] alone = numbered.bytes();
            assertThat(numbered.length()).isEqualTo(alone.length);
            byte[] among = new byte[alone.length + 3];
            ByteBuffer direct = ByteBuffer.allocateDirect(among.length).put((byte) '<');
            numbered.putInto(direct);
            direct.put((byte) '>').put((byte) '|').flip().get(among);
            assertThat(among).asString(StandardCharsets.UTF_8).isEqualTo("<" + text(push, seq) + ">|");
        }
    }

    @Test
    void isReadAsWhatItIs() throws Exception {
        EncodedPush push = Codec.WRITER.event(null, "typing", null, PushMeta.NONE);
        assertThat(Codec.fromServer(text(push, 41)))
                .isEqualTo(new FromServer.Event(41, null, "typing", null, PushMeta.NONE));
    }

    @Test
    void isNeverLargerThanItSays() {
        EncodedPush push = Codec.WRITER.event("room", "typing", "x".repeat(1000), PushMeta.NONE);
        for (long seq : SEQS) {
            assertThat(push.bytes(seq)).hasSizeLessThanOrEqualTo(push.size());
        }
    }

    @Test
    void doesNotShareItsBytes() {
        EncodedPush push = Codec.WRITER.event("room", "typing", 1, PushMeta.NONE);
        push.bytes(1)[0] = 'x';
        assertThat(text(push, 1)).isEqualTo("[\"evt\",1,\"room\",\"typing\",1]");
    }

    @Test
    void isRefusedAboveTheLimit() {
        var writer = new MessageWriter(Codec.MAPPER, 100);
        assertThatThrownBy(() -> writer.event("room", "typing", "x".repeat(100), PushMeta.NONE))
                .isInstanceOf(TooLargeException.class);
    }

    @Test
    void isWrittenOnceForReceiversWhoAreToldDifferentCauses() {
        EncodedPush others = Codec.WRITER.event(null, "typing", 1, PushMeta.NONE);
        EncodedPush own = Codec.WRITER.with(others, new PushMeta(7L, "ann", null));
        assertThat(text(own, 3)).isEqualTo("[\"evt\",3,null,\"typing\",1,{\"c\":7,\"u\":\"ann\"}]");
        assertThat(text(others, 3)).isEqualTo("[\"evt\",3,null,\"typing\",1]");
        assertThat(text(Codec.WRITER.with(own, PushMeta.NONE), 4)).isEqualTo("[\"evt\",4,null,\"typing\",1]");
    }

    @Test
    void sharesTheBytesOfAPushThatMayBeLost() {
        EncodedPush push = Codec.WRITER.event(null, "price", 1, PushMeta.NONE);
        assertThat(push.unnumbered()).isSameAs(push.unnumbered()).isEqualTo(push.bytes(0));
    }

    @Test
    void isRefusedAboveTheLimitAlsoForItsCause() {
        var writer = new MessageWriter(Codec.MAPPER, 100);
        EncodedPush push = writer.event("room", "typing", "x".repeat(70), PushMeta.NONE);
        assertThatThrownBy(() -> writer.with(push, new PushMeta(1L, "someone with a name", null)))
                .isInstanceOf(TooLargeException.class);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(EncodedPush push, long seq) {
        return new String(push.bytes(seq), StandardCharsets.UTF_8);
    }
}
