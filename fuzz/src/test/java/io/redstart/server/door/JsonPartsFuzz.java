package io.redstart.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An array is cut where a parser sees its elements; what no parser takes is cut somewhere, or not at all. */
class JsonPartsFuzz {
    private static final int MOST = 8;

    @FuzzTest(maxDuration = "1m")
    void cutsWhereAParserWould(byte[] text) {
        JsonParts parts = new JsonParts();
        boolean cut = parts.of(text, 0, text.length);
        JsonNode array;
        try {
            array = JsonMapper.shared().readTree(text);
        } catch (JacksonException none) {
            return;
        }
        // a text may be in another encoding than UTF-8, which a parser finds out
        if (!array.isArray() || (text.length > 1 && (text[0] == 0 || text[1] == 0 || text[0] < 0))) {
            return;
        }
        assertThat(cut).isTrue();
        assertThat(parts.count()).isEqualTo(Math.min(array.size(), MOST));
        for (int i = 0; i < parts.count(); i++) {
            assertThat(JsonMapper.shared().readTree(parts.bytes(i))).isEqualTo(array.get(i));
        }
    }
}
