package io.redstart.protocol;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The codec with payloads read as plain values, and texts instead of bytes. */
final class Codec {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    static final MessageReader READER =
            new MessageReader(new JsonFactory(), (kind, id, target, parser) -> MAPPER.readValue(parser, Object.class));
    static final MessageWriter WRITER = new MessageWriter(MAPPER, 1 << 20);

    private Codec() {}

    static FromClient fromClient(String text) throws ProtocolException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return READER.fromClient(bytes, 0, bytes.length);
    }

    static FromServer fromServer(String text) throws ProtocolException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return READER.fromServer(bytes, 0, bytes.length);
    }

    static String write(Message message) {
        return new String(WRITER.write(message), StandardCharsets.UTF_8);
    }
}
