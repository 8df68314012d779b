package io.redstart.proofs.ledger;

import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.OnAction;
import io.redstart.api.OnEvent;
import io.redstart.api.Session;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The server's side: writes down all it is told, and says what it has to say. */
@Api("ledger")
@Singleton
public final class LedgerApi {
    private final Ledger ledger;
    private final Map<Integer, String> sessions = new ConcurrentHashMap<>();

    public LedgerApi(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * An action of a client.
     *
     * @param client its number
     * @param n the action's number
     */
    @ActionType("ledger/acted")
    public record Acted(int client, long n) {}

    /**
     * An event of a client.
     *
     * @param client its number
     * @param n the event's number
     */
    public record Told(int client, long n) {}

    /**
     * A client is there, or there again with a fresh session.
     *
     * @param client its number
     * @param session its session
     */
    @Call
    public void join(int client, Session session) {
        sessions.put(client, session.id());
    }

    /**
     * Does something that must be done once.
     *
     * @param client who wants it
     * @param n the call's number
     * @param session is pushed to
     * @return the number again
     */
    @Call
    public long write(int client, long n, Session session) {
        ledger.page(client, Lane.CALL).hears(n);
        ledger.page(client, Lane.WRITE).says(n);
        session.emit("written", n);
        ledger.page(client, Lane.ANSWER).says(n);
        return n;
    }

    /**
     * Does the same, but others of the session may be done meanwhile.
     *
     * @param client who wants it
     * @param n the call's number
     * @param session is pushed to
     * @return the number again, later
     */
    @Call
    public CompletionStage<Long> writeLater(int client, long n, Session session) {
        return CompletableFuture.completedFuture(write(client, n, session));
    }

    /**
     * Sends numbers.
     *
     * @param after the one before the first
     * @param count how many
     * @return a stream
     */
    @Call
    public Stream<Long> count(long after, int count) {
        return LongStream.rangeClosed(after + 1, after + count).boxed();
    }

    /** Answers when everything that was said before has been said. */
    @Call
    public void fence() {}

    /**
     * Takes a client's action.
     *
     * @param acted the action
     */
    @OnAction
    public void acted(Acted acted) {
        ledger.page(acted.client(), Lane.ACTION_UP).hears(acted.n());
    }

    /**
     * Takes a client's event.
     *
     * @param told the event
     */
    @OnEvent("told")
    public void told(Told told) {
        ledger.page(told.client(), Lane.EVENT_UP).hears(told.n());
    }

    /**
     * Takes a client's cast.
     *
     * @param client its number
     * @param n the cast's number
     */
    @Call
    public void cast(int client, long n) {
        ledger.page(client, Lane.EVENT_UP).hears(n);
    }

    /** The session a client was seen in last. */
    String session(int client) {
        String id = sessions.get(client);
        if (id == null) {
            throw new CallException("not_joined", "client " + client + " has not joined");
        }
        return id;
    }
}
