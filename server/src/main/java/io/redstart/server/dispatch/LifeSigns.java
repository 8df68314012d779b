package io.redstart.server.dispatch;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromServer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.transport.Connection;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the other end is still there: it has to say hello in time, to take what it is sent, and to answer pings. */
final class LifeSigns {
    /** As many answers are kept for a busy client before it is asked whether it has had them, or so many bytes of them. */
    private static final int MOST_UNPROVEN = 64;

    private static final int MOST_BYTES_UNPROVEN = 64 * 1024;

    private final Dispatcher host;
    private final ConnectionLife life;
    private volatile long openedAt;
    private final AtomicLong heardAt = new AtomicLong();
    private volatile boolean pinged;
    private volatile boolean askedForProof;
    private long pingedAt;
    private long heartbeat;
    private long pongTimeout;

    LifeSigns(Dispatcher host, ConnectionLife life) {
        this.host = host;
        this.life = life;
        heardAt.set(host.now());
        heartbeat = host.settings().heartbeat().toMillis();
        pongTimeout = host.settings().pongTimeout().toMillis();
    }

    /** Asks after other times than those of the settings; to be called before it begins. */
    void every(long heartbeatMillis, long pongTimeoutMillis) {
        heartbeat = heartbeatMillis;
        pongTimeout = pongTimeoutMillis;
    }

    void begin() {
        openedAt = host.now();
        heardAt.set(openedAt);
    }

    /** It says something: when that is, is read once for all that came together. */
    void heard() {
        heardAt.setRelease(host.now()); // nobody waits for it, so it need not be seen by all at once
    }

    long heardAt() {
        return heardAt.get();
    }

    void ponged() {
        pinged = false;
        askedForProof = false;
    }

    /**
     * Its pong proves that a client has had the answers before the ping, and they need not be kept any more. Who calls
     * often is pinged long before it is silent, so that answers are dropped while they are young. Nothing is made of it
     * if the pong does not come: that the client is gone is found out by {@link #tick}.
     */
    void askForProof(LiveSession mine) {
        if (!askedForProof && heartbeat != 0 && mine.calls().keeps(MOST_UNPROVEN, MOST_BYTES_UNPROVEN)) {
            askedForProof = true;
            ping(mine);
        }
    }

    private void ping(LiveSession mine) {
        mine.ping(life.connection(), seq -> host.writer().write(new FromServer.Ping(seq)));
    }

    /** Whether it does not take what it is sent, or does not let itself be closed. */
    boolean stuck() {
        Connection open = life.connection();
        if (open.waitingMillis() > host.transport().maxQueueAge().toMillis()) {
            host.observer().limitHit("queue-age");
            return true;
        }
        return open.closingMillis() > host.settings().pongTimeout().toMillis();
    }

    void tick(long now) {
        LiveSession mine = life.session();
        if (mine == null) {
            awaitHello(now);
            return;
        }
        if (heartbeat == 0) {
            return;
        }
        Connection open = life.connection();
        if (pinged) {
            if (now - pingedAt > pongTimeout) {
                open.cut();
            }
        } else if (now - heardAt.get() >= heartbeat || open.silentMillis() >= heartbeat) {
            pinged = true;
            pingedAt = now;
            ping(mine);
        }
    }

    private void awaitHello(long now) {
        if (now - openedAt > host.settings().helloTimeout().toMillis() && life.isNew()) {
            host.observer().limitHit("hello");
            life.leave(CloseCode.TOO_SLOW, "hello did not come in time", 0L);
        }
    }
}
