package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are found whatever pieces their frames come in; what is no frame is told apart at once. */
class ControlFramesTest {
    private final ControlFrames frames = new ControlFrames(100);
    private final List<String> bodies = new ArrayList<>();

    private boolean comes(byte[] bytes) {
        return frames.add(bytes, 0, bytes.length, (body, from, length) -> {
            bodies.add(new String(body, from, length, UTF_8));
            return true;
        });
    }

    private static byte[] frame(String body) {
        return ControlReply.framed(body.getBytes(UTF_8));
    }

    private static byte[] head(int length) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array();
    }

    @Test
    void findsBodiesCutAnywhere() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame("{\"a\":1}"));
        all.writeBytes(frame(""));
        all.writeBytes(frame("ä".repeat(50)));
        byte[] bytes = all.toByteArray();
        for (int first = 0; first < bytes.length; first++) {
            for (int second = first; second < bytes.length; second++) {
                bodies.clear();
                assertThat(comes(Arrays.copyOfRange(bytes, 0, first))).isTrue();
                assertThat(comes(Arrays.copyOfRange(bytes, first, second))).isTrue();
                assertThat(comes(Arrays.copyOfRange(bytes, second, bytes.length)))
                        .isTrue();
                assertThat(bodies).containsExactly("{\"a\":1}", "", "ä".repeat(50));
                assertThat(frames.isWithin()).isFalse();
            }
        }
    }

    @Test
    void saysWhetherAFrameHasBegun() {
        byte[] bytes = frame("{}");
        for (int at = 0; at < bytes.length - 1; at++) {
            comes(new byte[] {bytes[at]});
            assertThat(frames.isWithin()).isTrue();
        }
        comes(new byte[] {0});
        assertThat(frames.isWithin()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 101, Integer.MAX_VALUE, 0x7fffff00})
    void refusesALengthBeforeABodyComes(int length) {
        assertThat(comes(head(length))).isFalse();
        assertThat(bodies).isEmpty();
    }

    @Test
    void takesTheLargestThereMayBe() {
        assertThat(comes(frame("x".repeat(100)))).isTrue();
        assertThat(bodies).containsExactly("x".repeat(100));
    }

    @Test
    void refusesABodyWithoutAZeroBehindIt() {
        byte[] bytes = frame("{}");
        bytes[6] = 1;
        assertThat(comes(bytes)).isFalse();
        assertThat(bodies).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        assertThat(frame("{\"success\":false,\"reason\":\"Need action\",\"code\":300}"))
                .startsWith(0x33, 0, 0, 0, '{')
                .endsWith('}', 0);
    }
}
