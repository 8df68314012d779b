package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The messages of a frame, with the ends of lines between them, are the frame. */
class LinesFuzz {
    @FuzzTest(maxDuration = "1m")
    void cutsAFrameIntoItsLines(FuzzedDataProvider data) {
        int from = data.consumeInt(0, 16);
        byte[] frame = data.consumeRemainingAsBytes();
        byte[] holder = new byte[from + frame.length + 3];
        Arrays.fill(holder, (byte) '\n');
        System.arraycopy(frame, 0, holder, from, frame.length);
        List<String> expected = new ArrayList<>();
        for (String line : new String(frame, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            if (!line.isEmpty()) {
                expected.add(line);
            }
        }
        List<String> heard = new ArrayList<>();
        Lines.forEach(holder, from, frame.length, (bytes, at, length) -> {
            assertThat(bytes).isSameAs(holder);
            heard.add(new String(bytes, at, length, StandardCharsets.ISO_8859_1));
        });
        assertThat(heard).isEqualTo(expected);
    }
}
