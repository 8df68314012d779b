package io.redstart.server.dispatch;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromServer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.transport.Connection;

/** Whether the other end is still there: it has to say hello in time, to take what it is sent, and to answer pings. */
final class LifeSigns {
    private final Dispatcher host;
    private final ConnectionLife life;
    private volatile long openedAt;
    private volatile long heardAt;
    private volatile boolean pinged;
    private long pingedAt;
    private long heartbeat;
    private long pongTimeout;

    LifeSigns(Dispatcher host, ConnectionLife life) {
        this.host = host;
        this.life = life;
        heardAt = host.now();
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
        heardAt = openedAt;
    }

    void heard() {
        heardAt = host.now();
    }

    long heardAt() {
        return heardAt;
    }

    void ponged() {
        pinged = false;
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
        } else if (now - heardAt >= heartbeat || open.silentMillis() >= heartbeat) {
            pinged = true;
            pingedAt = now;
            mine.ping(open, seq -> host.writer().write(new FromServer.Ping(seq)));
        }
    }

    private void awaitHello(long now) {
        if (now - openedAt > host.settings().helloTimeout().toMillis() && life.isNew()) {
            host.observer().limitHit("hello");
            life.leave(CloseCode.TOO_SLOW, "hello did not come in time", 0L);
        }
    }
}
