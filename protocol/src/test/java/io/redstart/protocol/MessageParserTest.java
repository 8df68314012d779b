package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** What a reader says of a message does not depend on those before it, nor on which parser it is read with. */
class MessageParserTest {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(5)
                    .maxNumberLength(20)
                    .maxNameLength(32)
                    .maxStringLength(40)
                    .build())
            .build();

    private final MessageReader reader =
            new MessageReader(JSON, (kind, id, target, parser) -> Codec.MAPPER.readValue(parser, Object.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"call\",7,\"a.b\",[[[[[1]]]]]]",
                "[\"call\",7,\"a.b\",[[[[1]]]]]",
                "[\"call\",7,\"a.b\",[12345678901234567890]]",
                "[\"call\",7,\"a.b\",[123456789012345678901]]",
                "[\"call\",7,\"a.b\",{\"aaaaaaaaaabbbbbbbbbbccccccccccdd\":1}]",
                "[\"call\",7,\"a.b\",{\"aaaaaaaaaabbbbbbbbbbccccccccccddeeeee\":1}]",
                "[\"call\",7,\"a.b\",[\"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\"]]",
                "[\"call\",7,\"a.b\",[\"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde\"]]",
                "[\"call\",7,\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeee\",[]]",
                "[\"call\",7,\"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\",[]]",
                "[\"call\",7,\"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde\",[]]",
                "[\"call\",7,\"\",[]]",
                "[\"call\",0,\"a.b\",[]]",
                "[\"call\",00,\"a.b\",[]]",
                "[\"call\",007,\"a.b\",[]]",
                "[\"call\",-7,\"a.b\",[]]",
                "[\"call\",7.0,\"a.b\",[]]",
                "[\"call\",7e0,\"a.b\",[]]",
                "[\"call\",7x,\"a.b\",[]]",
                "[\"call\",999999999999999,\"a.b\",[]]",
                "[\"call\",9007199254740991,\"a.b\",[]]",
                "[\"call\",9007199254740992,\"a.b\",[]]",
                "[\"call\",7,\"a.b\",[]",
                "[\"call\",7,\"a.b\",[]]]",
                "[\"call\",7,\"a.b\",[],]",
                "[\"call\",7,\"a.b\",[],{\"key\":\"k\"},1]",
                "[\"call\",7,\"a.b\"]",
                "[\"call\",7,\"a\\u002eb\",[]]",
                "[\"call\",7,\"ä.b\",[\"öl\",\"\\n\",\"😀\",\"\uFFFD\"]]",
                "[ \"call\" , 7 , \"a.b\" , [ ] ] ",
                "[\"ack\",7",
                "[\"ack\",7]",
                "[\"ack\",7] ",
                "[\"ack\",7]]",
                "[\"ack\",7}",
                "[\"ack\"]",
                "[\"ack\"",
                "[\"ack",
                "[\"",
                "[]",
                "[,7]",
                "[\"act\",7,null,{\"type\":\"t\"},{\"user\":null,\"x\":\"y\"}]",
                "[\"set\",7,\"room\",1,{\"user\":null,\"ttl\":5,\"quiet\":true}]",
                "[\"join\",7,\"room\",{\"since\":[\"e\",5]}]",
                "[\"more\",7,0]",
                "[\"more\",7,3]",
                "[\"pong\",0]"
            })
    void readsAsAParserMadeForTheMessage(String message) {
        assertThat(outcome(message)).isEqualTo(outcome(" " + message));
    }

    private Object outcome(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            return reader.fromClient(bytes, 0, bytes.length);
        } catch (ProtocolException refused) {
            String why = String.valueOf(refused.getMessage());
            int ahead = message.length() - message.stripLeading().length();
            int place = why.indexOf("at byte ") < 0 ? 0 : Integer.parseInt(why.substring(why.indexOf("at byte ") + 8));
            return why.replace("at byte " + place, "at byte " + (place - ahead)) + " " + refused.id();
        }
    }

    @Test
    void readsOnAfterWhatWasBroken() throws ProtocolException {
        for (String broken :
                List.of("[\"call\",7,\"a.b\",[{\"x\":[1,", "[\"call\",7,\"a.b\",[\"x", "[\"ack\",7,{\"y\":")) {
            assertThatThrownBy(() -> read(broken)).isInstanceOf(ProtocolException.class);
            assertThat(read("[\"ack\",8]")).isEqualTo(new FromClient.Ack(8));
        }
    }

    @Test
    void readsAMessageWhileItReadsAnother() throws ProtocolException {
        var outer = new MessageReader(new JsonFactory(), (kind, id, target, parser) -> {
            parser.nextToken();
            String first = parser.getString();
            assertThat(readNow("[\"cast\",\"in.it\",[\"inner\"]]"))
                    .isEqualTo(new FromClient.Cast("in.it", List.of("inner")));
            parser.nextToken();
            return first;
        });
        byte[] bytes = "[\"cast\",\"out.of\",[\"outer\"]]".getBytes(StandardCharsets.UTF_8);
        assertThat(outer.fromClient(bytes, 0, bytes.length)).isEqualTo(new FromClient.Cast("out.of", "outer"));
    }

    private FromClient readNow(String message) {
        try {
            return read(message);
        } catch (ProtocolException refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void forgetsNamesThatAreNotSaidAgain() throws ProtocolException {
        for (int round = 0; round < 200; round++) {
            int first = round * 100;
            String names = IntStream.range(first, first + 100)
                    .mapToObj(number -> "\"name" + number + "\":" + number)
                    .collect(Collectors.joining(","));
            Map<String, Integer> expected = IntStream.range(first, first + 100)
                    .boxed()
                    .collect(Collectors.toMap(number -> "name" + number, number -> number));
            assertThat(read("[\"cast\",\"a.b\",{" + names + "}]")).isEqualTo(new FromClient.Cast("a.b", expected));
        }
        assertThat(read("[\"cast\",\"a.b\",[]]")).isEqualTo(new FromClient.Cast("a.b", List.of()));
    }

    @Test
    void sharesItsParsersWithAnotherReader() throws ProtocolException {
        MessageReader skipping = reader.with((kind, id, target, parser) -> {
            parser.skipChildren();
            return null;
        });
        byte[] bytes = "[\"evt\",\"e\",\"text\"]".getBytes(StandardCharsets.UTF_8);
        assertThat(skipping.fromClient(bytes, 0, bytes.length)).isEqualTo(new FromClient.Event("e", null));
        assertThat(read("[\"evt\",\"e\",\"text\"]")).isEqualTo(new FromClient.Event("e", "text"));
    }

    private FromClient read(String message) throws ProtocolException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return reader.fromClient(bytes, 0, bytes.length);
    }
}
