package io.redstart.benchmarks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void putsAnotherNumberIntoAText() {
        Template call = Template.text("[\"call\"," + Frames.FIRST_ID + ",\"echo\",[]]");
        byte[] frame = call.frame().clone();
        call.number(frame, 0, 1_234_567_890);

        assertThat(new String(payload(frame), StandardCharsets.UTF_8)).isEqualTo("[\"call\",1234567890,\"echo\",[]]");
    }

    @Test
    void putsAnotherNumberIntoBytes() {
        Template packet = Template.binary(new byte[12], 2);
        byte[] frames = new byte[100 + packet.frame().length];
        System.arraycopy(packet.frame(), 0, frames, 100, packet.frame().length);
        packet.number(frames, 100, 0x0102030405060708L);

        byte[] frame = new byte[packet.frame().length];
        System.arraycopy(frames, 100, frame, 0, frame.length);
        assertThat(payload(frame)).containsExactly(0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0);
    }

    @Test
    void needsNoNumber() {
        Template publish = Template.text("42[\"publish\"]");
        byte[] frame = publish.frame().clone();
        publish.number(frame, 0, 5);

        assertThat(frame).isEqualTo(publish.frame());
    }

    /** Of a short frame: two bytes of head, four of mask. */
    private static byte[] payload(byte[] frame) {
        byte[] payload = new byte[frame.length - 6];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (frame[6 + i] ^ frame[2 + (i & 3)]);
        }
        return payload;
    }
}
