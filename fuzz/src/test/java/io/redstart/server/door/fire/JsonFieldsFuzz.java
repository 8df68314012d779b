package io.redstart.server.door.fire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fields are what a parser sees in them, on one line; what no parser takes has none. */
class JsonFieldsFuzz {
    private static final Set<String> WANTED = Set.of("a", "event", "data", "params");

    @FuzzTest(maxDuration = "1m")
    void keepsWhatAParserSees(byte[] text) {
        JsonFields fields = JsonFields.of(text, WANTED);
        if (fields == null) {
            return;
        }
        JsonNode all;
        try {
            all = JsonMapper.shared().readTree(text);
        } catch (JacksonException broken) {
            throw new AssertionError("taken, though it is no JSON", broken);
        }
        for (String name : WANTED) {
            byte[] json = fields.json(name);
            assertThat(json == null).isEqualTo(!all.has(name));
            if (json != null) {
                assertThat(JsonMapper.shared().readTree(json)).isEqualTo(all.get(name));
                assertThat(json).doesNotContain('\n', '\r');
                fields.text(name);
            }
        }
    }
}
