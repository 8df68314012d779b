package io.redstart.proofs.ledger;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes down what each side says and hears, in lanes of which each client has its own. Any thread may write; who writes
 * for one lane does so in the order of what happened.
 */
final class Ledger {
    private final Map<Of, Page> pages = new ConcurrentHashMap<>();

    private record Of(int client, Lane lane) {}

    Page page(int client, Lane lane) {
        return pages.computeIfAbsent(new Of(client, lane), first -> new Page());
    }

    /** A client is told that its session is a fresh one: it missed something in every lane it hears. */
    void tellsOfGap(int client) {
        for (Lane lane : Lane.values()) {
            if (lane.hearer() == Lane.Hearer.CLIENT) {
                page(client, lane).tellsOfGap();
            }
        }
    }

    Totals judged() {
        return Arrays.stream(Lane.values()).map(this::judged).reduce(Totals.NONE, Totals::plus);
    }

    Totals judged(Lane lane) {
        return pages.entrySet().stream()
                .filter(page -> page.getKey().lane() == lane)
                .map(page -> page.getValue().judged(lane.promise()))
                .reduce(Totals.NONE, Totals::plus);
    }

    /** A line for each lane. */
    @Override
    public String toString() {
        return Arrays.stream(Lane.values())
                .map(lane -> {
                    Totals of = judged(lane);
                    return lane + ": " + of.said() + " said, " + of.heard() + " heard, " + of;
                })
                .collect(Collectors.joining("\n"));
    }
}
