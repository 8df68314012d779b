package io.redstart.server.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Pushes that wait for a client and of which only the newest of each kind counts, in the order in which the kinds came.
 * Beyond its bounds the oldest goes. Not safe for several threads.
 */
final class Newest {
    private final int maxKinds;
    private final long maxBytes;
    private final Map<Delivery, byte[]> waiting = new LinkedHashMap<>(0);
    private long bytes;

    Newest(int maxKinds, long maxBytes) {
        this.maxKinds = maxKinds;
        this.maxBytes = maxBytes;
    }

    /** Takes the place of the one before, if there is one. */
    void put(Delivery kind, byte[] push) {
        byte[] before = waiting.put(kind, push);
        bytes += push.length - (before == null ? 0 : before.length);
        Iterator<byte[]> oldest = waiting.values().iterator();
        while (waiting.size() > maxKinds || bytes > maxBytes) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Hands over the first ones, as long as they are taken. */
    void moveTo(Predicate<byte[]> taker) {
        Iterator<byte[]> each = waiting.values().iterator();
        while (each.hasNext()) {
            byte[] push = each.next();
            if (!taker.test(push)) {
                return;
            }
            each.remove();
            bytes -= push.length;
        }
    }

    void clear() {
        waiting.clear();
        bytes = 0;
    }

    long bytes() {
        return bytes;
    }
}
