package io.redstart.server.admin;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A type that the file declares: an interface, or another name for a type. */
final class TsDeclaration {
    /** Which way values travel. */
    enum Direction {
        /** From the server to clients. */
        OUT,
        /** From clients to the server. */
        IN
    }

    private final String key;
    private final String simpleName;
    private final List<String> qualifiers;
    private final String doc;
    private final Map<Direction, Map<String, TsProperty>> properties = new LinkedHashMap<>();
    private @Nullable TsType alias;

    /**
     * Declares a type about which nothing more is known yet, so that it may refer to itself.
     *
     * @param key tells it apart from all others
     * @param simpleName the name it should have
     * @param qualifiers what to add to the name where it is taken, nearest last
     * @param doc its documentation comment as TSDoc, or empty
     */
    TsDeclaration(String key, String simpleName, List<String> qualifiers, String doc) {
        this.key = key;
        this.simpleName = simpleName;
        this.qualifiers = qualifiers;
        this.doc = doc;
    }

    String key() {
        return key;
    }

    String simpleName() {
        return simpleName;
    }

    List<String> qualifiers() {
        return qualifiers;
    }

    String doc() {
        return doc;
    }

    /** What it is another name for, or null if it is an interface. */
    @Nullable
    TsType alias() {
        return alias;
    }

    TsDeclaration alias(TsType type) {
        alias = type;
        return this;
    }

    /** Says that values of it travel a way, with these properties; empty until they are known. */
    Map<String, TsProperty> travels(Direction direction) {
        return properties.computeIfAbsent(direction, unused -> new LinkedHashMap<>());
    }

    boolean hasTravelled(Direction direction) {
        return properties.containsKey(direction);
    }

    /** This one, that travels the ways of another of the same key as well. */
    TsDeclaration and(TsDeclaration other) {
        other.properties.forEach(properties::putIfAbsent);
        return this;
    }

    /** One shape for both ways: what only one of them has may be missing. */
    Collection<TsProperty> properties() {
        Map<String, TsProperty> all = new LinkedHashMap<>();
        properties.values().forEach(some -> some.forEach((name, one) -> all.merge(name, one, TsProperty::and)));
        all.replaceAll((name, one) ->
                properties.values().stream().allMatch(some -> some.containsKey(name)) ? one : one.maybe());
        return all.values();
    }
}
