package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class MessageReaderTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final MessageReader reader =
            new MessageReader(new JsonFactory(), (kind, id, target, parser) -> MAPPER.readValue(parser, Object.class));
    private final MessageWriter writer = new MessageWriter(MAPPER, 1 << 20);

    @Test
    void readsACallWithItsMeta() throws Exception {
        assertThat(fromClient("[\"call\",7,\"todos.add\",[\"milk\"],{\"ttl\":500,\"later\":[1]}]"))
                .isEqualTo(new FromClient.Call(
                        7, "todos.add", List.of("milk"), new CallMeta(500L, null, null, null, null)));
    }

    @Test
    void passesOverWhatANewerPeerAdds() throws Exception {
        assertThat(fromClient("[\"cast\",\"clap\",[],{\"a\":{\"b\":[1,2]}},[3],4]"))
                .isEqualTo(new FromClient.Cast("clap", List.of()));
    }

    @Test
    void namesTheIdOfABrokenCall() {
        assertThatThrownBy(() -> fromClient("[\"call\",7,\"todos.add\",[\"mil"))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        broken -> assertThat(broken.id()).isEqualTo(7));
    }

    @Test
    void writesAPushWithAnySeq() {
        EncodedPush push = writer.event("room", "typing", List.of(1), PushMeta.NONE);
        for (long seq : new long[] {0, 9, 10, 12345, (1L << 53) - 1}) {
            assertThat(new String(push.bytes(seq), StandardCharsets.UTF_8))
                    .isEqualTo("[\"evt\"," + seq + ",\"room\",\"typing\",[1]]");
        }
    }

    private FromClient fromClient(String text) throws ProtocolException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return reader.fromClient(bytes, 0, bytes.length);
    }
}
