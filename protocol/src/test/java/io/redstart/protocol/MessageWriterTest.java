package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.redstart.api.CallException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializerBase;

class MessageWriterTest {
    record Note(int id, String text) {}

    record Raw(@JsonRawValue String json) {}

    record Share(int people) {
        @JsonProperty
        int each() {
            return 100 / people;
        }
    }

    @Test
    void writesUpToTheLimitAndNothingAbove() {
        String message = "[\"ret\",7,\"" + "x".repeat(88) + "\"]";
        assertThat(message).hasSize(100);
        assertThat(written(100, "x".repeat(88))).isEqualTo(message);
        assertThatThrownBy(() -> written(100, "x".repeat(89)))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("larger than 100 bytes");
    }

    @Test
    void countsBytesNotCharacters() {
        assertThat(written(100, "ä".repeat(44))).hasSize(12 + 44);
        assertThatThrownBy(() -> written(100, "ä".repeat(45))).isInstanceOf(TooLargeException.class);
    }

    @Test
    void refusesWhatIsTooLargeInTheMidstOfARecord() {
        assertThatThrownBy(() -> written(20_000, List.of(new Note(1, "x".repeat(50_000)))))
                .isInstanceOf(TooLargeException.class);
        assertThatThrownBy(() -> written(20_000, Map.of("note", new Note(1, "ä".repeat(50_000)))))
                .isInstanceOf(TooLargeException.class);
    }

    @Test
    void goesOnAfterAMessageThatWasTooLarge() {
        var writer = new MessageWriter(Codec.MAPPER, 100);
        assertThatThrownBy(() -> writer.write(new Answer.Result(7, "x".repeat(200))))
                .isInstanceOf(TooLargeException.class);
        assertThat(writer.write(new Answer.Result(7, 1))).isEqualTo(utf8("[\"ret\",7,1]"));
    }

    @Test
    void saysWhatDoesNotConvert() {
        assertThatThrownBy(() -> written(1000, new Share(0)))
                .isInstanceOf(JacksonException.class)
                .hasRootCauseInstanceOf(ArithmeticException.class);
    }

    /** In a list a value is the mapper's in any case. */
    @Test
    void writesPlainValuesAsTheMapperDoes() {
        var random = new Random(5);
        String[] pieces = {
            "a", "?", "What now? ", "\"", "\\", "/", "\n", "\u007F", "ä", "€", "\u2028", "😀", "\uD83F", "\uDE00"
        };
        for (int round = 0; round < 5_000; round++) {
            var text = new StringBuilder();
            for (int times = random.nextInt(12); times > 0; times--) {
                text.append(pieces[random.nextInt(random.nextBoolean() ? 4 : pieces.length)]);
            }
            writesAsInAList(text.toString());
        }
        for (Object value :
                List.of(0, -1, Integer.MIN_VALUE, 0L, Long.MIN_VALUE, Long.MAX_VALUE, true, false, 1.5, 'c')) {
            writesAsInAList(value);
        }
    }

    private static void writesAsInAList(Object value) {
        String alone;
        String inList;
        try {
            inList = written(1 << 16, List.of(value));
        } catch (JacksonException unfit) {
            assertThatThrownBy(() -> written(1 << 16, value)).hasMessage(unfit.getMessage());
            return;
        }
        alone = written(1 << 16, value);
        assertThat(alone.replaceFirst("7,", "7,[").replaceFirst("]$", "]]")).isEqualTo(inList);
    }

    @Test
    void leavesPlainValuesToAMapperThatWritesThemInAWayOfItsOwn() {
        var numbers = JsonMapper.builder()
                .enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
                .build();
        assertThat(new MessageWriter(numbers, 1000).write(new Answer.Result(7, 5L)))
                .isEqualTo(utf8("[\"ret\",\"7\",\"5\"]"));
        var ascii =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        assertThat(new MessageWriter(ascii, 1000).write(new Answer.Result(7, "ä")))
                .isEqualTo(utf8("[\"ret\",7,\"\\u00E4\"]"));
        var quiet = JsonMapper.builder()
                .addModule(new SimpleModule().addSerializer(String.class, new ToStringSerializerBase(String.class) {
                    @Override
                    public String valueToString(Object value) {
                        return value.equals("secret") ? "…" : value.toString();
                    }
                }))
                .build();
        assertThat(new MessageWriter(quiet, 1000).write(new Answer.Result(7, "secret")))
                .isEqualTo(utf8("[\"ret\",7,\"…\"]"));
    }

