package io.redstart.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An object is cut where a parser sees its members; what no parser takes is cut somewhere, or not at all. */
class JsonMembersFuzz {
    @FuzzTest(maxDuration = "1m")
    void cutsWhereAParserWould(byte[] text) {
        JsonMembers members = new JsonMembers();
        boolean cut = members.of(text, 0, text.length);
        JsonNode object;
        try {
            object = JsonMapper.shared().readTree(text);
        } catch (JacksonException none) {
            return;
        }
        // a text may be in another encoding than UTF-8, which a parser finds out
        if (!object.isObject() || (text.length > 1 && (text[0] == 0 || text[1] == 0 || text[0] < 0))) {
            return;
        }
        assertThat(cut).isTrue();
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (int i = 0; i < members.count(); i++) {
            found.put(members.name(i), JsonMapper.shared().readTree(members.value(i)));
        }
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(object.propertyNames());
        found.forEach((name, value) -> assertThat(value).isEqualTo(object.get(name)));
    }
}
