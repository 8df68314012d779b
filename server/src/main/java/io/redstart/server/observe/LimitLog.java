package io.redstart.server.observe;

import static java.util.Map.entry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs which limits were hit, once a second at most for each: whoever floods the server does not flood its log. While
 * nothing is hit it does nothing.
 */
public final class LimitLog implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger(LimitLog.class);
    /** More kinds than there are limits. */
    private static final int MOST_KINDS = 256;

    /** What each limit bounds, and what became of who hit it. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            entry("connections", "connections of all (503)"),
            entry("address-connections", "connections of an address (429)"),
            entry("address-rate", "new connections of an address (429)"),
            entry("request-time", "time for a request (cut)"),
            entry("headers", "the head of a request (431)"),
            entry("hello", "time until hello (4408)"),
            entry("first-byte", "time for the first byte of a line (closed)"),
            entry("idle", "silence on a line (closed)"),
            entry("unanswered-pings", "pings without an answer (closed)"),
            entry("before-welcome", "sent before the welcome (4500)"),
            entry("user-connections", "connections of a user (4503)"),
            entry("user-sessions", "sessions of a user (4503 or too_many_sessions)"),
            entry("stored-sessions", "sessions in the store (overloaded)"),
            entry("stored-data", "what is kept with a session in the store (too_large)"),
            entry("message", "the size of a message (1009)"),
            entry("method-message", "the size of a call (too_large)"),
            entry("fragments", "fragments of a message (1008)"),
            entry("message-time", "time for a message (4408)"),
            entry("message-rate", "messages (4429)"),
            entry("pings", "WebSocket pings and pongs (4429)"),
            entry("rate", "calls of a method (rate_limited)"),
            entry("waiting", "casts and events that wait (4429)"),
            entry("sockjs-sessions", "SockJS sessions over requests (503)"),
            entry("wrong-keys", "wrong keys on a line of control (closed)"),
            entry("calls", "calls at once (rate_limited)"),
            entry("node-calls", "calls of all at once (overloaded)"),
            entry("channels-joined", "channels of a session (rate_limited)"),
            entry("channel-state", "states of channels (too_large, overloaded)"),
            entry("channels", "channels of all (overloaded)"),
            entry("namespaces", "namespaces that were registered (overloaded)"),
            entry("idempotency", "answers kept for idempotency keys (the oldest dropped)"),
            entry("queued", "what waits for a client (4408)"),
            entry("queued-node", "what waits for all clients (4408)"),
            entry("queue-age", "age of what waits for a client (cut)"));

    private final Map<String, LongAdder> hits = new ConcurrentHashMap<>();
    private volatile boolean hit;

    @Override
    public void limitHit(String limit) {
        LongAdder count = hits.get(limit);
        if (count == null && hits.size() < MOST_KINDS) {
            count = hits.computeIfAbsent(limit, first -> new LongAdder());
        }
        if (count != null) {
            count.increment();
        }
        if (!hit) {
            hit = true;
        }
    }

    /** A second has gone by: what was hit in it is logged. */
    public void tick() {
        if (!hit) {
            return;
        }
        hit = false;
        hits.forEach((limit, count) -> {
            long times = count.sumThenReset();
            if (times > 0) {
                LOG.warn(
                        "{}: {}",
                        times == 1 ? "A limit was hit" : "A limit was hit " + times + " times in a second",
                        WORDS.getOrDefault(limit, limit));
            }
        });
    }
}
