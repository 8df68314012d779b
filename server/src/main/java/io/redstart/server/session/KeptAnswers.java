package io.redstart.server.session;

import org.jspecify.annotations.Nullable;

/**
 * Answers that the client may ask for again, the oldest first, in a ring: keeping one makes no objects, and none of them
 * is anything for a collection to follow but the answer itself. Each has a place, which only grows. Not safe for several
 * threads.
 */
final class KeptAnswers {
    /** Nothing proves that the client has had it. */
    static final long UNPROVEN = Long.MAX_VALUE;

    private static final int FEWEST = 8;

    private long[] ids = {};
    private long[] orders = {};
    private long[] seqs = {};
    private byte[] @Nullable [] answers = {};
    /** How long they are: an answer that is dropped is in no cache any more, and need not be fetched for that. */
    private int[] lengths = {};
    /** The place of the oldest, and that of the next. */
    private long oldest;

    private long next;
    private long bytes;
    /** The most there were since it was empty. */
    private int most;

    int size() {
        return (int) (next - oldest);
    }

    boolean isEmpty() {
        return next == oldest;
    }

    long bytes() {
        return bytes;
    }

    /** Keeps one, of which nothing is proven; its place. */
    long add(long id, byte[] answer) {
        if (size() == answers.length) {
            resize(Math.max(FEWEST, size() * 2));
        }
        int slot = slot(next);
        ids[slot] = id;
        answers[slot] = answer;
        lengths[slot] = answer.length;
        orders[slot] = UNPROVEN;
        seqs[slot] = UNPROVEN;
        bytes += answer.length;
        most = Math.max(most, size() + 1);
        return next++;
    }

    /** The place of the answer of a call, -1 if it is not kept. Only who asks again asks this. */
    long find(long id) {
        for (long place = next - 1; place >= oldest; place--) {
            if (ids[slot(place)] == id) {
                return place;
            }
        }
        return -1;
    }

    byte @Nullable [] answer(long id) {
        long place = find(id);
        return place < 0 ? null : answers[slot(place)];
    }

    /** One was sent, unless it is not kept any more: later proofs are compared with when that was. */
    void sent(long place, long order, long seq) {
        if (place >= oldest) {
            orders[slot(place)] = order;
            seqs[slot(place)] = seq;
        }
    }

    long oldestOrder() {
        return orders[slot(oldest)];
    }

    long oldestSeq() {
        return seqs[slot(oldest)];
    }

    void dropOldest() {
        int slot = slot(oldest++);
        bytes -= lengths[slot];
        answers[slot] = null;
        if (isEmpty()) {
            if (answers.length > FEWEST && most <= answers.length / 4) {
                resize(FEWEST);
            }
            most = 0;
        }
    }

    /** Where the one at a place is; the length is a power of two. */
    private int slot(long place) {
        return (int) place & (answers.length - 1);
    }

    private void resize(int length) {
        KeptAnswers before = new KeptAnswers();
        before.ids = ids;
        before.orders = orders;
        before.seqs = seqs;
        before.answers = answers;
        before.lengths = lengths;
        ids = new long[length];
        orders = new long[length];
        seqs = new long[length];
        answers = new byte[length] @Nullable [];
        lengths = new int[length];
        for (long place = oldest; place < next; place++) {
            int from = before.slot(place);
            int to = slot(place);
            ids[to] = before.ids[from];
            orders[to] = before.orders[from];
            seqs[to] = before.seqs[from];
            answers[to] = before.answers[from];
            lengths[to] = before.lengths[from];
        }
    }
}
