package io.redstart.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Whoever wants to be told, by name; the empty name stands for all. Any thread may register. */
final class Listeners<L> {
    private static final String ALL = "";

    private final Map<String, List<L>> byName = new ConcurrentHashMap<>();
    private final Consumer<Throwable> report;

    Listeners(Consumer<Throwable> report) {
        this.report = report;
    }

    Subscription add(L listener) {
        return add(ALL, listener);
    }

    Subscription add(String name, L listener) {
        byName.computeIfAbsent(name, none -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> byName.computeIfPresent(name, (key, listeners) -> {
            listeners.remove(listener);
            return listeners.isEmpty() ? null : listeners;
        });
    }

    boolean wants(String name) {
        return byName.containsKey(name) || byName.containsKey(ALL);
    }

    /** Tells those of the name, then those of all names; one that throws hurts nobody else. */
    void tell(String name, Consumer<L> telling) {
        tellOnly(name, telling);
        if (!name.equals(ALL)) {
            tellOnly(ALL, telling);
        }
    }

    private void tellOnly(String name, Consumer<L> telling) {
        for (L listener : byName.getOrDefault(name, List.of())) {
            try {
                telling.accept(listener);
            } catch (Throwable thrown) { // also what an application should not throw
                report.accept(thrown);
            }
        }
    }
}
