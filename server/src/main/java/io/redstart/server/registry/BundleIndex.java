package io.redstart.server.registry;

import java.util.List;
import java.util.Map;

/**
 * What the annotation processor wrote into a jar ({@code META-INF/redstart/index.json}): which classes are marked, and
 * what reflection cannot tell of them. All parts may be missing.
 *
 * @param classes names of the marked classes; empty if the processor did not run
 * @param docs documentation comments: of a class by its name, of a method as {@code class#method}, of a record's
 *     component as {@code class#component}
 * @param parameters names of the parameters of a method by {@code class#method}
 */
public record BundleIndex(List<String> classes, Map<String, String> docs, Map<String, List<String>> parameters) {
    /** The index of a jar that was compiled without the processor. */
    public static final BundleIndex NONE = new BundleIndex(List.of(), Map.of(), Map.of());

    public BundleIndex {
        classes = List.copyOf(classes);
        docs = Map.copyOf(docs);
        parameters = Map.copyOf(parameters);
    }
}
