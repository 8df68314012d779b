package io.redstart.server.door.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines are the same wherever the bytes were cut before they came, and none is longer than it may be. */
class LineSplitterFuzz {
    private static final int LONGEST = 64;

    private final List<String> lines = new ArrayList<>();

    @FuzzTest(maxDuration = "1m")
    void cutsTheSameAnywhere(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int terminatorLength = Math.min(input.length - 1, 1 + (input[0] & 3));
        byte[] terminator = Arrays.copyOfRange(input, 1, 1 + terminatorLength);
        byte[] bytes = Arrays.copyOfRange(input, 1 + terminatorLength, input.length);
        List<String> whole = cut(terminator, bytes, bytes.length);
        for (int piece = 1; piece <= 3; piece++) {
            assertThat(cut(terminator, bytes, piece)).isEqualTo(whole);
        }
        assertThat(whole).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(LONGEST));
    }

    /** The lines, and what stands for one that is too long. */
    private List<String> cut(byte[] terminator, byte[] bytes, int piece) {
        lines.clear();
        LineSplitter splitter = new LineSplitter(terminator, () -> LONGEST);
        for (int at = 0; at < bytes.length; at += piece) {
            int count = Math.min(piece, bytes.length - at);
            int taken = splitter.add(bytes, at, count, this::note);
            if (taken == LineSplitter.TOO_LONG) {
                assertThat(splitter.isWithin()).isFalse();
                lines.add("too long");
                break;
            }
            assertThat(taken).isEqualTo(count);
        }
        return List.copyOf(lines);
    }

    private boolean note(byte[] bytes, int from, int length) {
        return lines.add(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
    }
}
