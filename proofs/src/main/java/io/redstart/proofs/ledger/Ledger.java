package io.redstart.proofs.ledger;

import io.redstart.api.CallException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Writes down what each side says and hears, in lanes of which each client has its own. Any thread may write; who writes
 * for one lane does so in the order of what happened.
 */
final class Ledger {
    private final Map<Of, Page> pages = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> reasons = new ConcurrentSkipListMap<>();

    private record Of(int client, Lane lane) {}

    Page page(int client, Lane lane) {
        return pages.computeIfAbsent(new Of(client, lane), first -> new Page());
    }

    /** Somebody was told why something of a kind failed; counted for people alone. */
    void tellsWhy(String what, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        String why = cause instanceof CallException told ? told.code() : cause.toString();
        reasons.computeIfAbsent(what + " " + why, first -> new LongAdder()).increment();
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

    /** A line for each lane, and one for what was told to have failed, with its reasons. */
    @Override
    public String toString() {
        return Arrays.stream(Lane.values())
                        .map(lane -> {
                            Totals of = judged(lane);
                            return lane + ": " + of.said() + " said, " + of.heard() + " heard, " + of;
                        })
                        .collect(Collectors.joining("\n"))
                + "\nfailed: " + reasons;
    }
}
