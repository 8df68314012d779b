package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int LAST = ClientFrames.LAST;

    /** Notes the frames, each as a whole. */
    private static final class Noted implements FrameReader.Frames {
        final List<String> all = new ArrayList<>();
        final List<Long> announced = new ArrayList<>();
        private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
        private String head = "";
        private boolean stops;

        @Override
        public boolean begins(int op, boolean last, long length) {
            head = op + (last ? "" : "+") + " ";
            announced.add(length);
            return true;
        }

        @Override
        public boolean payload(byte[] bytes, int from, int length, boolean ends) {
            payload.write(bytes, from, length);
            if (ends) {
                all.add(head + payload.toString(UTF_8));
                payload.reset();
            }
            return !(ends && stops);
        }

        @Override
        public void broken(String why) {
            all.add(why);
        }
    }

    private final FrameReader reader = new FrameReader();
    private final Noted noted = new Noted();

    private int reads(byte[] bytes) {
        return reader.read(bytes, 0, bytes.length, noted);
    }

    @Test
    void readsFramesThatCameTogether() {
        reads(ClientFrames.all(
                ClientFrames.whole(FrameReader.TEXT, "[1]"),
                ClientFrames.whole(FrameReader.PING, ""),
                ClientFrames.part(FrameReader.BINARY, "ab"),
                ClientFrames.whole(FrameReader.CONTINUATION, "c")));
        assertThat(noted.all).containsExactly("1 [1]", "9 ", "2+ ab", "0 c");
        assertThat(noted.announced).containsExactly(3L, 0L, 2L, 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 100_000})
    void readsEachLength(int length) {
        String text = "é" + "x".repeat(length);
        reads(ClientFrames.whole(FrameReader.TEXT, text));
        assertThat(noted.all).containsExactly("1 " + text);
    }

    /** Where the next part begins is anywhere, so the mask and the eight bytes at a time begin anywhere too. */
    @Test
    void seesWhatIsAsciiAndWhereALineEnds() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] said = new byte[random.nextInt(40)];
            for (int i = 0; i < said.length; i++) {
                said[i] = (byte) (random.nextInt(4) == 0 ? '\n' : random.nextInt(random.nextInt(9) == 0 ? 256 : 128));
            }
            byte[] frame = ClientFrames.frame(LAST | FrameReader.BINARY, said);
            int cut = random.nextInt(frame.length);
            Seen seen = new Seen();
            reader.read(frame, 0, cut, seen);
            reader.read(frame, cut, frame.length, seen);
            assertThat(seen.payload.toByteArray()).isEqualTo(said);
        }
    }

    /** Looks again at what it is told. */
    private final class Seen implements FrameReader.Frames {
        private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

        @Override
        public boolean begins(int op, boolean last, long length) {
            return true;
        }

        @Override
        public boolean payload(byte[] bytes, int from, int length, boolean ends) {
            payload.write(bytes, from, length);
            String part = new String(bytes, from, length, ISO_8859_1);
            boolean ascii = part.chars().allMatch(each -> each < 0x80);
            assertThat(reader.isAscii()).isEqualTo(ascii);
            if (ascii) {
                assertThat(reader.breaks())
                        .isEqualTo(part.chars().filter(each -> each == '\n').count());
            }
            return true;
        }

        @Override
        public void broken(String why) {
            throw new AssertionError(why);
        }
    }

    @Test
    void readsTheSameWhereverItIsCut() {
        byte[] all = ClientFrames.all(
                ClientFrames.whole(FrameReader.TEXT, "[\"call\",1,\"room.twice\",[4]]"),
                ClientFrames.whole(FrameReader.PING, "p"),
                ClientFrames.whole(FrameReader.TEXT, ""),
                ClientFrames.whole(FrameReader.BINARY, "x".repeat(300)),
                ClientFrames.whole(FrameReader.TEXT, "y".repeat(70_000)),
                ClientFrames.whole(FrameReader.CLOSE, ""));
        reads(all.clone());
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            FrameReader cut = new FrameReader();
            Noted parts = new Noted();
            for (int at = 0; at < all.length; ) {
                int end = Math.min(all.length, at + 1 + random.nextInt(random.nextInt(10) == 0 ? 40_000 : 20));
                byte[] part = Arrays.copyOfRange(all, at, end);
                assertThat(cut.read(part, 0, part.length, parts)).isEqualTo(part.length);
                at = end;
            }
            assertThat(parts.all).as("seed %s", seed).isEqualTo(noted.all);
        }
    }

    @Test
    void goesOnWhereItWasStopped() {
        noted.stops = true;
        byte[] all =
                ClientFrames.all(ClientFrames.whole(FrameReader.TEXT, "a"), ClientFrames.whole(FrameReader.TEXT, "b"));
        int at = reads(all);
        assertThat(at).isEqualTo(7);
        assertThat(noted.all).containsExactly("1 a");
        assertThat(reader.read(all, at, all.length, noted)).isEqualTo(14);
        assertThat(noted.all).containsExactly("1 a", "1 b");
    }

    @ParameterizedTest
    @CsvSource({
        "0xC1, 0x80, a frame has reserved bits",
        "0x83, 0x80, a frame has opcode 3",
        "0x8B, 0x80, a frame has opcode 11",
        "0x81, 0x00, a frame is not masked",
        "0x09, 0x80, a control frame is fragmented or longer than 125 bytes",
        "0x89, 0xFE, a control frame is fragmented or longer than 125 bytes",
    })
    void saysWhatIsNoFrame(int first, int second, String why) {
        byte[] head = new byte[14];
        head[0] = (byte) first;
        head[1] = (byte) second;
        reads(head);
        assertThat(noted.all).containsExactly(why);
    }

    @Test
    void takesNoNegativeLength() {
        byte[] head = new byte[14];
        head[0] = (byte) (LAST | FrameReader.TEXT);
        Arrays.fill(head, 1, 10, (byte) 0xFF);
        reads(head);
        assertThat(noted.all).containsExactly("a frame has a length with the highest of 64 bits");
    }

    @Test
    void saysSoAsSoonAsTheHeadIsThere() {
        reads(new byte[] {(byte) 0x81});
        assertThat(noted.all).isEmpty();
        reads(new byte[] {0x05});
        assertThat(noted.all).containsExactly("a frame is not masked");
    }

    @Test
    void doesNotWaitForTheRestOfAHeadThatIsNone() {
        reads(new byte[] {(byte) 0xFF, (byte) 0xFF});
        assertThat(noted.all).containsExactly("a frame has reserved bits");
    }

    @Test
    void survivesWhateverComes() {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] noise = new byte[200];
            new Random(seed).nextBytes(noise);
            FrameReader tested = new FrameReader();
            int at = tested.read(noise, 0, noise.length, new Noted());
            assertThat(at).as("seed %s", seed).isBetween(1, noise.length);
        }
    }
}
