package io.redstart.proofs.ledger;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One lane of one client: what was said and what was heard, written down as it happens and judged in the end. */
final class Page {
    /** Stands among what was heard where the hearer was told that it missed something. */
    private static final long GAP = -1;

    private final List<Long> said = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();
    private final BitSet heardOnce = new BitSet();
    private final Set<Long> lostForSure = new HashSet<>();
    private final Set<Long> doubtful = new HashSet<>();

    synchronized void says(long number) {
        said.add(number);
    }

    synchronized void hears(long number) {
        heard.add(number);
        heardOnce.set((int) number);
    }

    /** The hearer is told that something before the next message is missing. */
    synchronized void tellsOfGap() {
        heard.add(GAP);
    }

    /** The sayer is told that nobody will hear it. */
    synchronized void tellsLost(long number) {
        lostForSure.add(number);
    }

    /** It was not taken at all: the client has too much to say already, and says so at once. */
    synchronized void refuses(long number) {
        said.remove(Long.valueOf(number));
    }

    /** The sayer is told that nobody knows whether it was or will be heard. */
    synchronized void tellsDoubt(long number) {
        doubtful.add(number);
    }

    synchronized boolean hasHeard(long number) {
        return heardOnce.get((int) number);
    }

    synchronized Totals judged(Lane.Promise promise) {
        Map<Long, Integer> places = new HashMap<>();
        for (long number : said) {
            places.putIfAbsent(number, places.size());
        }
        BitSet had = new BitSet();
        BitSet excused = new BitSet();
        long duplicated = 0;
        long reordered = 0;
        long untold = 0;
        int last = -1;
        boolean gap = false;
        for (long number : heard) {
            if (number == GAP) {
                gap = true;
                continue;
            }
            Integer place = places.get(number);
            if (place == null || had.get(place)) {
                duplicated++;
                continue;
            }
            had.set(place);
            untold += lostForSure.contains(number) ? 1 : 0;
            if (place < last) {
                reordered += promise == Lane.Promise.ONCE ? 0 : 1;
            } else {
                if (gap) {
                    excused.set(last + 1, place);
                }
                last = place;
            }
            gap = false;
        }
        if (gap) {
            excused.set(last + 1, places.size());
        }
        long lost = 0;
        for (Map.Entry<Long, Integer> entry : places.entrySet()) {
            long number = entry.getKey();
            if (promise != Lane.Promise.AT_MOST_ONCE_IN_ORDER && !had.get(entry.getValue())) {
                lost++;
                boolean told =
                        excused.get(entry.getValue()) || lostForSure.contains(number) || doubtful.contains(number);
                untold += told ? 0 : 1;
            }
        }
        return new Totals(said.size(), had.cardinality() + duplicated, lost, duplicated, reordered, untold);
    }
}
