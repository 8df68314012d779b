package io.redstart.server.carrier;

import io.redstart.server.observe.Observer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what happens. */
final class Watching implements Observer {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Map<String, Integer> limits = new ConcurrentHashMap<>();

    /** Waits until something has happened, and forgets what did before. */
    void await(String event) throws InterruptedException {
        String seen = "";
        while (!seen.equals(event)) {
            seen = events.poll(20, TimeUnit.SECONDS);
            if (seen == null) {
                throw new AssertionError("It did not happen: " + event);
            }
        }
    }

    int limitHits(String limit) {
        return limits.getOrDefault(limit, 0);
    }

    @Override
    public void limitHit(String limit) {
        limits.merge(limit, 1, Integer::sum);
    }

    @Override
    public void connectionClosed(String door, int code) {
        events.add("connection closed");
    }

    @Override
    public void sessionClosed() {
        events.add("session closed");
    }

    @Override
    public void protocolError() {
        events.add("protocol error");
    }
}
