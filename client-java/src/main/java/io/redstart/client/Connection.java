package io.redstart.client;

import org.jspecify.annotations.Nullable;

/** One line to the server, watched for silence. It dies; the session goes on with the next one. */
final class Connection implements Line.Events {
    /** How long the server may be late: for its welcome, and for a ping after the heartbeat. */
    static final long PATIENCE = 10_000;

    private final Turn turn;
    private final Clock clock;
    private final Events events;
    private final Line line;
    private final long dialled;
    private boolean over;
    private boolean writing;
    private long heard;
    private long silence = PATIENCE;
    private boolean heartbeat;
    private Clock.@Nullable Timer watch;

    /** Is told, in the wire's turn, what happens. */
    interface Events {
        void opened();

        void text(String frame, Connection from);

        void binary(byte[] frame);

        /** The line can take the next frame. */
        void drained();

        /** Instead of {@link #lost}: the server did not want a connection. */
        void refused(int status, String reason, long wait);

        /** Told exactly once, and never after an end of ours. */
        void lost(int code, String reason);

        void report(Throwable problem);
    }

    Connection(Turn turn, Clock clock, Line.Dialer dialer, Events events) {
        this.turn = turn;
        this.clock = clock;
        this.events = events;
        this.dialled = clock.now();
        this.heard = dialled;
        watch();
        this.line = dialer.dial(this);
    }

    boolean isOver() {
        return over;
    }

    /** Whether a frame would leave at once. */
    boolean isFree() {
        return !over && !writing;
    }

    void send(String frame) {
        writing = true;
        line.send(frame, () -> turn.take(this::sent));
    }

    void sendBinary(byte[] frame) {
        writing = true;
        line.sendBinary(frame, () -> turn.take(this::sent));
    }

    private void sent() {
        writing = false;
        if (!over) {
            events.drained();
        }
    }

    /** The server has said how often it will be heard (milliseconds; 0 = it promises nothing). */
    void expect(long millis) {
        heartbeat = true;
        heard = clock.now();
        silence = millis > 0 ? millis + PATIENCE : Long.MAX_VALUE;
        stopWatching();
        watch();
    }

    /** Closes the line and tells that it is lost. */
    void fail(int code, String reason) {
        if (finish()) {
            line.close(code, reason, () -> {});
            events.lost(code, reason);
        }
    }

    /** Closes the line and tells nobody but {@code closed}, which may be called on any thread. */
    void end(int code, String reason, Runnable closed) {
        if (finish()) {
            line.close(code, reason, closed);
        } else {
            closed.run();
        }
    }

    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        stopWatching();
        return true;
    }

    private void stopWatching() {
        if (watch != null) {
            watch.cancel();
        }
    }

    private void watch() {
        if (silence != Long.MAX_VALUE) {
            long left = Math.max(0, heard + silence - clock.now());
            watch = clock.after(left, () -> turn.take(this::check));
        }
    }

    private void check() {
        if (over) {
            return;
        }
        if (clock.now() - heard >= silence) {
            fail(4000, heartbeat ? "silence" : "no welcome");
        } else {
            watch();
        }
    }

    @Override
    public void opened() {
        turn.take(() -> {
            if (!over) {
                heard = clock.now();
                events.opened();
            }
        });
    }

    @Override
    public void text(String frame) {
        turn.take(() -> {
            if (!over) {
                hear();
                events.text(frame, this);
            }
        });
    }

    @Override
    public void binary(byte[] frame) {
        turn.take(() -> {
            if (!over) {
                hear();
                events.binary(frame);
            }
        });
    }

    /** Until the welcome nothing that comes gives the server more time. */
    private void hear() {
        if (heartbeat) {
            heard = clock.now();
        }
    }

    @Override
    public void refused(int status, String reason, long wait) {
        turn.take(() -> {
            if (finish()) {
                events.refused(status, reason, wait);
            }
        });
    }

    @Override
    public void lost(int code, String reason) {
        turn.take(() -> {
            if (finish()) {
                events.lost(code, reason);
            }
        });
    }
}
