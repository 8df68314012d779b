package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.NumberedPush;
import io.redstart.protocol.PushMeta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FrameWriterTest {
    private final List<String> done = new ArrayList<>();

    /** A line that takes so many bytes at a time. */
    private static ByteArrayEndPoint takes(int bytes) {
        return new ByteArrayEndPoint(new byte[0], bytes);
    }

    private static ByteArrayEndPoint takesAll() {
        return takes(128 * 1024);
    }

    private static String took(ByteArrayEndPoint line) {
        return BufferUtil.toString(line.takeOutput(), ISO_8859_1);
    }

    private static Frame text(String text) {
        return Frame.of(text.getBytes(ISO_8859_1));
    }

    private static String frame(String text) {
        int length = text.length();
        String head = length < 126 ? "" + (char) length : "~" + (char) (length >> 8) + (char) (length & 0xff);
        return "\u0081" + head + text;
    }

    @Test
    void writesTextsWithALineBreakBetweenThem() {
        ByteArrayEndPoint line = takesAll();
        NumberedPush push =
                new NumberedPush(new MessageWriter(JsonMapper.shared(), 100).text("b", PushMeta.NONE), 12_345);
        List<Object> others = List.of(push, "c".getBytes(ISO_8859_1));
        new FrameWriter(line).write(Frame.of("a".getBytes(ISO_8859_1), others, 21), List.of(), () -> done.add("all"));
        assertThat(took(line)).isEqualTo(frame("a\n[\"txt\",12345,\"b\"]\nc"));
        assertThat(done).containsExactly("all");
    }

    @Test
    void writesABinaryMessage() {
        ByteArrayEndPoint line = takesAll();
        new FrameWriter(line).write(Frame.of(new Frame.Binary(new byte[] {1, 2})), List.of(), () -> done.add("all"));
        assertThat(took(line)).isEqualTo("\u0082\u0002\u0001\u0002");
    }

    @Test
    void writesSeveralFramesAtOnce() {
        List<Integer> lengths = new ArrayList<>();
        ByteArrayEndPoint line = new ByteArrayEndPoint(new byte[0], 1_024) {
            @Override
            public boolean flush(ByteBuffer... buffers) throws IOException {
                lengths.add(buffers.length);
                return super.flush(buffers);
            }
        };
        Frame binary = Frame.of(new Frame.Binary(new byte[] {1, 2}));
        new FrameWriter(line).write(binary, List.of(text("a"), binary), () -> done.add("all"));
        assertThat(took(line)).isEqualTo("\u0082\u0002\u0001\u0002" + frame("a") + "\u0082\u0002\u0001\u0002");
        assertThat(lengths).containsExactly(1);
        assertThat(done).containsExactly("all");
    }

    @Test
    void severalFramesFollowWhatIsBeingWritten() {
        ByteArrayEndPoint slow = takes(10);
        FrameWriter writer = new FrameWriter(slow);
        writer.write(text("firstfirst"), List.of(), () -> done.add("first"));
        writer.write(text("second"), List.of(text("third")), () -> done.add("both"));
        assertThat(took(slow) + took(slow) + took(slow))
                .isEqualTo(frame("firstfirst") + frame("second") + frame("third"));
        assertThat(done).containsExactly("first", "both");
    }

    @Test
    void whatALineDidNotTakeIsNotChangedByTheNextFrameOfTheThread() {
        ByteArrayEndPoint slow = takes(10);
        String wanted = "slow".repeat(8);
        new FrameWriter(slow).write(text(wanted), List.of(), () -> done.add("slow"));
        ByteArrayEndPoint other = takesAll();
        new FrameWriter(other).write(text("other".repeat(20)), List.of(), () -> done.add("other"));
        assertThat(done).containsExactly("other");
        assertThat(took(slow) + took(slow) + took(slow) + took(slow)).isEqualTo(frame(wanted));
        assertThat(took(other)).isEqualTo(frame("other".repeat(20)));
        assertThat(done).containsExactly("other", "slow");
    }

    @Test
    void whatIsWrittenMeanwhileFollows() {
        ByteArrayEndPoint slow = takes(10);
        FrameWriter writer = new FrameWriter(slow);
        writer.write(text("firstfirst"), List.of(), () -> done.add("first"));
        writer.write(text("second"), List.of(), () -> done.add("second"));
        writer.write(FrameWriter.frame(FrameReader.TEXT, "third".getBytes(ISO_8859_1), 0, 5), () -> done.add("third"));
        assertThat(done).isEmpty();
        String all = took(slow) + took(slow) + took(slow);
        assertThat(all).isEqualTo(frame("firstfirst") + frame("second") + frame("third"));
        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void writesMoreThanOneFrameGathers() {
        ByteArrayEndPoint line = takesAll();
        String large = "x".repeat(Connection.GATHER + 1);
        new FrameWriter(line).write(text(large), List.of(), () -> done.add("all"));
        String head = BufferUtil.toString(
                ByteBuffer.allocate(10)
                        .put((byte) 0x81)
                        .put((byte) 127)
                        .putLong(large.length())
                        .flip(),
                ISO_8859_1);
        assertThat(took(line)).isEqualTo(head + large);
        assertThat(done).containsExactly("all");
    }
}
