package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
    private final Words words = new Words();

    @Test
    void makesAWordOnce() {
        assertThat(said("call")).isEqualTo("call").isSameAs(said("call"));
        assertThat(said("todos.addSomething")).isSameAs(said("todos.addSomething"));
    }

    @Test
    void takesNoWordForAnother() {
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            String word = "api.name" + "x".repeat(random.nextInt(70)) + random.nextInt(2_000) + "endOfName";
            String part = word.substring(random.nextInt(word.length()));
            assertThat(said(word)).isEqualTo(word);
            assertThat(said(part)).isEqualTo(part);
        }
    }

    private String said(String word) {
        byte[] bytes = ("[" + word + "]").getBytes(StandardCharsets.US_ASCII);
        return words.of(bytes, 1, bytes.length - 2);
    }
}