    @Test
    void writesOnAfterWhatDidNotConvert() {
        var writer = new MessageWriter(Codec.MAPPER, 1000);
        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> writer.write(new Answer.Result(7, List.of(1, new Share(0)))))
                    .isInstanceOf(JacksonException.class);
            assertThat(writer.write(new Answer.Result(7, List.of(1)))).isEqualTo(utf8("[\"ret\",7,[1]]"));
            assertThat(writer.write(new Answer.Result(8, new Note(1, "a"))))
                    .isEqualTo(utf8("[\"ret\",8,{\"id\":1,\"text\":\"a\"}]"));
        }
    }

    record Nested(MessageWriter with) {
        @JsonProperty
        String inner() {
            return new String(with.json(List.of(1, 2)), StandardCharsets.UTF_8);
        }
    }

    @Test
    void writesWhileItWrites() {
        var mapper =
                JsonMapper.builder().addMixIn(MessageWriter.class, Hidden.class).build();
        var writer = new MessageWriter(mapper, 1000);
        for (int round = 0; round < 3; round++) {
            assertThat(writer.json(new Nested(writer))).isEqualTo(utf8("{\"inner\":\"[1,2]\"}"));
        }
    }

    @JsonIgnoreType
    private static final class Hidden {}

    @Test
    void keepsAMessageOnOneLineWhateverTheMapperLikes() {
        var pretty = Codec.MAPPER
                .rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
        var writer = new MessageWriter(pretty, 1000);
        assertThat(writer.write(new Answer.Result(7, Map.of("a", List.of(1, 2)))))
                .isEqualTo(utf8("[\"ret\",7,{\"a\":[1,2]}]"));
        assertThat(writer.event(null, "a", Map.of("a", 1), PushMeta.NONE).bytes(1))
                .isEqualTo(utf8("[\"evt\",1,null,\"a\",{\"a\":1}]"));
    }

    @Test
    void keepsAMessageOnOneLineWhateverIsWrittenRaw() {
        assertThat(written(1000, new Raw("{\n  \"a\": 1\n}"))).isEqualTo("[\"ret\",7,{\"json\":{   \"a\": 1 }}]");
    }

    @Test
    void escapesWhateverBreaksALine() throws Exception {
        var all = new StringBuilder();
        for (char each = 0; each < 0xD800; each++) {
            all.append(each);
        }
        all.append("\uE000\uFEFF\uFFFE\uFFFF😀");
        String text = all.toString();
        for (Message message : List.of(
                new Answer.Result(7, text),
                new FromServer.Event(
                        1, "room", "a\nb", Map.of("a\n\u2028", text), new PushMeta(null, "u\n\u2028", null)),
                new FromServer.Bye(4001, text, null))) {
            String written = Codec.write(message);
            assertThat(written).doesNotContain("\n", "\r", "\u0000");
            assertThat(Codec.fromServer(written)).isEqualTo(message);
        }
    }

    @Test
    void writesARefusalWithAllItsParts() {
        var refusal = new CallException(
                "room_full",
                "Room is full",
                new Note(1, "a"),
                Duration.ofMillis(1500),
                List.of(new CallException.Field("room", "is full")));
        assertThat(Codec.write(new Answer.Failure(7, WireError.of(refusal))))
                .isEqualTo("[\"err\",7,{\"code\":\"room_full\",\"message\":\"Room is full\","
                        + "\"data\":{\"id\":1,\"text\":\"a\"},\"retry\":1500,"
                        + "\"fields\":[{\"path\":\"room\",\"message\":\"is full\"}]}]");
    }

    private static String written(int limit, Object value) {
        return new String(
                new MessageWriter(Codec.MAPPER, limit).write(new Answer.Result(7, value)), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
