package io.redstart.proofs.ledger;

import io.redstart.api.Action;
import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What the server says unasked: a hundred messages a second to each client, told apart by what they are. */
final class Speaker {
    private final Ledger ledger;
    private final LedgerApi api;
    private final Sessions sessions;
    private final int clients;
    private final AtomicInteger asked = new AtomicInteger();
    private final ConcurrentHashMap<Integer, Long> asks = new ConcurrentHashMap<>();
    private long ticks;
    private long broadcasts;

    Speaker(Ledger ledger, LedgerApi api, Sessions sessions, int clients) {
        this.ledger = ledger;
        this.api = api;
        this.sessions = sessions;
        this.clients = clients;
    }

    /** One message to each client. On one thread, which is none of the server's. */
    void tick() {
        ticks++;
        if (ticks % 10 == 0) {
            broadcast();
            return;
        }
        for (int client = 0; client < clients; client++) {
            Optional<Session> session = sessions.find(api.session(client));
            if (ticks % 10 == 5) {
                session.ifPresent(ask(client));
            } else {
                push(client, session);
            }
        }
    }

    private void broadcast() {
        broadcasts++;
        for (int client = 0; client < clients; client++) {
            ledger.page(client, Lane.BROADCAST).says(broadcasts);
        }
        sessions.all().emit("broadcast", broadcasts);
    }

    private void push(int client, Optional<Session> session) {
        ledger.page(client, Lane.PUSH).says(ticks);
        session.ifPresent(open -> {
            if (ticks % 2 == 0) {
                open.emit("push", ticks);
            } else {
                open.dispatch(Action.of("ledger/pushed", ticks));
            }
        });
    }

    private Consumer<Session> ask(int client) {
        long n = asks.merge(client, 1L, Long::sum);
        return session -> {
            asked.incrementAndGet();
            ledger.page(client, Lane.ASK).says(n);
            CompletionStage<Long> asking = session.ask(Long.class, "ask", n);
            if (isRefused(asking)) {
                ledger.page(client, Lane.ASK).refuses(n);
                asked.decrementAndGet();
                return;
            }
            asking.whenComplete((reply, thrown) -> {
                if (thrown == null) {
                    ledger.page(client, Lane.REPLY).hears(reply);
                } else {
                    ledger.tellsWhy("ask", thrown);
                    ledger.page(client, Lane.ASK).tellsDoubt(n);
                    ledger.page(client, Lane.REPLY).tellsDoubt(n);
                }
                asked.decrementAndGet();
            });
        };
    }

    /** Whether nobody was asked: too many wait for that client, which is said at once. */
    private static boolean isRefused(CompletionStage<Long> asking) {
        CompletableFuture<Long> answer = asking.toCompletableFuture();
        if (!answer.isCompletedExceptionally()) {
            return false;
        }
        try {
            answer.join();
            return false;
        } catch (CompletionException failed) {
            return failed.getCause() instanceof CallException why && "overloaded".equals(why.code());
        }
    }

    /** How many asks wait for their answer. */
    int asked() {
        return asked.get();
    }
}
