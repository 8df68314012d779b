package io.redstart.server.observe;

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
    private static final Map<String, String> WORDS = Map.of(
            "before-welcome", "sent before the welcome (4500)",
            "hello", "time until hello (4408)",
            "queued", "what waits for a client (4408)",
            "queued-node", "what waits for all clients (the worst is closed)",
            "queue-age", "age of what waits for a client (cut)",
            "waiting", "casts and events that wait (4429)",
            "messages", "messages (4429)",
            "calls", "calls at once (rate_limited)");

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
