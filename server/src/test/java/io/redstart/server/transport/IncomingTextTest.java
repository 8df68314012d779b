package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IncomingTextTest {
    private final IncomingText text = new IncomingText();

    /** Whether it is text, read by itself and told what is ASCII: which comes to the same. */
    private boolean isText(byte[] bytes, int... cuts) {
        IncomingText told = new IncomingText();
        boolean isText = isText(text, false, bytes, cuts);
        assertThat(isText(told, true, bytes, cuts)).isEqualTo(isText);
        if (isText) {
            assertThat(told.messages()).isEqualTo(text.messages());
            assertThat(told.isOneLine()).isEqualTo(text.isOneLine());
            assertThat(text.isOneLine()).isEqualTo(new String(bytes, UTF_8).indexOf('\n') < 0);
        }
        return isText;
    }

    private static boolean isText(IncomingText text, boolean tellsAscii, byte[] bytes, int... cuts) {
        text.begin();
        int from = 0;
        for (int cut : cuts) {
            if (!add(text, tellsAscii, bytes, from, cut)) {
                return false;
            }
            from = cut;
        }
        return add(text, tellsAscii, bytes, from, bytes.length) && text.isWhole();
    }

    private static boolean add(IncomingText text, boolean tellsAscii, byte[] bytes, int from, int end) {
        int breaks = 0;
        boolean ascii = true;
        for (int i = from; i < end; i++) {
            breaks += bytes[i] == '\n' ? 1 : 0;
            ascii &= bytes[i] >= 0;
        }
        return (tellsAscii && ascii)
                ? text.addAscii(bytes, from, end - from, breaks)
                : text.add(bytes, from, end - from);
    }

    private int messages(String said) {
        assertThat(isText(said.getBytes(UTF_8))).isTrue();
        return text.messages();
    }

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException wrong) {
            return false;
        }
    }

    @Test
    void countsMessages() {
        assertThat(messages("")).isEqualTo(1);
        assertThat(messages("[1]")).isEqualTo(1);
        assertThat(messages("[1]\n")).isEqualTo(1);
        assertThat(messages("[1]\n[2]")).isEqualTo(2);
        assertThat(messages("[\"€\"]\n[2]\n[3]\n")).isEqualTo(3);
        assertThat(messages("\n".repeat(1_000))).isEqualTo(1_000);
        assertThat(messages("[1]\u000b\u000b\u000b\u000b\u000b\u000b\u000b")).isEqualTo(1);
        assertThat(messages("x\n".repeat(999) + "x")).isEqualTo(1_000);
    }

    @Test
    void agreesWithTheDecoderOnAllShortSequences() {
        int[] octets = {
            0x00, 0x0A, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
            0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
        };
        for (int a : octets) {
            for (int b : octets) {
                for (int c : octets) {
                    for (int d : octets) {
                        byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
                        assertThat(isText(bytes)).as(Arrays.toString(bytes)).isEqualTo(decodes(bytes));
                    }
                }
            }
        }
    }

    @Test
    void takesTextsApartAnywhere() {
        byte[] bytes = "ascii that is longer than eight\n€ ß 🐦 \uFFFF\u0000 and on and on and on\n".getBytes(UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                assertThat(isText(bytes, first, second)).isTrue();
                assertThat(text.messages()).isEqualTo(2);
            }
        }
    }

    @Test
    void agreesWithTheDecoderOnBrokenTexts() {
        Random random = new Random(42);
        byte[] model = "[\"call\",1,\"écho\",[\"€uro 🐦\"]]\n[\"ack\",7]".getBytes(UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = model.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            int cut = random.nextInt(bytes.length + 1);
            assertThat(isText(bytes, cut)).isEqualTo(decodes(bytes));
            if (decodes(bytes)) {
                long breaks =
                        new String(bytes, UTF_8).chars().filter(c -> c == '\n').count();
                assertThat(text.messages())
                        .isEqualTo(Math.max(1, (int) breaks + (bytes[bytes.length - 1] == '\n' ? 0 : 1)));
            }
        }
    }
}
