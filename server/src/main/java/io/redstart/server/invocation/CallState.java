package io.redstart.server.invocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How far a call has come. Each step is taken once, by whichever thread is first, and without a lock: the thread that runs
 * it, those that cancel it, and what answers it later each ask here who of them does what. What was written before a step
 * is seen by whoever learns of the step.
 */
final class CallState {
    private static final VarHandle FLAGS = flags();

    /** Somebody gives its answer. */
    private static final int ANSWERED = 1;
    /** That was somebody who does not want it any more. */
    private static final int CANCELLED = 1 << 1;
    /** Its method may have had an effect. */
    private static final int BEGUN = 1 << 2;
    /** Its thread is inside of what belongs to bundles. */
    private static final int INSIDE = 1 << 3;
    /** Its thread may be interrupted. */
    private static final int INTERRUPTIBLE = 1 << 4;
    /** It answers item by item. */
    private static final int STREAM = 1 << 5;
    /** It has its answer. */
    private static final int ENDED = 1 << 6;

    @SuppressWarnings("FieldMayBeFinal") // changed through FLAGS
    private volatile int flags;

    private static VarHandle flags() {
        try {
            return MethodHandles.lookup().findVarHandle(CallState.class, "flags", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Its thread goes in; false if it is answered already. */
    boolean begin(boolean interruptible) {
        return setUnlessAnswered(BEGUN | INSIDE | (interruptible ? INTERRUPTIBLE : 0));
    }

    /** Whoever gets true answers. */
    boolean answer() {
        return setUnlessAnswered(ANSWERED);
    }

    /** Whoever gets true answers, because nobody wants another answer. */
    boolean cancel() {
        return setUnlessAnswered(ANSWERED | CANCELLED);
    }

    /** It goes on item by item; false if it is answered already. */
    boolean stream() {
        return setUnlessAnswered(STREAM);
    }

    /** Its thread is not to be interrupted any more; true if somebody has cancelled it, and may be at it just now. */
    boolean release() {
        return (clear(INTERRUPTIBLE) & CANCELLED) != 0;
    }

    /** Its thread has come out; true if it has its answer, and nothing else is inside. */
    boolean comeBack() {
        return (clear(INSIDE) & ENDED) != 0;
    }

    /** It has its answer; true if its thread is out, and nothing else is inside. */
    boolean end() {
        return ((int) FLAGS.getAndBitwiseOr(this, ENDED) & INSIDE) == 0;
    }

    boolean isCancelled() {
        return is(CANCELLED);
    }

    boolean hasBegun() {
        return is(BEGUN);
    }

    boolean isInterruptible() {
        return is(INTERRUPTIBLE);
    }

    boolean isStream() {
        return is(STREAM);
    }

    private boolean is(int flag) {
        return (flags & flag) != 0;
    }

    private int clear(int flag) {
        return (int) FLAGS.getAndBitwiseAnd(this, ~flag);
    }

    private boolean setUnlessAnswered(int more) {
        for (; ; ) {
            int now = flags;
            if ((now & ANSWERED) != 0) {
                return false;
            }
            if (FLAGS.compareAndSet(this, now, now | more)) {
                return true;
            }
        }
    }
}
