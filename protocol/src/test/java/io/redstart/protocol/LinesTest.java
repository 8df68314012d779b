package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void findsEachMessageOfABatch() {
        assertThat(lines("[1]\n[2,3]\n[4]")).containsExactly("[1]", "[2,3]", "[4]");
    }

    @Test
    void takesAFrameWithoutABreakAsOneMessage() {
        assertThat(lines("[1]")).containsExactly("[1]");
        assertThat(lines("[1]\n")).containsExactly("[1]");
    }

    @Test
    void passesOverEmptyLines() {
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\n\n")).isEmpty();
        assertThat(lines("\n\n[1]\n\n\n[2]\n\n")).containsExactly("[1]", "[2]");
    }

    @Test
    void leavesCarriageReturnsToTheMessage() {
        assertThat(lines("[1]\r\n[2]\r\n")).containsExactly("[1]\r", "[2]\r");
    }

    @Test
    void cutsAtEveryPlace() {
        String text = "[\"ä😀\",1]";
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                List<String> parts =
                        List.of(text.substring(0, first), text.substring(first, second), text.substring(second));
                if (parts.stream().noneMatch(LinesTest::splitsACharacter)) {
                    assertThat(lines(String.join("\n", parts)))
                            .isEqualTo(parts.stream()
                                    .filter(part -> !part.isEmpty())
                                    .toList());
                }
            }
        }
    }

    @Test
    void looksOnlyAtItsPartOfTheBytes() {
        byte[] bytes = "xx[1]\n[2]\nyy\nzz".getBytes(StandardCharsets.UTF_8);
        var found = new ArrayList<String>();
        Lines.forEach(bytes, 2, 8, (from, start, length) -> found.add(text(from, start, length)));
        assertThat(found).containsExactly("[1]", "[2]");
    }

    private static boolean splitsACharacter(String part) {
        return !part.isEmpty()
                && (Character.isLowSurrogate(part.charAt(0))
                        || Character.isHighSurrogate(part.charAt(part.length() - 1)));
    }

    private static List<String> lines(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        return Stream.of(bytes)
                .<String>mapMulti((all, found) ->
                        Lines.forEach(all, 0, all.length, (in, from, length) -> found.accept(text(in, from, length))))
                .toList();
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
}
