package io.redstart.server.door.fire.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is read out of frames is written into frames again; a path asks for something or nothing. */
class SockJsTextFuzz {
    @FuzzTest(maxDuration = "1m")
    void readsWhatItWrites(byte[] bytes) {
        List<byte[]> messages = SockJsText.read(bytes, 0, bytes.length);
        if (messages == null || messages.isEmpty()) {
            return;
        }
        byte[] frame = SockJsText.messages(messages);
        JsonNode list = JsonMapper.shared().readTree(frame, 1, frame.length - 1);
        assertThat(list.size()).isEqualTo(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            assertThat(list.get(i).stringValue()).isEqualTo(new String(messages.get(i), UTF_8));
        }
    }

    @FuzzTest(maxDuration = "1m")
    void asksForSomethingOrNothing(byte[] path) {
        SockJsPath asked = SockJsPath.of(new String(path, UTF_8));
        if (asked != null && asked.kind() == SockJsPath.Kind.SESSION) {
            assertThat(asked.session()).doesNotContain(".").matches("[^/]+/[^/]+");
        }
    }
}
