package io.redstart.server.channel;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * States that end by themselves, by the second in which they do: however many there are, a second that passes costs only
 * what ends in it, and each stands in it once. Safe for several threads.
 */
final class Wheel {
    static final long NOWHERE = Long.MIN_VALUE;
    private static final long SECOND = 1_000;

    private final TreeMap<Long, Set<Slot>> seconds = new TreeMap<>();
    private int size;

    /** Has a slot looked at within the second after its state has ended; not any more if it has none that ends. */
    synchronized void place(Slot slot, long until) {
        long second = until == Long.MAX_VALUE ? NOWHERE : Math.floorDiv(until, SECOND) + 1;
        if (second == slot.second) {
            return;
        }
        if (slot.second != NOWHERE) {
            Set<Slot> before = seconds.get(slot.second);
            if (before != null && before.remove(slot)) {
                size--;
                if (before.isEmpty()) {
                    seconds.remove(slot.second);
                }
            }
        }
        slot.second = second;
        if (second != NOWHERE) {
            seconds.computeIfAbsent(second, any -> new LinkedHashSet<>()).add(slot);
            size++;
        }
    }

    /** How many states end by themselves. */
    synchronized int size() {
        return size;
    }

    /** Time goes by: states that have ended are told to their channels. */
    void tick(long now) {
        for (Set<Slot> due = due(now); !due.isEmpty(); due = due(now)) {
            due.forEach(slot -> slot.channel.end(slot));
        }
    }

    private synchronized Set<Slot> due(long now) {
        Map.Entry<Long, Set<Slot>> first = seconds.firstEntry();
        if (first == null || first.getKey() > Math.floorDiv(now, SECOND)) {
            return Set.of();
        }
        seconds.remove(first.getKey());
        first.getValue().forEach(slot -> slot.second = NOWHERE);
        size -= first.getValue().size();
        return first.getValue();
    }
}
