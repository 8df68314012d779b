package io.redstart.server.door.sockhop;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames are the same wherever the bytes were cut before they came, and none is longer than it may be. */
class BinaryFramesFuzz {
    private static final int LONGEST = 64;

    @FuzzTest(maxDuration = "1m")
    void cutsTheSameAnywhere(byte[] bytes) {
        List<String> whole = cut(bytes, Math.max(1, bytes.length));
        for (int piece = 1; piece <= 3; piece++) {
            assertThat(cut(bytes, piece)).isEqualTo(whole);
        }
        assertThat(whole).allSatisfy(frame -> assertThat(frame.length()).isLessThanOrEqualTo(LONGEST + 4));
    }

    private static List<String> cut(byte[] bytes, int piece) {
        List<String> told = new ArrayList<>();
        BinaryFrames frames = new BinaryFrames(() -> LONGEST);
        for (int at = 0; at < bytes.length; at += piece) {
            int count = Math.min(piece, bytes.length - at);
            int taken = frames.add(
                    bytes,
                    at,
                    count,
                    (id, from, start, length) ->
                            told.add(id + " " + new String(from, start, length, StandardCharsets.ISO_8859_1)));
            if (taken == BinaryFrames.TOO_LONG) {
                told.add("too long");
                break;
            }
            assertThat(taken).isEqualTo(count);
        }
        return told;
    }
}
