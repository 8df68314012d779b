package io.redstart.proofs.ledger;

import io.redstart.api.Action;
import io.redstart.api.CallException;
import io.redstart.client.ConnectionState;
import io.redstart.client.RedstartClient;
import io.redstart.protocol.ErrorCodes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** One client of the Java library. It says things on one thread and hears them on others. */
final class JavaPlayer {
    /** How many items a stream has. */
    static final int STREAM = 50;

    private final int number;
    private final RedstartClient client;
    private final Ledger ledger;
    private long ticks;
    private long calls;
    private long actions;
    private long events;
    private long items;
    private CompletableFuture<?> open = CompletableFuture.completedFuture(null);
    private Items stream = new Items(CompletableFuture.completedFuture(null));

    JavaPlayer(int number, RedstartClient client, Ledger ledger) {
        this.number = number;
        this.client = client;
        this.ledger = ledger;
        client.on("written", Long.class, n -> page(Lane.WRITE).hears(n));
        client.on("push", Long.class, n -> page(Lane.PUSH).hears(n));
        client.onAction("ledger/pushed", Long.class, n -> page(Lane.PUSH).hears(n));
        client.on("broadcast", Long.class, n -> page(Lane.BROADCAST).hears(n));
        client.handle("ask", ask -> {
            long n = Objects.requireNonNull(ask.at(0, Long.class));
            page(Lane.ASK).hears(n);
            page(Lane.REPLY).says(n);
            return n;
        });
        client.onState(state -> {
            if (state instanceof ConnectionState.Open now && now.why() != null) {
                ledger.tellsOfGap(number);
                join();
            }
        });
    }

    private Page page(Lane lane) {
        return ledger.page(number, lane);
    }

    CompletableFuture<?> join() {
        return surely("ledger.join", number);
    }

    /** Calls again if the session was lost meanwhile. */
    private CompletableFuture<?> surely(String target, Object... args) {
        return client.call(target, Object.class, args).exceptionallyCompose(thrown -> {
            Throwable cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
            return cause instanceof CallException told && told.code().equals(ErrorCodes.UNKNOWN_OUTCOME)
                    ? surely(target, args).thenApply(answer -> answer)
                    : CompletableFuture.failedFuture(thrown);
        });
    }

    /** Says one message. */
    void tick() {
        switch ((int) (ticks++ % 5)) {
            case 0 -> call("ledger.write");
            case 1 -> call("ledger.writeLater");
            case 2 -> act();
            case 3 -> {
                page(Lane.EVENT_UP).says(++events);
                client.emit("told", new LedgerApi.Told(number, events));
            }
            default -> {
                page(Lane.EVENT_UP).says(++events);
                client.cast("ledger.cast", number, events);
            }
        }
        if (stream.ended.isDone()) {
            count();
        }
        stream.takeOne();
    }

    private void call(String method) {
        long n = ++calls;
        page(Lane.CALL).says(n);
        also(client.call(method, Long.class, number, n).handle((answer, thrown) -> {
            if (thrown == null) {
                page(Lane.ANSWER).hears(answer);
                if (!page(Lane.WRITE).hasHeard(answer)) {
                    page(Lane.WRITE).tellsLost(answer); // and if it comes after all, it comes too late
                }
            } else {
                failed(n, thrown, Lane.CALL, Lane.ANSWER);
            }
            return null;
        }));
    }

    private void act() {
        long n = ++actions;
        page(Lane.ACTION_UP).says(n);
        also(client.dispatch(Action.of("ledger/acted", Map.of("client", number, "n", n)))
                .handle((answer, thrown) -> {
                    if (thrown != null) {
                        failed(n, thrown, Lane.ACTION_UP);
                    }
                    return null;
                }));
    }

    private void failed(long n, Throwable thrown, Lane... lanes) {
        ledger.tellsWhy("call", thrown);
        Throwable cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
        String code = cause instanceof CallException told ? told.code() : "";
        for (Lane lane : lanes) {
            if (code.equals(ErrorCodes.UNKNOWN_OUTCOME) || code.equals(ErrorCodes.TIMEOUT)) {
                page(lane).tellsDoubt(n);
            } else if (code.equals(ErrorCodes.OVERLOADED)) {
                page(lane).refuses(n);
            } else {
                page(lane).tellsLost(n);
            }
        }
    }

    private void also(CompletableFuture<?> more) {
        open = open.thenCombine(more, (before, now) -> null);
    }

    private void count() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        for (long n = items + 1; n <= items + STREAM; n++) {
            page(Lane.ITEM).says(n);
        }
        stream = new Items(ended);
        client.stream("ledger.count", Long.class, items, STREAM).subscribe(stream);
        items += STREAM;
    }

    /** Completes when everything is answered and what the server said before has come. */
    CompletableFuture<?> finished() {
        stream.takeAll();
        also(stream.ended);
        return open.thenCompose(answered -> surely("ledger.fence"));
    }

    void close() {
        client.close();
    }

    /** A stream that is taken item by item. */
    private final class Items implements Flow.Subscriber<Long> {
        final CompletableFuture<Void> ended;
        private final CompletableFuture<Flow.Subscription> begun = new CompletableFuture<>();

        Items(CompletableFuture<Void> ended) {
            this.ended = ended;
        }

        void takeOne() {
            begun.thenAccept(taken -> taken.request(1));
        }

        void takeAll() {
            begun.thenAccept(taken -> taken.request(STREAM));
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            begun.complete(subscription);
        }

        @Override
        public void onNext(Long n) {
            page(Lane.ITEM).hears(n);
        }

        @Override
        public void onError(Throwable thrown) {
            page(Lane.ITEM).tellsOfGap();
            ended.complete(null);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }
    }
}
