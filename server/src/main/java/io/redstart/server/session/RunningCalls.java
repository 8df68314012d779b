package io.redstart.server.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a session that run, by their ids. A new one always has the highest id, and most end in the order in
 * which they began; so this is a ring in the order of ids, which is searched by halves. Beginning and ending makes no
 * objects. Not safe for several threads.
 */
final class RunningCalls {
    private static final int FEWEST = 4;

    private long[] ids = new long[FEWEST];
    private @Nullable RunningCall[] calls = new @Nullable RunningCall[FEWEST];
    private int first;
    private int size;

    int size() {
        return size;
    }

    /** Adds one whose id is higher than all that were added before. */
    void add(RunningCall call) {
        if (size == calls.length) {
            resize(size * 2);
        }
        int slot = slot(size++);
        ids[slot] = call.id();
        calls[slot] = call;
    }

    @Nullable
    RunningCall find(long id) {
        int at = position(id);
        return at < 0 ? null : calls[slot(at)];
    }

    /** Removes one if it is there; those on the shorter side of it close the gap. */
    void remove(long id) {
        int at = position(id);
        if (at < 0) {
            return;
        }
        if (at < size / 2) {
            for (int i = at; i > 0; i--) {
                move(i - 1, i);
            }
            calls[slot(0)] = null;
            first = slot(1);
        } else {
            for (int i = at; i < size - 1; i++) {
                move(i + 1, i);
            }
            calls[slot(size - 1)] = null;
        }
        size--;
        if (size == 0 && calls.length > FEWEST * 16) {
            resize(FEWEST);
        }
    }

    private void move(int from, int to) {
        ids[slot(to)] = ids[slot(from)];
        calls[slot(to)] = calls[slot(from)];
    }

    /** All of them, the oldest first. */
    List<RunningCall> all() {
        List<RunningCall> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            RunningCall call = calls[slot(i)];
            if (call != null) {
                all.add(call);
            }
        }
        return all;
    }

    private int position(long id) {
        if (size > 0 && ids[first] == id) {
            return 0;
        }
        int low = 1;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = ids[slot(middle)];
            if (found == id) {
                return middle;
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Where the one at a position is; the length is a power of two. */
    private int slot(int position) {
        return (first + position) & (calls.length - 1);
    }

    private void resize(int length) {
        long[] moreIds = new long[length];
        @Nullable RunningCall[] moreCalls = new @Nullable RunningCall[length];
        for (int i = 0; i < size; i++) {
            moreIds[i] = ids[slot(i)];
            moreCalls[i] = calls[slot(i)];
        }
        ids = moreIds;
        calls = moreCalls;
        first = 0;
    }
}
