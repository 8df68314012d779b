package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
    private final Random random = new Random(7);

    @Test
    void findsWhatIsLookedForWhereverItIs() {
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = some();
            int from = random.nextInt(bytes.length);
            int end = from + random.nextInt(bytes.length - from + 1);
            assertThat(Bytes.next(bytes, from, end, '\n')).isEqualTo(next(bytes, from, end, "\n"));
            assertThat(Bytes.plainEnd(bytes, from, end)).isEqualTo(next(bytes, from, end, "\"\\"));
            assertThat(Bytes.plainEnd(bytes, from, end, '?')).isEqualTo(next(bytes, from, end, "\"\\?"));
            assertThat(Bytes.areAscii(bytes, from, end)).isEqualTo(isAscii(bytes, from, end));
        }
    }

    /** Seldom what is looked for, and then what is next to it as a number. */
    private byte[] some() {
        byte[] bytes = new byte[random.nextInt(60) + 1];
        String near = "\t\n\u000B\u001F !\"#>?@[\\]~\u007F\u0080\u008A\u00A2\u00DC\u00FF";
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (random.nextInt(8) == 0 ? near.charAt(random.nextInt(near.length())) : 'x');
        }
        return bytes;
    }

    private static int next(byte[] bytes, int from, int end, String wanted) {
        boolean alsoControls = wanted.indexOf('"') >= 0;
        int at = from;
        while (at < end && wanted.indexOf(bytes[at] & 0xFF) < 0 && !(alsoControls && (bytes[at] & 0xFF) < ' ')) {
            at++;
        }
        return at;
    }

    private static boolean isAscii(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void writesNumbersOfAnyLength() {
        numberIsWritten(0);
        for (long power = 1; power < 1_000_000_000_000_000_000L; power *= 10) {
            numberIsWritten(power);
            numberIsWritten(power - 1);
            numberIsWritten(power * 9);
        }
        numberIsWritten(1_000_000_000_000_000_000L);
        numberIsWritten(Long.MAX_VALUE);
    }

    private static void numberIsWritten(long number) {
        String text = Long.toString(number);
        assertThat(Bytes.digits(number)).isEqualTo(text.length());
        byte[] to = "x".repeat(22).getBytes(StandardCharsets.US_ASCII);
        Bytes.putNumber(to, text.length() + 1, number);
        assertThat(new String(to, StandardCharsets.US_ASCII)).isEqualTo("x" + text + "x".repeat(21 - text.length()));
        ByteBuffer buffer = ByteBuffer.wrap("x".repeat(22).getBytes(StandardCharsets.US_ASCII))
                .position(1);
        Bytes.putNumber(buffer, number);
        assertThat(buffer.position()).isEqualTo(text.length() + 1);
        assertThat(buffer.array()).isEqualTo(to);
    }
}
