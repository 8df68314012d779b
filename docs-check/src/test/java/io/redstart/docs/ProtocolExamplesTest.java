package io.redstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.docs.Document.Block;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads every message that PROTOCOL.md shows. Messages of a client begin with an arrow to the right. */
class ProtocolExamplesTest {
    private static final ObjectReader TREE =
            JsonMapper.shared().readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final MessageReader READER =
            new MessageReader(new JsonFactory(), (kind, id, target, parser) -> TREE.readValue(parser));

    private final Document protocol = Document.of("PROTOCOL.md");

    @Test
    void areMessagesOfTheirDirection() {
        List<String> wrong = new ArrayList<>();
        for (Block block : protocol.blocks("json")) {
            boolean up = !block.info().equals("json down");
            for (String line : block.linesOfIt()) {
                String mistake = mistake(up, line);
                if (block.info().equals("json broken") == (mistake == null)) {
                    wrong.add(protocol.where(block.line()) + ": " + line + " " + mistake);
                }
            }
        }
        for (Block block : protocol.blocks("text")) {
            for (String line : block.linesOfIt()) {
                assertThat(line).startsWithIgnoringCase(line.startsWith("→ ") ? "→ " : "← ");
                String mistake = mistake(line.startsWith("→ "), line.substring(2));
                if (mistake != null) {
                    wrong.add(protocol.where(block.line()) + ": " + line + " " + mistake);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void showEveryMessage() throws ProtocolException {
        Set<Class<?>> shown = new HashSet<>();
        for (Block block : protocol.blocks("json")) {
            for (String line : block.linesOfIt()) {
                if (!block.info().equals("json broken")) {
                    shown.add(read(block.info().equals("json up"), line).getClass());
                }
            }
        }
        assertThat(Stream.of(FromClient.class, FromServer.class)
                        .flatMap(side -> Stream.of(side.getPermittedSubclasses()))
                        .flatMap(kind -> kind.isSealed() ? Stream.of(kind.getPermittedSubclasses()) : Stream.of(kind)))
                .allSatisfy(kind -> assertThat(shown).contains(kind));
    }

    private static String mistake(boolean up, String line) {
        try {
            read(up, line);
            return null;
        } catch (ProtocolException broken) {
            return broken.getMessage();
        }
    }

    private static Object read(boolean up, String line) throws ProtocolException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return up ? READER.fromClient(bytes, 0, bytes.length) : READER.fromServer(bytes, 0, bytes.length);
    }
}
