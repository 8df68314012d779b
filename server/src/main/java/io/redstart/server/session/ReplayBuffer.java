package io.redstart.server.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The pushes a client has not acknowledged yet, in their order. Not safe for several threads. */
final class ReplayBuffer {
    private final int maxPushes;
    private final long maxBytes;
    private final ArrayDeque<byte[]> pushes = new ArrayDeque<>(0);
    private long first = 1;
    private long bytes;

    ReplayBuffer(int maxPushes, long maxBytes) {
        this.maxPushes = maxPushes;
        this.maxBytes = maxBytes;
    }

    void add(byte[] push) {
        pushes.add(push);
        bytes += push.length;
    }

    boolean isOverfull() {
        return pushes.size() > maxPushes || bytes > maxBytes;
    }

    /** Drops the oldest until it fits. */
    void trim() {
        while (isOverfull() && !pushes.isEmpty()) {
            dropFirst();
        }
    }

    void acknowledged(long seen) {
        while (first <= seen && !pushes.isEmpty()) {
            dropFirst();
        }
    }

    private void dropFirst() {
        bytes -= pushes.remove().length;
        first++;
    }

    /** Whether everything above {@code seen} is here. */
    boolean reachesBackTo(long seen) {
        return seen + 1 >= first;
    }

    List<byte[]> above(long seen) {
        List<byte[]> missed = new ArrayList<>(pushes);
        long skip = seen + 1 - first;
        return skip <= 0 ? missed : missed.subList((int) Math.min(skip, missed.size()), missed.size());
    }

    void clear() {
        first += pushes.size();
        pushes.clear();
        bytes = 0;
    }

    long bytes() {
        return bytes;
    }
}
