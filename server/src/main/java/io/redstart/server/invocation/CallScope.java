package io.redstart.server.invocation;

import io.redstart.api.User;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.PushMeta;
import io.redstart.server.session.Delivery;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.ManySessions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one call pushes. It waits here until the call has succeeded, then leaves before the answer; if the call fails
 * it is dropped. So when a caller has its answer, its store holds the effects already.
 */
final class CallScope {
    private static final ThreadLocal<@Nullable CallScope> CURRENT = new ThreadLocal<>();

    private final LiveSession caller;
    private final long callId;
    /** Who called, when the call came; null for a guest. */
    private final @Nullable String user;

    private @Nullable List<Told> waiting;
    private boolean ended;
    private volatile @Nullable Supplier<CompletionStage<Void>> durable;

    /** Whom a push goes to. */
    interface Receivers {
        void forEach(Consumer<LiveSession> each);
    }

    private sealed interface Told {}

    /** Is sent to sessions. */
    private sealed interface Sent extends Told {
        Receivers receivers();

        void tell(LiveSession session, LiveSession caller);
    }

    /** Is done where it stands. */
    private record Step(Runnable step) implements Told {}

    private record Push(Receivers receivers, EncodedPush others, EncodedPush own, Delivery delivery) implements Sent {
        @Override
        public void tell(LiveSession session, LiveSession caller) {
            session.push(session == caller ? own : others, delivery);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Frame(Receivers receivers, byte[] bytes, boolean lossy) implements Sent {
        @Override
        public void tell(LiveSession session, LiveSession caller) {
            session.sendBinary(bytes, lossy);
        }
    }

    CallScope(LiveSession caller, long callId) {
        this.caller = caller;
        this.callId = callId;
        User signedIn = caller.user();
        this.user = signedIn == null ? null : signedIn.id();
    }

    /** The scope of the call that runs on this thread. */
    static @Nullable CallScope current() {
        return CURRENT.get();
    }

    void enter() {
        CURRENT.set(this);
    }

    void leave() {
        // remove() would cost more: it clears an entry that the next enter() makes again
        CURRENT.set(null);
    }

    /**
     * Pushes something: when the call has succeeded, or at once if that is wanted or the call is over.
     *
     * @param receivers whom to
     * @param push what everybody is told, but for its cause
     * @param delivery what becomes of it for those who read slowly or are away
     * @param encoder tells the cause: the caller another one than all others
     * @param now whether not to wait
     */
    void push(Receivers receivers, EncodedPush push, Delivery delivery, PushEncoder encoder, boolean now) {
        EncodedPush forOthers = encoder.with(push, user == null ? PushMeta.NONE : new PushMeta(null, user, null));
        EncodedPush forOwn = callId == 0 ? forOthers : encoder.with(push, new PushMeta(callId, user, null));
        tell(new Push(receivers, forOthers, forOwn, delivery), now);
    }

    /**
     * Sends a frame of packets: when the call has succeeded, or at once if that is wanted or the call is over.
     *
     * @param receivers whom to
     * @param frame the packets
     * @param lossy whether it may be dropped for those who read slowly
     * @param now whether not to wait
     */
    void send(Receivers receivers, byte[] frame, boolean lossy, boolean now) {
        tell(new Frame(receivers, frame, lossy), now);
    }

    /**
     * Does something that may fail, and then is the failure of the call: when the call has succeeded and what came before
     * is done, or at once if that is wanted or the call is over.
     *
     * @param step does it; does not wait
     * @param lasts says when it would survive the end of the process; null if it need not
     * @param now whether not to wait
     */
    void step(Runnable step, @Nullable Supplier<CompletionStage<Void>> lasts, boolean now) {
        if (lasts != null) {
            durable = lasts;
        }
        tell(new Step(step), now);
    }

    /** Says when what was done would survive the end of the process; null if nothing has to. */
    @Nullable
    CompletionStage<Void> durable() {
        Supplier<CompletionStage<Void>> lasts = durable;
        return lasts == null ? null : lasts.get();
    }

    LiveSession caller() {
        return caller;
    }

    /** Who calls, or null for a guest. */
    @Nullable
    String user() {
        return user;
    }

    /** The client's number for the call, 0 if it wants no answer. */
    long callId() {
        return callId;
    }

    private void tell(Told told, boolean now) {
        if (!now) {
            synchronized (this) {
                if (!ended) {
                    if (waiting == null) {
                        waiting = new ArrayList<>(2);
                    }
                    waiting.add(told);
                    return;
                }
            }
        }
        deliver(List.of(told));
    }

    /**
     * The call has succeeded. If a condition of the application throws, nobody is told anything; if a step fails, what
     * stands behind it is dropped.
     */
    void commit() {
        List<Told> taken = end();
        if (taken != null) {
            deliver(taken);
        }
    }

    /** Conditions of the application are asked before anybody is told, and not while others wait for their turn. */
    private void deliver(List<Told> all) {
        List<List<LiveSession>> receivers = new ArrayList<>(all.size());
        for (Told told : all) {
            List<LiveSession> each = new ArrayList<>(1);
            if (told instanceof Sent sent) {
                sent.receivers().forEach(each::add);
            }
            receivers.add(each);
        }
        for (int from = 0; from < all.size(); ) {
            if (all.get(from) instanceof Step one) {
                one.step().run();
                from++;
                continue;
            }
            int to = from;
            while (to < all.size() && all.get(to) instanceof Sent) {
                to++;
            }
            together(all.subList(from, to), receivers.subList(from, to));
            from = to;
        }
    }

    private void together(List<Told> pushes, List<List<LiveSession>> receivers) {
        if (receivers.stream().anyMatch(each -> each.size() > 1)) {
            caller.order().together(() -> send(pushes, receivers));
        } else {
            send(pushes, receivers);
        }
    }

    private void send(List<Told> pushes, List<List<LiveSession>> receivers) {
        for (int i = 0; i < pushes.size(); i++) {
            Sent push = (Sent) pushes.get(i);
            ManySessions.forEach(receivers.get(i), session -> push.tell(session, caller));
        }
    }

    /** The call has failed. */
    void drop() {
        end();
    }

    private synchronized @Nullable List<Told> end() {
        List<Told> taken = waiting;
        waiting = null;
        ended = true;
        return taken;
    }
}
