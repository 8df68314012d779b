package io.redstart.api.processor;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is written into a jar. Everything is sorted, so that the same sources give the same bytes.
 *
 * @param classes binary names of the marked classes
 * @param docs documentation comments by {@code class} or {@code class#member}
 * @param parameters names of parameters by {@code class#method}
 */
record Index(
        NavigableSet<String> classes,
        NavigableMap<String, String> docs,
        NavigableMap<String, List<String>> parameters) {
    Index() {
        this(new TreeSet<>(), new TreeMap<>(), new TreeMap<>());
    }

    boolean isEmpty() {
        return classes.isEmpty();
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new java.util.LinkedHashMap<>();
        map.put("classes", List.copyOf(classes));
        map.put("docs", docs);
        map.put("parameters", parameters);
        return map;
    }
}
