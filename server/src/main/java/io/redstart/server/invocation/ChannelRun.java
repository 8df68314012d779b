package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.protocol.Answer;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import io.redstart.server.session.Turn;
import io.redstart.server.transport.Gathering;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something a client does with a channel, in its session's turn. It has one answer, as a call has. */
final class ChannelRun implements RunningCall, Turn.Task {
    private final Invocation host;
    private final LiveSession session;
    private final MessageWriter writer;
    private final String target;
    private final long id;
    private final long deadline;
    private final Asking asking;
    private final Supplier<CompletionStage<Void>> durable;
    private final long began;
    /** What code that is asked pushes leaves when it is done, as what a call pushes. */
    private final CallScope scope;

    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile boolean begun;

    /** Asks code of bundles, or the rules; may wait. */
    interface Asking {
        /**
         * Asks.
         *
         * @return what is done now that it may be; does not wait
         */
        Doing ask();
    }

    /** Does it. */
    interface Doing {
        /**
         * Does it.
         *
         * @return the answer
         */
        @Nullable
        Object run();
    }

    /**
     * Something to be done.
     *
     * @param target what it is called in metrics and logs
     * @param durable says when it would survive the end of the process; the answer waits for that
     */
    ChannelRun(
            Invocation host,
            LiveSession session,
            MessageWriter writer,
            String target,
            long id,
            long deadline,
            Asking asking,
            Supplier<CompletionStage<Void>> durable) {
        this.host = host;
        this.began = host.began();
        this.session = session;
        this.writer = writer;
        this.target = target;
        this.id = id;
        this.deadline = deadline;
        this.asking = asking;
        this.durable = durable;
        this.scope = new CallScope(session, id);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void run(@Nullable Gathering gathering) {
        if (answered.get()) {
            return;
        }
        if (host.now() >= deadline) {
            answer(timedOut());
            return;
        }
        begun = true;
        Doing doing;
        scope.enter();
        try {
            doing = asking.ask();
        } catch (RuntimeException | Error refused) {
            scope.drop();
            Gathering.around(gathering, () -> fail(refused));
            return;
        } finally {
            scope.leave();
        }
        Gathering.around(gathering, () -> perform(doing));
    }

    private void perform(Doing doing) {
        if (answered.get()) {
            scope.drop(); // cancelled while it was asked
            return;
        }
        byte[] result;
        CompletionStage<Void> kept;
        try {
            result = writer.write(new Answer.Result(id, doing.run()));
            scope.commit();
            CompletionStage<Void> also = scope.durable();
            kept = also == null ? durable.get() : also;
        } catch (RuntimeException | Error failed) {
            scope.drop();
            fail(failed);
            return;
        }
        kept.whenComplete((nothing, lost) -> {
            if (lost == null) {
                answer(result, null);
            } else {
                fail(lost);
            }
        });
    }

    private void fail(Throwable thrown) {
        answer(Failures.toWire(thrown, target));
    }

    private void answer(CallException refusal) {
        answer(WireError.of(refusal));
    }

    private void answer(WireError error) {
        byte[] message;
        try {
            message = writer.write(new Answer.Failure(id, error));
        } catch (RuntimeException unfit) {
            message = writer.write(new Answer.Failure(id, WireError.of(error.code(), error.message())));
        }
        answer(message, error.code());
    }

    private void answer(byte[] message, @Nullable String code) {
        if (answered.compareAndSet(false, true)) {
            session.answer(id, message);
            host.answered(target, began, code);
            host.leave();
        }
    }

    @Override
    public void cancel() {
        answer(new CallException(ErrorCodes.CANCELLED, "The caller cancelled it"));
    }

    @Override
    public void giveUp() {
        answer(new CallException(
                begun ? ErrorCodes.UNKNOWN_OUTCOME : ErrorCodes.UNAVAILABLE,
                "The server stops",
                null,
                begun ? null : Duration.ZERO,
                List.of()));
    }

    @Override
    public void more(int count) {}

    @Override
    public void repeated(long seen, int grant) {}

    @Override
    public void tick(long now) {
        if (now >= deadline) {
            answer(timedOut());
        }
    }

    private static CallException timedOut() {
        return new CallException(ErrorCodes.TIMEOUT, "The answer did not come in time");
    }
}
