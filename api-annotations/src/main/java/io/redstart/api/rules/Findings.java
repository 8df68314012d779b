package io.redstart.api.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers findings. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    void add(ClassShape at, String what) {
        all.add(new Finding(at.source(), at.name(), what));
    }

    void add(ClassShape owner, MethodShape at, String what) {
        all.add(new Finding(at.source(), where(owner, at), what));
    }

    void add(ClassShape owner, MethodShape method, ParameterShape at, String what) {
        all.add(new Finding(at.source(), where(owner, method), "parameter " + at.name() + ": " + what));
    }

    static String where(ClassShape owner, MethodShape method) {
        return owner.name() + "." + method.name();
    }

    List<Finding> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(Finding::where).thenComparing(Finding::what))
                .toList();
    }
}
