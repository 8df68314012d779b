package io.redstart.server;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** Methods that are not done when a server stops. */
@Api("slow")
public class SlowApi {
    private final CompletableFuture<String> held = new CompletableFuture<>();

    /** Answers when it is released. */
    @Call
    public CompletionStage<String> hold() {
        return held.thenApply(text -> text);
    }

    @Call
    public void release() {
        held.complete("released");
    }

    /** Ends when it is interrupted, which it never says. */
    @Call
    public void interrupted(Session session) throws InterruptedException {
        session.now().emit("begun", null);
        new CountDownLatch(1).await();
    }

    /** Never ends, whatever happens. For JVMs of their own. */
    @Call
    public void never() {
        boolean waits = true;
        while (waits) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException deaf) {
                waits = true;
            }
        }
    }

    /** Has one item, and others for ever to come. */
    @Call
    public Flow.Publisher<String> ticks() {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private boolean begun;

            @Override
            public void request(long count) {
                if (!begun) {
                    begun = true;
                    subscriber.onNext("tick");
                }
            }

            @Override
            public void cancel() {}
        });
    }

    /** Pushes more than lines hold. */
    @Call
    public void flood(Session session) {
        String much = "x".repeat(10_000);
        for (int i = 0; i < 1_000; i++) {
            session.emit("flood", much);
        }
    }
}
