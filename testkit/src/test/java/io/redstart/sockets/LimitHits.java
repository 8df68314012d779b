package io.redstart.sockets;

import static org.awaitility.Awaitility.await;

import io.redstart.server.observe.Observer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what limits refused or ended. */
final class LimitHits implements Observer {
    private final Map<String, Integer> hits = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    @Override
    public void limitHit(String limit) {
        hits.merge(limit, 1, Integer::sum);
    }

    @Override
    public void connectionOpened(String door) {
        connections.incrementAndGet();
    }

    @Override
    public void connectionClosed(String door, int code) {
        connections.decrementAndGet();
    }

    int of(String limit) {
        return hits.getOrDefault(limit, 0);
    }

    void awaitsOne(String limit) {
        await(limit).until(() -> of(limit) > 0);
    }

    void awaitNobody() {
        await("connections").until(() -> connections.get() == 0);
    }
}
