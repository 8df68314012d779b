package io.redstart.server.door.fire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests of control are the same in whatever pieces they come, and none is larger than it may be. */
class ControlFuzz {
    private static final int LONGEST = 4096;

    @FuzzTest(maxDuration = "1m")
    void cutsRequestsOutOfAnything(byte[] bytes) {
        List<byte[]> whole = new ArrayList<>();
        boolean taken = new ControlFrames(LONGEST).add(bytes, 0, bytes.length, (body, from, length) -> {
            assertThat(length).isBetween(0, LONGEST);
            whole.add(Arrays.copyOfRange(body, from, from + length));
            return true;
        });
        List<byte[]> pieces = new ArrayList<>();
        ControlFrames frames = new ControlFrames(LONGEST);
        boolean takenSo = true;
        for (int at = 0; at < bytes.length && takenSo; at++) {
            takenSo = frames.add(bytes, at, 1, (body, from, length) -> {
                pieces.add(Arrays.copyOfRange(body, from, from + length));
                return true;
            });
        }
        assertThat(takenSo).isEqualTo(taken);
        assertThat(pieces).usingRecursiveComparison().isEqualTo(whole);
        for (byte[] body : whole) {
            ask(ControlRequest.of(body, 0, body.length));
        }
    }

    private static void ask(@org.jspecify.annotations.Nullable ControlRequest request) {
        if (request != null) {
            request.action();
            request.user();
            request.hasOddUser();
            request.emits();
            assertThat(request.ttlMillis()).isGreaterThanOrEqualTo(-1);
            String channel = request.channel();
            if (channel != null) {
                assertThat(channel).startsWith("\"").doesNotContain("\n");
            }
        }
    }
}
