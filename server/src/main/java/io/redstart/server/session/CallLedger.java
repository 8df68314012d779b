package io.redstart.server.session;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one session: those that run, and the answers of those that ended until the client has surely had them.
 * So a call that is repeated after a cut connection runs once.
 */
public final class CallLedger {
    /** The place of an answer that is not kept. */
    static final long NOWHERE = -1;
    /** The seq of an answer that nothing is known to come after. */
    static final long NOT_SENT = KeptAnswers.UNPROVEN;

    private final int maxKept;
    private final long maxKeptBytes;
    private final RunningCalls running = new RunningCalls();
    /** Those that want no answer and so have no id. */
    private final Set<RunningCall> casts = Collections.newSetFromMap(new IdentityHashMap<>(0));

    private final KeptAnswers kept = new KeptAnswers();
    private int telling;
    private long highest;
    private long order;

    CallLedger(int maxKept, long maxKeptBytes) {
        this.maxKept = maxKept;
        this.maxKeptBytes = maxKeptBytes;
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
            running.add(call);
            return FRESH;
        }
        Entry known = known(id);
        return known == null ? FORGOTTEN : known;
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
        if (id > highest) {
            return null;
        }
        RunningCall runs = running.find(id);
        if (runs != null) {
            return new Entry.Running(runs);
        }
        byte[] answer = kept.answer(id);
        return answer == null ? null : new Entry.Answered(answer);
    }

    /**
     * A call is answered; the answer is about to be sent. It counts as running until that {@link #wasTold}.
     *
     * @param id its id
     * @param answer the message that answers it
     * @param keep whether it may be asked for again
     * @return where the answer is kept, {@link #NOWHERE} if it is not
     */
    synchronized long answers(long id, byte[] answer, boolean keep) {
        telling++;
        running.remove(id);
        if (!keep) {
            return NOWHERE;
        }
        long place = kept.add(id, answer);
        while (kept.size() > maxKept || kept.bytes() > maxKeptBytes) {
            kept.dropOldest();
        }
        return place;
    }

    /**
     * What {@link #answers} was told of has been sent, or is not sent now.
     *
     * @param place what that said
     * @param seq the highest seq at this moment: a later one reaches the client after the answer. {@link #NOT_SENT} if
     *     nothing proves that the client will have it
     */
    synchronized void wasTold(long place, long seq) {
        telling--;
        sent(place, seq);
    }

    /**
     * A kept answer was sent again.
     *
     * @param id what it answers
     * @param seq the highest seq at this moment
     */
    synchronized void sentAgain(long id, long seq) {
        sent(kept.find(id), seq);
    }

    private void sent(long place, long seq) {
        if (place != NOWHERE && seq != NOT_SENT) {
            kept.sent(place, ++order, seq);
        }
    }

    /**
     * Whether much is kept.
     *
     * @param answers how many answers are much
     * @param bytes how many bytes of them are
     * @return true if there are as many of either, or more
     */
    public synchronized boolean keeps(int answers, long bytes) {
        return kept.size() >= answers || kept.bytes() >= bytes;
    }

    /** The client has had every push up to a seq, so it has had the answers before it. */
    synchronized void acknowledged(long seen) {
        while (!kept.isEmpty() && kept.oldestSeq() < seen) {
            kept.dropOldest();
        }
    }

    /** A ping is about to be sent: an answer to it proves that the client has had everything up to here. */
    synchronized long pinged() {
        return order;
    }

    /** The client has answered a ping, and has had everything up to what {@link #pinged} said then. */
    synchronized void ponged(long orderAtPing) {
        while (!kept.isEmpty() && kept.oldestOrder() <= orderAtPing) {
            kept.dropOldest();
        }
    }

    /**
     * A running call.
     *
     * @param id its id
     * @return the call, or null if none runs with it
     */
    public synchronized @Nullable RunningCall find(long id) {
        return running.find(id);
    }

    /**
     * All that run or wait and have a deadline, also those that want no answer.
     *
     * @return a copy
     */
    public synchronized Collection<RunningCall> all() {
        if (running.size() == 0 && casts.isEmpty()) {
            return List.of();
        }
        List<RunningCall> all = running.all();
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
        List<RunningCall> all = running.all();
        Collections.reverse(all);
        return all;
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
