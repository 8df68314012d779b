package io.redstart.client;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether JSON is what was expected; {@code "*"} stands for anything that is there. */
final class Matching {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private Matching() {}

    /** A message may end with a meta object that the expected one does not mention. */
    static boolean message(JsonNode actual, JsonNode expected) {
        if (!actual.isArray()) {
            return false;
        }
        int extra = actual.size() - expected.size();
        if (extra < 0
                || extra > 1
                || (extra == 1 && !actual.get(expected.size()).isObject())) {
            return false;
        }
        for (int at = 0; at < expected.size(); at++) {
            if (!value(actual.get(at), expected.get(at))) {
                return false;
            }
        }
        return true;
    }

    static boolean value(JsonNode actual, JsonNode expected) {
        if (expected.isString() && expected.stringValue().equals("*")) {
            return true;
        }
        if (expected.isArray()) {
            if (!actual.isArray() || actual.size() != expected.size()) {
                return false;
            }
            for (int at = 0; at < expected.size(); at++) {
                if (!value(actual.get(at), expected.get(at))) {
                    return false;
                }
            }
            return true;
        }
        if (expected.isObject()) {
            return actual.isObject()
                    && actual.size() == expected.size()
                    && expected.properties().stream().allMatch(part -> has(actual, part));
        }
        return actual.equals(expected);
    }

    private static boolean has(JsonNode actual, Map.Entry<String, JsonNode> part) {
        JsonNode value = actual.get(part.getKey());
        return value != null && value(value, part.getValue());
    }
}
