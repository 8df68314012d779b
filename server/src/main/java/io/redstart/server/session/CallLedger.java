package io.redstart.server.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one session: those that run, and the answers of those that ended until the client has surely had them.
 * So a call that is repeated after a cut connection runs once.
 */
public final class CallLedger {
    private final int maxKept;
    private final long maxKeptBytes;
    private final Map<Long, RunningCall> running = new HashMap<>(0);
    /** Those that want no answer and so have no id. */
    private final Set<RunningCall> casts = Collections.newSetFromMap(new IdentityHashMap<>(0));

    private final ArrayDeque<Kept> kept = new ArrayDeque<>(0);
    private final Map<Long, Kept> keptById = new HashMap<>(0);
    private long keptBytes;
    private int telling;
    private long highest;
    private long order;

    CallLedger(int maxKept, long maxKeptBytes) {
        this.maxKept = maxKept;
        this.maxKeptBytes = maxKeptBytes;
    }

    /** An answer; until it is marked as sent, nothing proves that the client has had it. */
    private static final class Kept {
        final long id;
        final byte[] answer;
        long order = Long.MAX_VALUE;
        long seq = Long.MAX_VALUE;

        Kept(long id, byte[] answer) {
            this.id = id;
            this.answer = answer;
        }
    }

    /** What is known of an id that a client calls with. */
    public sealed interface Entry {
        /** It is new, and now runs. */
        record Fresh() implements Entry {}

        /** It runs already; its answer will come. */
        record Running(RunningCall call) implements Entry {}

        /** It was answered; here is the answer again. */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Answered(byte[] answer) implements Entry {}

        /** It was called before, and its answer is not kept any more. */
        record Forgotten() implements Entry {}

        /** Too many are running or waiting. */
        record Refused() implements Entry {}
    }

    private static final Entry FRESH = new Entry.Fresh();
    private static final Entry FORGOTTEN = new Entry.Forgotten();
    private static final Entry REFUSED = new Entry.Refused();

    /**
     * A client calls.
     *
     * @param call the call
     * @param most how many may run or wait at once
     * @return what is known of its id
     */
    public synchronized Entry begin(RunningCall call, int most) {
        long id = call.id();
        if (id > highest) {
            if (running.size() >= most) {
                return REFUSED;
            }
            highest = id;
            running.put(id, call);
            return FRESH;
        }
        RunningCall runs = running.get(id);
        if (runs != null) {
            return new Entry.Running(runs);
        }
        Kept answered = keptById.get(id);
        return answered == null ? FORGOTTEN : new Entry.Answered(answered.answer);
    }

    /**
     * Something that wants no answer runs or waits, and has a deadline too.
     *
     * @param cast a cast, or the handler of an event
     */
    public synchronized void castBegins(RunningCall cast) {
        casts.add(cast);
    }

    /**
     * It has ended.
     *
     * @param cast what began
     */
    public synchronized void castEnded(RunningCall cast) {
        casts.remove(cast);
    }

    /**
     * What is known of a call that cannot begin.
     *
     * @param id its id
     * @return null if it neither runs nor was answered
     */
    public synchronized @Nullable Entry known(long id) {
        RunningCall runs = running.get(id);
        if (runs != null) {
            return new Entry.Running(runs);
        }
        Kept answered = keptById.get(id);
        return answered == null ? null : new Entry.Answered(answered.answer);
    }

    /** An answer is about to be given: its call counts as running until it has been told. */
    synchronized void telling() {
        telling++;
    }

    synchronized void told() {
        telling--;
    }

    /**
     * A call is answered; the answer is about to be sent.
     *
     * @param id its id
     * @param answer the message that answers it
     * @param keep whether it may be asked for again
     */
    synchronized void answered(long id, byte[] answer, boolean keep) {
        running.remove(id);
        if (!keep) {
            return;
        }
        Kept entry = new Kept(id, answer);
        kept.add(entry);
        keptById.put(id, entry);
        keptBytes += answer.length;
        while (kept.size() > maxKept || keptBytes > maxKeptBytes) {
            drop();
        }
    }

    /**
     * An answer was sent.
     *
     * @param id what it answers
     * @param seq the highest seq at this moment: a later one reaches the client after the answer
     */
    synchronized void sent(long id, long seq) {
        Kept entry = keptById.get(id);
        if (entry != null) {
            entry.order = ++order;
            entry.seq = seq;
        }
    }

    /** The client has had every push up to a seq, so it has had the answers before it. */
    synchronized void acknowledged(long seen) {
        while (!kept.isEmpty() && kept.element().seq < seen) {
            drop();
        }
    }

    /** A ping is about to be sent: an answer to it proves that the client has had everything up to here. */
    synchronized long pinged() {
        return order;
    }

    /** The client has answered a ping, and has had everything up to what {@link #pinged} said then. */
    synchronized void ponged(long orderAtPing) {
        while (!kept.isEmpty() && kept.element().order <= orderAtPing) {
            drop();
        }
    }

    private void drop() {
        Kept dropped = kept.remove();
        keptById.remove(dropped.id);
        keptBytes -= dropped.answer.length;
    }

    /**
     * A running call.
     *
     * @param id its id
     * @return the call, or null if none runs with it
     */
    public synchronized @Nullable RunningCall find(long id) {
        return running.get(id);
    }

    /**
     * All that run or wait and have a deadline, also those that want no answer.
     *
     * @return a copy
     */
    public synchronized Collection<RunningCall> all() {
        if (running.isEmpty() && casts.isEmpty()) {
            return List.of();
        }
        List<RunningCall> all = new ArrayList<>(running.size() + casts.size());
        all.addAll(running.values());
        all.addAll(casts);
        return all;
    }

    /**
     * All that run, those first that wait for others: to be ended in this order, so that none begins because the one
     * before it has ended.
     *
     * @return a copy, the newest first
     */
    public synchronized List<RunningCall> newestFirst() {
        return running.values().stream()
                .sorted(Comparator.comparingLong(RunningCall::id).reversed())
                .toList();
    }

    /**
     * How many run that want no answer.
     *
     * @return 0 or more
     */
    public synchronized int casts() {
        return casts.size();
    }

    /**
     * How many run that want an answer, or are just being told it.
     *
     * @return 0 or more
     */
    public synchronized int size() {
        return running.size() + telling;
    }
}
