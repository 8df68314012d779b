package io.redstart.server.door.sockizy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.protocol.FiniteNumbers;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.ProtocolException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a client's text is, it is one message, with that text in it; and what is taken for JSON is one besides. */
class SockizyTextsFuzz {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .build();
    private static final ObjectReader TREE = JsonMapper.shared()
            .readerFor(JsonNode.class)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(FiniteNumbers.ONLY);
    private static final MessageReader READER =
            new MessageReader(JSON, (kind, id, target, parser) -> TREE.readValue(parser));
    private static final SockizyTexts TEXTS = new SockizyTexts(JSON);

    @FuzzTest(maxDuration = "1m")
    void isOneMessage(byte[] bytes) throws ProtocolException {
        String said = new String(bytes, UTF_8); // what is not UTF-8 is closed before
        byte[] text = said.getBytes(UTF_8);
        byte[] message = SockizyTexts.text(text, 0, text.length);
        assertThat(message).doesNotContain((byte) '\n');
        assertThat(READER.fromClient(message, 0, message.length)).isEqualTo(new FromClient.Text(said));
        if (TEXTS.isJson(text, 0, text.length)) {
            byte[] json = SockizyTexts.json(text, 0, text.length);
            assertThat(json).doesNotContain((byte) '\n');
            assertThat(READER.fromClient(json, 0, json.length)).isInstanceOf(FromClient.Json.class);
        }
    }
}
