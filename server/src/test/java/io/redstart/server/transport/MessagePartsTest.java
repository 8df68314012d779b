package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessagePartsTest {
    private final MessageParts parts = new MessageParts();

    @Test
    void joinsACharacterThatWasSplit() {
        assertThat(parts.add("a\uD83D", false, 8)).isNull();
        assertThat(parts.add("\uDC26", true, 8)).isEqualTo("a🐦".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void joinsBytesInManyParts() {
        for (int i = 0; i < 7; i++) {
            assertThat(parts.add(ByteBuffer.wrap(new byte[] {(byte) i}), false, 8))
                    .isNull();
        }
        assertThat(parts.add(ByteBuffer.wrap(new byte[] {7}), true, 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void beginsAnewAfterAWholeMessage() {
        parts.add("one", false, 8);
        parts.add("", true, 8);
        assertThat(parts.add("two", true, 8)).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
        assertThat(parts.wereTooLarge()).isFalse();
    }

    @Test
    void takesNothingAfterAMessageThatWasTooLarge() {
        assertThat(parts.add("12345", false, 8)).isNull();
        assertThat(parts.add("6789", false, 8)).isNull();
        assertThat(parts.wereTooLarge()).isTrue();
        assertThat(parts.add("short", true, 8)).isNull();
    }

    @Test
    void countsTheBytesOfAText() {
        assertThat(parts.add("€€€", true, 8)).isNull();
        assertThat(parts.wereTooLarge()).isTrue();
    }
}
