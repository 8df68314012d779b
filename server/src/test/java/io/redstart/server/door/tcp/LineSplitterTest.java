package io.redstart.server.door.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();

    private boolean note(byte[] bytes, int from, int length) {
        return lines.add(new String(bytes, from, length, UTF_8));
    }

    private LineSplitter endedBy(String terminator, int longest) {
        return new LineSplitter(terminator.getBytes(UTF_8), () -> longest);
    }

    private int add(LineSplitter splitter, String text) {
        byte[] bytes = ("xx" + text + "yy").getBytes(UTF_8);
        return splitter.add(bytes, 2, bytes.length - 4, this::note);
    }

    @Test
    void cutsManyLinesOutOfOnePiece() {
        LineSplitter splitter = endedBy("\n", 100);
        assertThat(add(splitter, "one\ntwo\n\nthree\nfo")).isEqualTo(17);
        assertThat(lines).containsExactly("one", "two", "", "three");
        assertThat(splitter.isWithin()).isTrue();
        add(splitter, "ur\n");
        assertThat(lines).endsWith("four");
        assertThat(splitter.isWithin()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "§", "--end--", "aa", "aab", "\0"})
    void cutsTheSameAtEachByte(String terminator) {
        String text = "a" + terminator + "ünï" + terminator + terminator + "long enough a-" + terminator + "--e"
                + terminator + "aa" + terminator;
        endedBy(terminator, 100).add(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length, this::note);
        List<String> whole = List.copyOf(lines);
        assertThat(String.join(terminator, whole) + terminator).isEqualTo(text);
        byte[] bytes = text.getBytes(UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                lines.clear();
                LineSplitter splitter = endedBy(terminator, 100);
                splitter.add(bytes, 0, first, this::note);
                splitter.add(bytes, first, second - first, this::note);
                splitter.add(bytes, second, bytes.length - second, this::note);
                assertThat(lines).isEqualTo(whole);
            }
        }
        lines.clear();
        LineSplitter splitter = endedBy(terminator, 100);
        for (int at = 0; at < bytes.length; at++) {
            splitter.add(bytes, at, 1, this::note);
        }
        assertThat(lines).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"1234\\n,0", "12345\\n,1", "12345,1", "1234,0"})
    void keepsNoMoreOfALineThanItMayBeLong(String written, int tooLong) {
        String text = written.replace("\\n", "\n");
        LineSplitter whole = endedBy("\n", 4);
        assertThat(add(whole, text)).isEqualTo(tooLong == 1 ? LineSplitter.TOO_LONG : text.length());
        LineSplitter pieces = endedBy("\n", 4);
        int last = 0;
        for (int i = 0; i < text.length() && last >= 0; i++) {
            last = add(pieces, text.substring(i, i + 1));
        }
        assertThat(last == LineSplitter.TOO_LONG).isEqualTo(tooLong == 1);
        assertThat(pieces.isWithin()).isEqualTo(tooLong == 0 && !text.endsWith("\n"));
    }

    @Test
    void keepsTheBeginningOfALongTerminatorBesidesALongLine() {
        LineSplitter splitter = endedBy("END", 4);
        assertThat(add(splitter, "1234EN")).isEqualTo(6);
        assertThat(add(splitter, "D")).isEqualTo(1);
        assertThat(lines).containsExactly("1234");
        assertThat(add(splitter, "12345EN")).isEqualTo(LineSplitter.TOO_LONG);
    }

    @Test
    void leavesTheRestToWhoWantsNoMore() {
        LineSplitter splitter = endedBy("\n", 100);
        byte[] bytes = "be\ncome\nbinary".getBytes(UTF_8);
        splitter.add(bytes, 0, 1, this::note);
        int taken = splitter.add(bytes, 1, bytes.length - 1, (line, from, length) -> {
            note(line, from, length);
            return lines.size() < 2;
        });
        assertThat(lines).containsExactly("be", "come");
        assertThat(taken).isEqualTo(7);
        assertThat(splitter.isWithin()).isFalse();
    }

    @Test
    void needsSomethingThatEndsALine() {
        assertThatThrownBy(() -> endedBy("", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
