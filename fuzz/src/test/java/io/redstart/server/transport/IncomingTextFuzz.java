package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.protocol.Lines;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Text is what the JDK's strict decoder takes, in whatever parts it comes, and no message in it is overlooked. */
class IncomingTextFuzz {
    @FuzzTest(maxDuration = "1m")
    void takesWhatIsText(FuzzedDataProvider data) {
        int first = data.consumeInt(0, 64);
        int second = data.consumeInt(0, 64);
        byte[] bytes = data.consumeRemainingAsBytes();
        int cut = Math.min(first, bytes.length);
        int again = Math.min(cut + second, bytes.length);
        IncomingText text = new IncomingText();
        text.begin();
        boolean taken = text.add(bytes, 0, cut)
                && text.add(bytes, cut, again - cut)
                && text.add(bytes, again, bytes.length - again)
                && text.isWhole();
        assertThat(taken).isEqualTo(isText(bytes));
        if (taken) {
            AtomicInteger messages = new AtomicInteger();
            Lines.forEach(bytes, 0, bytes.length, (in, from, length) -> messages.incrementAndGet());
            // empty lines count as well: they are work too
            assertThat(text.messages()).isGreaterThanOrEqualTo(Math.max(1, messages.get()));
        }
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException none) {
            return false;
        }
    }
}
