package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Frames are the same wherever the bytes were cut before they came, and nothing follows what is none. */
class FrameReaderFuzz {
    @FuzzTest(maxDuration = "1m")
    void readsTheSameAnywhere(byte[] input) {
        List<String> whole = read(input, Math.max(1, input.length));
        for (int piece = 1; piece <= 7; piece += 2) {
            assertThat(read(input, piece)).isEqualTo(whole);
        }
    }

    private static List<String> read(byte[] input, int piece) {
        FrameReader reader = new FrameReader();
        Noted noted = new Noted();
        for (int at = 0; at < input.length && !noted.over; at += piece) {
            byte[] part = Arrays.copyOfRange(input, at, Math.min(input.length, at + piece));
            int taken = reader.read(part, 0, part.length, noted);
            assertThat(noted.over || taken == part.length).isTrue();
        }
        return noted.all;
    }

    private static final class Noted implements FrameReader.Frames {
        final List<String> all = new ArrayList<>();
        boolean over;
        private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
        private long left;

        @Override
        public boolean begins(int op, boolean last, long length) {
            assertThat(op).isBetween(0, 10);
            assertThat(length).isNotNegative();
            left = length;
            all.add(op + " " + last + " " + length);
            return true;
        }

        @Override
        public boolean payload(byte[] bytes, int from, int length, boolean ends) {
            payload.write(bytes, from, length);
            left -= length;
            assertThat(left == 0).isEqualTo(ends);
            if (ends) {
                all.add(payload.toString(StandardCharsets.ISO_8859_1));
                payload.reset();
            }
            return true;
        }

        @Override
        public void broken(String why) {
            over = true;
            all.add(why);
        }
    }
}
