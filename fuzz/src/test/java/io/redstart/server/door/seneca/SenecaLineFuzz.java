package io.redstart.server.door.seneca;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.server.door.JsonParts;
import io.redstart.server.door.OnlyTold;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.transport.FrameCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a peer says becomes at most one message behind it, and an act that is answered at most one line. */
class SenecaLineFuzz {
    private static final Map<String, MethodModel> METHODS = new HashMap<>();

    static {
        try {
            ApiScanner.scan("bundle", List.of(Todos.class), BundleIndex.NONE).apis().stream()
                    .flatMap(api -> api.methods().stream())
                    .forEach(method -> METHODS.put(method.target(), method));
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** What acts may call. */
    @Api("todos")
    public static class Todos {
        /**
         * Adds all.
         *
         * @param listName a text
         * @param texts anything
         */
        @Call
        public void addAll(String listName, Object texts) {
            // nothing is called here
        }
    }

    /** What is behind the line. */
    private static final class Behind extends OnlyTold {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void text(byte[] bytes, int from, int length) {
            assertThat(new JsonParts().of(bytes, from, length)).isTrue();
            heard.add(new String(bytes, from, length, UTF_8));
        }
    }

    /** What the peer hears. */
    private static final class Heard implements FrameCodec.Frames {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void text(byte[] bytes) {
            lines.add(new String(bytes, UTF_8));
        }

        @Override
        public void binary(byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void ping() {
            throw new UnsupportedOperationException();
        }
    }

    @FuzzTest(maxDuration = "1m")
    void makesAtMostOneMessageOfALine(byte[] said) {
        for (byte each : said) {
            if (each == '\n') {
                return; // the line would end there
            }
        }
        Behind behind = new Behind();
        SenecaLine line = new SenecaLine(behind, new ActNames(METHODS::get));
        line.hello();
        behind.heard.clear();
        line.take(said, 0, said.length);
        assertThat(behind.heard).hasSizeLessThan(2);
        for (String message : behind.heard) {
            assertThat(message).doesNotContain("\n", "\r").matches("(?s)\\[(?:\"c(?:all\",1|ast\"),.*)?]");
        }
        Heard heard = new Heard();
        byte[] answer = "[\"ret\",1,{\"a\":1}]\n[\"err\",1,{\"code\":\"late\",\"message\":\"Late\"}]".getBytes(UTF_8);
        line.encode(false, answer, 0, answer.length, heard);
        boolean called = !behind.heard.isEmpty() && behind.heard.get(0).startsWith("[\"call\"");
        assertThat(heard.lines).hasSize(called ? 1 : 0);
        heard.lines.forEach(each -> assertThat(each).endsWith("}\n").containsOnlyOnce("\n"));
        if (called) {
            answersWhoAsked(said, heard.lines.get(0));
        }
    }

    private static void answersWhoAsked(byte[] said, String told) {
        JsonNode act;
        try {
            act = JsonMapper.shared().readTree(said);
        } catch (JacksonException broken) {
            return; // cut out of what no parser takes
        }
        JsonNode answer = JsonMapper.shared().readTree(told);
        assertThat(answer.get("id")).isEqualTo(act.get("id"));
        assertThat(answer.get("kind").stringValue()).isEqualTo("res");
        assertThat(answer.get("res")).isEqualTo(JsonMapper.shared().readTree("{\"a\":1}"));
    }
}
