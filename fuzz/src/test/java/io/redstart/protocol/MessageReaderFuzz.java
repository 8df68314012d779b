package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever comes is a message or refused as one, in a text of bounded length; what was read and written again is read
 * as the same.
 */
class MessageReaderFuzz {
    private static final long MAX_ID = (1L << 53) - 1;
    private static final int MAX_REFUSAL = 1_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(JSON)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader TREE = MAPPER.readerFor(JsonNode.class).with(FiniteNumbers.ONLY);
    private static final MessageReader READER =
            new MessageReader(JSON, (kind, id, target, parser) -> TREE.readValue(parser));
    private static final MessageWriter WRITER = new MessageWriter(MAPPER, 1 << 24);

    private interface Reading<M extends Message> {
        M read(byte[] bytes, int from, int length) throws ProtocolException;
    }

    @FuzzTest(maxDuration = "1m")
    void readsWhatClientsSay(byte[] frame) {
        Lines.forEach(frame, 0, frame.length, (in, from, length) -> readOrRefuse(READER::fromClient, in, from, length));
    }

    @FuzzTest(maxDuration = "1m")
    void readsWhatServersSay(byte[] frame) {
        Lines.forEach(frame, 0, frame.length, (in, from, length) -> readOrRefuse(READER::fromServer, in, from, length));
    }

    private static <M extends Message> void readOrRefuse(Reading<M> reading, byte[] bytes, int from, int length) {
        M message;
        try {
            message = reading.read(bytes, from, length);
        } catch (ProtocolException refused) {
            Long id = refused.id();
            assertThat(id == null || (id > 0 && id <= MAX_ID)).as("id " + id).isTrue();
            assertThat(refused.getMessage()).isNotBlank();
            assertThat(refused.getMessage()).hasSizeLessThan(MAX_REFUSAL);
            return;
        }
        byte[] written = WRITER.write(message);
        assertThat(written).doesNotContain('\n');
        try {
            assertThat(reading.read(written, 0, written.length)).isEqualTo(message);
        } catch (ProtocolException notAgain) {
            throw new AssertionError("what was read and written is no message any more: " + message, notAgain);
        }
    }
}
