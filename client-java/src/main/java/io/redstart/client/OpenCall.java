package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.CallMeta;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** Something with an id, until its one answer. All is done in the wire's turn. */
final class OpenCall implements Outgoing {
    /** What the server says when it has not run a call. */
    private static final Set<String> NOT_RUN =
            Set.of(ErrorCodes.RATE_LIMITED, ErrorCodes.OVERLOADED, ErrorCodes.UNAVAILABLE);
    /** No call is made again sooner, whatever the server says. */
    private static final long SHORTEST_WAIT = 100;

    private final Said said;
    private final JavaType type;
    private final Waiter waiter;
    private final CallOptions options;
    private final boolean repeatable;
    private @Nullable OpenCalls calls;
    private long id;
    private long deadline;
    private long timeout;
    private boolean sent;
    private int ungranted;
    private boolean askedAgain;
    private boolean keyForgotten;
    private Clock.@Nullable Timer again;

    /** Makes the message. */
    interface Said {
        FromClient with(long id, CallMeta meta);
    }

    /**
     * A call that has not begun.
     *
     * @param type what the answer or the items are read as
     * @param repeatable whether the server may hear it twice without harm
     */
    OpenCall(Said said, JavaType type, Waiter waiter, CallOptions options, boolean repeatable) {
        this.said = said;
        this.type = type;
        this.waiter = waiter;
        this.options = options;
        this.repeatable = repeatable;
    }

    /** It counts from now on. A timeout of 0 is none. */
    void begin(OpenCalls among, long number, long now, long millis) {
        calls = among;
        id = number;
        timeout = millis;
        deadline = millis > 0 ? now + millis : 0;
    }

    long id() {
        return id;
    }

    /** It is made again, as another call. */
    void renumber(long number) {
        id = number;
    }

    JavaType type() {
        return type;
    }

    CallOptions options() {
        return options;
    }

    /** When it is given up; 0 for never. */
    long deadline() {
        return deadline;
    }

    /** The server may have seen it. */
    boolean isSent() {
        return sent;
    }

    boolean isStream() {
        return waiter.granted() != null;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    /** Nobody knows whose its key was. */
    void forgetKey() {
        keyForgotten = true;
    }

    private @Nullable String key() {
        return keyForgotten ? null : options.key();
    }

    /** Whether the server runs it once under its key. */
    boolean isKeyed() {
        return key() != null && !isStream();
    }

    boolean isOver() {
        return calls == null;
    }

    @Override
    public boolean isSaidAgain() {
        return true;
    }

    @Override
    public @Nullable FromClient leave() {
        OpenCalls among = calls;
        if (among == null) {
            return null;
        }
        sent = true;
        ungranted = 0;
        Long ttl = deadline == 0 ? null : Long.valueOf(Math.max(1, deadline - among.now()));
        return said.with(id, new CallMeta(ttl, options.key(), options.traceparent(), waiter.granted(), waiter.seen()));
    }

    @Override
    public void refuse(CallException why) {
        giveUp(why);
    }

    void answer(@Nullable Object value) {
        if (finish()) {
            waiter.value(value);
        }
    }

    void item(long number, @Nullable Object item) {
        if (calls != null && deadline != 0) {
            calls.untimed(this);
            deadline = 0;
        }
        waiter.item(number, item);
    }

    void end() {
        if (finish()) {
            waiter.end();
        }
    }

    /** The server says no. What has not run, or has its answer under a key, may be made again. */
    void denied(CallException why) {
        OpenCalls among = calls;
        long wait = waitBeforeAgain(why);
        if (among == null || wait < 0 || (deadline != 0 && among.now() + wait >= deadline)) {
            refused(why);
        } else {
            sent = false;
            again = among.after(wait, () -> among.renew(this));
        }
    }

    private long waitBeforeAgain(CallException why) {
        if (isStream()) {
            return -1;
        }
        if (why.code().equals(ErrorCodes.UNKNOWN_OUTCOME) && key() != null && !askedAgain) {
            askedAgain = true;
            return SHORTEST_WAIT;
        }
        Duration asked = why.retry();
        return options.retry() && asked != null && NOT_RUN.contains(why.code())
                ? Math.max(SHORTEST_WAIT, asked.toMillis())
                : -1;
    }

    void refused(CallException why) {
        if (finish()) {
            waiter.refused(why);
        }
    }

    void expire() {
        stop(Failures.timeout(timeout));
    }

    /** Ends it from this side; what the server says about it does not matter any more. */
    void stop(CallException why) {
        OpenCalls among = calls;
        if (among != null) {
            cancel(among);
            giveUp(why);
        }
    }

    /** As {@link #stop}, but after what the application has still to be told. */
    void stopLast(CallException why) {
        OpenCalls among = calls;
        if (among != null) {
            cancel(among);
            refused(why);
        }
    }

    /** Nobody waits any more. */
    void forget() {
        OpenCalls among = calls;
        if (among != null && finish()) {
            cancel(among);
        }
    }

    private void cancel(OpenCalls among) {
        if (sent) {
            among.tell(() -> new FromClient.Cancel(id));
        }
    }

    void giveUp(CallException why) {
        if (finish()) {
            waiter.given(why);
        }
    }

    /** Grants the server more items, unless the call has yet to say how many. */
    void more(int count) {
        OpenCalls among = calls;
        ungranted += count;
        if (among != null && sent) {
            among.tell(() -> {
                int more = ungranted;
                ungranted = 0;
                return more > 0 && !isOver() ? new FromClient.More(id, more) : null;
            });
        }
    }

    private boolean finish() {
        OpenCalls among = calls;
        if (among == null) {
            return false;
        }
        calls = null;
        if (again != null) {
            again.cancel();
        }
        among.remove(this);
        return true;
    }
}
