package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK's strict decoder takes, and nothing else, however it is cut into parts. */
class IncomingTextTest {
    private static boolean isText(byte[] bytes, int cut) {
        IncomingText text = new IncomingText();
        text.begin();
        return text.add(bytes, 0, cut) && text.add(bytes, cut, bytes.length - cut) && text.isWhole();
    }

    private static boolean isTextToTheJdk(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException none) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "κόσμε", "\u0000", "\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff", "🦊 and 🦊"})
    void takesText(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(isText(bytes, cut)).as("cut at " + cut).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // goes on with nothing
                "c0af", // a slash, longer than need be
                "c1bf",
                "e080af",
                "f08080af",
                "eda080", // half a pair
                "edbfbf",
                "f4908080", // above the last character
                "f5808080",
                "f8888080",
                "ff",
                "fe",
                "c3", // ends early
                "e282",
                "f09fa6",
                "c328", // is broken off
                "e28228",
                "f09fa628"
            })
    void refusesWhatIsNone(String hex) {
        byte[] bytes = HexFormat.of().parseHex("6162636465666768" + hex);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(isText(bytes, cut)).as("cut at " + cut).isFalse();
        }
    }

    @Test
    void agreesWithTheJdkOnAllFirstBytesAndAllEdgesOfThoseThatFollow() {
        List<String> others = new ArrayList<>();
        int[] edges = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        for (int first = 0; first < 256; first++) {
            for (int second : edges) {
                for (int third : edges) {
                    for (int fourth : edges) {
                        byte[] bytes = {(byte) first, (byte) second, (byte) third, (byte) fourth};
                        for (int length = 1; length <= bytes.length; length++) {
                            byte[] text = Arrays.copyOf(bytes, length);
if (isText(text, length / 2) != isTextToTheJdk(text)) {
                                others.add(HexFormat.of().formatHex(text));
                            }
                        }
                    }
                }
            }
        }
        assertThat(others).isEmpty();
    }

    @Test
    void agreesWithTheJdkOnWhatIsNearlyText() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = random.ints(random.nextInt(12), 0, 0x11_0000)
                    .filter(point -> point < 0xd800 || point > 0xdfff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .getBytes(UTF_8);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int cut = random.nextInt(bytes.length + 1);
            assertThat(isText(bytes, cut)).as(HexFormat.of().formatHex(bytes)).isEqualTo(isTextToTheJdk(bytes));
        }
    }

    @Test
    void forgetsATextThatEnded() {
        IncomingText text = new IncomingText();
        text.begin();
        assertThat(text.add(new byte[] {(byte) 0xe2}, 0, 1)).isTrue();
        assertThat(text.isWhole()).isFalse();
        text.begin();
        assertThat(text.add(new byte[] {'a'}, 0, 1)).isTrue();
        assertThat(text.isWhole()).isTrue();
    }
}
