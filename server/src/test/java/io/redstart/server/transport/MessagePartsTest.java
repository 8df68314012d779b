package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessagePartsTest {
    private final MessageParts parts = new MessageParts(8);

    @Test
    void joinsACharacterThatWasSplit() {
        assertThat(parts.add("a\uD83D", false)).isNull();
        assertThat(parts.add("\uDC26", true)).isEqualTo("a🐦".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void joinsBytesInManyParts() {
        for (int i = 0; i < 7; i++) {
            assertThat(parts.add(ByteBuffer.wrap(new byte[] {(byte) i}), false)).isNull();
        }
        assertThat(parts.add(ByteBuffer.wrap(new byte[] {7}), true)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void beginsAnewAfterAWholeMessage() {
        parts.add("one", false);
        parts.add("", true);
        assertThat(parts.add("two", true)).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
        assertThat(parts.wereTooLarge()).isFalse();
    }

    @Test
    void takesNothingAfterAMessageThatWasTooLarge() {
        assertThat(parts.add("12345", false)).isNull();
        assertThat(parts.add("6789", false)).isNull();
        assertThat(parts.wereTooLarge()).isTrue();
        assertThat(parts.add("short", true)).isNull();
    }

    @Test
    void countsTheBytesOfAText() {
        assertThat(parts.add("€€€", true)).isNull();
        assertThat(parts.wereTooLarge()).isTrue();
    }
}
