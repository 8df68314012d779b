package io.redstart.testkit;

import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares what was heard with what was expected. */
final class Json {
    private static final String ANY = "*";

    private Json() {}

    /** An apostrophe stands for a quotation mark, which Java wants to be escaped; one behind a backslash for itself. */
    static String quoted(String json) {
        return json.replace("\\'", "\\u0027").replace('\'', '"');
    }

    static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json);
    }

    /** Whether a message is as expected. The meta of a push may go unsaid. */
    static boolean matches(JsonNode expected, JsonNode message) {
        boolean meta = isPush(message)
                && message.size() == expected.size() + 1
                && message.get(message.size() - 1).isObject();
        return meta ? elementsMatch(expected, message) : valueMatches(expected, message);
    }

    private static boolean isPush(JsonNode message) {
        String op = message.path(0).asString("");
        return (op.equals("act") && message.size() == 5) || (op.equals("evt") && message.size() == 6);
    }

    private static boolean valueMatches(JsonNode expected, JsonNode actual) {
        if (expected.isString() && expected.stringValue().equals(ANY)) {
            return true;
        }
        if (expected.isArray()) {
            return actual.isArray() && actual.size() == expected.size() && elementsMatch(expected, actual);
        }
        if (expected.isObject()) {
            return actual.isObject() && propertiesMatch(expected, actual);
        }
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return expected.equals(actual);
    }

    private static boolean elementsMatch(JsonNode expected, JsonNode actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (!valueMatches(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean propertiesMatch(JsonNode expected, JsonNode actual) {
        for (Map.Entry<String, JsonNode> property : expected.properties()) {
            if (!property.getKey().equals(ANY)) {
                JsonNode value = actual.get(property.getKey());
                if (value == null || !valueMatches(property.getValue(), value)) {
                    return false;
                }
            }
        }
        return expected.has(ANY)
                || new TreeSet<>(expected.propertyNames()).equals(new TreeSet<>(actual.propertyNames()));
    }
}
