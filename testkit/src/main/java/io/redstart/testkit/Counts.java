package io.redstart.testkit;

import io.redstart.server.observe.Observer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the server tells of. */
final class Counts implements Observer {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong protocolErrors = new AtomicLong();
    private final Map<String, Integer> limits = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    @Override
    public void connectionOpened(String door) {
        connections.incrementAndGet();
    }

    @Override
    public void connectionClosed(String door, int code) {
        connections.decrementAndGet();
    }

    @Override
    public void sessionOpened() {
        sessions.incrementAndGet();
    }

    @Override
    public void sessionClosed() {
        sessions.decrementAndGet();
    }

    @Override
    public void protocolError() {
        protocolErrors.incrementAndGet();
    }

    @Override
    public void refused(String target, String code) {
        refusals.merge(target + " " + code, 1, Integer::sum);
    }

    @Override
    public void limitHit(String limit) {
        limits.merge(limit, 1, Integer::sum);
    }

    int connections() {
        return connections.get();
    }

    int sessions() {
        return sessions.get();
    }

    long protocolErrors() {
        return protocolErrors.get();
    }

    int refusals(String target, String code) {
        return refusals.getOrDefault(target + " " + code, 0);
    }

    int limitHits(String limit) {
        return limits.getOrDefault(limit, 0);
    }
}
