package io.redstart.client;

import io.redstart.api.CallException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call as a future. It completes in the lane, behind the pushes that came before the answer; a callback
 * that itself waits for it, and so holds up the lane, gets it as soon as it is there.
 */
final class PendingAnswer<T> extends CompletableFuture<T> implements Waiter {
    private final Lane lane;
    private volatile @Nullable Runnable answer;
    private volatile boolean urgent;

    PendingAnswer(Lane lane) {
        this.lane = lane;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // read as what the caller asked for, and null where it says null
    public void value(@Nullable Object value) {
        arrived(() -> complete((T) value));
    }

    @Override
    public void refused(CallException why) {
        arrived(() -> completeExceptionally(why));
    }

    @Override
    public void given(CallException up) {
        lane.executeBeside(() -> completeExceptionally(up));
    }

    private void arrived(Runnable completion) {
        answer = completion;
        lane.execute(completion);
        if (urgent) {
            lane.executeBeside(completion);
        }
    }

    private void hurry() {
        if (lane.isHere()) {
            urgent = true;
            Runnable there = answer;
            if (there != null) {
                there.run();
            }
        }
    }

    @Override
    public T join() {
        hurry();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        hurry();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        hurry();
        return super.get(timeout, unit);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
