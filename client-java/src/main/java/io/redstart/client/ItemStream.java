package io.redstart.client;

import io.redstart.api.CallException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The items of one call for one subscriber. The server sends as many as it is granted: what the subscriber has asked
 * for, but never more than {@link #WINDOW} that it has not dealt with yet. Counted in the wire's turn, told in the
 * lane.
 */
final class ItemStream<T> implements Waiter, Flow.Subscription {
    static final int WINDOW = 32;

    private final Flow.Subscriber<? super T> subscriber;
    private final Turn turn;
    private final Lane lane;
    private final Consumer<Throwable> report;
    private final Consumer<OpenCall> start;
    private @Nullable OpenCall call;
    private boolean started;
    /** What the subscriber asked for and has not come; of that the server may send {@code outstanding}. */
    private long demand;

    private int outstanding;
    /** Came, and is not dealt with. */
    private int buffered;

    private long seen;
    private volatile boolean over;

    ItemStream(
            Flow.Subscriber<? super T> subscriber,
            Turn turn,
            Lane lane,
            Consumer<Throwable> report,
            Consumer<OpenCall> start) {
        this.subscriber = subscriber;
        this.turn = turn;
        this.lane = lane;
        this.report = report;
        this.start = start;
    }

    /** Introduces itself to the subscriber; the call begins with the first demand. */
    void begin(OpenCall with) {
        call = with;
        lane.execute(() -> guarded(() -> subscriber.onSubscribe(this)));
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            stop(new IllegalArgumentException("request: " + count + " (expected: above 0)"));
        } else {
            turn.take(() -> {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
                grant();
            });
        }
    }

    @Override
    public void cancel() {
        over = true;
        turn.take(() -> {
            started = true;
            if (call != null) {
                call.forget();
            }
        });
    }

    private void grant() {
        long wanted = Math.min(demand, WINDOW - buffered);
        int more = (int) (wanted - outstanding);
        if (more <= 0 || more < (wanted + 1) / 2 || over || call == null) {
            return;
        }
        outstanding += more;
        if (started) {
            call.more(more);
        } else {
            started = true;
            start.accept(call);
        }
    }

    @Override
    public void item(long number, @Nullable Object item) {
        if (call == null || number <= seen) {
            return;
        }
        if (number > seen + 1) {
            call.stopLast(Failures.unknownOutcome("Items were lost before number " + number));
        } else if (outstanding == 0) {
            call.stopLast(Failures.badMessage("more items than were granted"));
        } else {
            seen = number;
            outstanding--;
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            buffered++;
            lane.execute(() -> hand(item));
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // read as what the caller asked for
    private void hand(@Nullable Object item) {
        if (!over) {
            guarded(() -> subscriber.onNext((T) item));
        }
        turn.take(() -> {
            buffered--;
            grant();
        });
    }

    @Override
    public void value(@Nullable Object value) {
        refused(new CallException("invalid", "The method answers with one value: call it instead of streaming it"));
    }

    @Override
    public void end() {
        lane.execute(() -> finish(subscriber::onComplete));
    }

    @Override
    public void refused(CallException why) {
        lane.execute(() -> finish(() -> subscriber.onError(why)));
    }

    @Override
    public void given(CallException up) {
        refused(up); // signals of a subscriber come one after the other, whatever they are
    }

    @Override
    public Integer granted() {
        return outstanding;
    }

    @Override
    public @Nullable Long seen() {
        return seen == 0 ? null : seen;
    }

    private void finish(Runnable last) {
        if (!over) {
            over = true;
            guarded(last);
        }
    }

    private void stop(Throwable why) {
        turn.take(() -> {
            started = true;
            if (call != null) {
                call.forget();
            }
        });
        lane.execute(() -> finish(() -> subscriber.onError(why)));
    }

    /** A subscriber that throws has broken its contract and is told nothing more. */
    private void guarded(Runnable signal) {
        try {
            signal.run();
        } catch (RuntimeException thrown) {
            report.accept(thrown);
            cancel();
        }
    }
}
