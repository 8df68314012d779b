package io.redstart.server.admin;

import java.util.stream.Stream;

/**
 * A property of an object.
 *
 * @param name its name in JSON
 * @param type what it holds
 * @param optional whether it may be missing
 * @param doc its documentation comment as TSDoc, or empty
 */
record TsProperty(String name, TsType type, boolean optional, String doc) {
    /** The property that both are. */
    TsProperty and(TsProperty other) {
        return new TsProperty(
                name,
                TsType.either(Stream.of(type, other.type)),
                optional || other.optional,
                doc.isEmpty() ? other.doc : doc);
    }

    TsProperty maybe() {
        return new TsProperty(name, type, true, doc);
    }
}
