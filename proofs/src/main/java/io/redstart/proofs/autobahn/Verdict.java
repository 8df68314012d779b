package io.redstart.proofs.autobahn;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the suite says of one case.
 *
 * @param behavior of what was asked
 * @param close of how the line was closed after it
 */
record Verdict(String behavior, String close) {
    private static final Set<String> PASSED = Set.of("OK", "NON-STRICT", "INFORMATIONAL");

    static Verdict of(JsonNode told) {
        return new Verdict(
                told.path("behavior").asString(), told.path("behaviorClose").asString());
    }

    boolean passed() {
        return PASSED.contains(behavior) && PASSED.contains(close);
    }

    @Override
    public String toString() {
        return close.equals("OK") ? behavior : behavior + ", closed: " + close;
    }
}
