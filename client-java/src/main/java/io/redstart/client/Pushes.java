package io.redstart.client;

import io.redstart.protocol.FromClient;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each push reaches the application once and in order, and that the server learns it when the
 * application has dealt with it. All is done in the wire's turn.
 */
final class Pushes {
    private static final int ACK_COUNT = 64;
    private static final long ACK_MILLIS = 5_000;
    /** Above so many waiting callbacks a push that may be lost is. */
    static final int MAX_WAITING = 1_000;

    private final Turn turn;
    private final Lane lane;
    private final Clock clock;
    private final Outbox outbox;
    private final Runnable gap;
    private long arrived;
    private long handed;
    private long told;
    private int era;
    private boolean open;
    private Clock.@Nullable Timer timer;

    Pushes(Turn turn, Lane lane, Clock clock, Outbox outbox, Runnable gap) {
        this.turn = turn;
        this.lane = lane;
        this.clock = clock;
        this.outbox = outbox;
        this.gap = gap;
    }

    /** The number of the last push the application has dealt with. */
    long handed() {
        return handed;
    }

    /**
     * A push has come.
     *
     * @param isNew asked at once, when it is its turn; what has come before under another number is not handed
     * @param hand hands it to the application, in the lane
     */
    void take(long seq, BooleanSupplier isNew, Runnable hand) {
        if (seq == 0) {
            if (lane.waiting() < MAX_WAITING && isNew.getAsBoolean()) {
                lane.execute(hand);
            }
        } else if (seq == arrived + 1) {
            arrived = seq;
            int now = era;
            boolean handing = isNew.getAsBoolean();
            lane.execute(() -> {
                try {
                    if (handing) {
                        hand.run();
                    }
                } finally {
                    turn.take(() -> dealtWith(now, seq));
                }
            });
        } else if (seq > arrived) {
            gap.run();
        }
    }

    private void dealtWith(int when, long seq) {
        if (when == era) {
            handed = seq;
            acknowledgeSoon();
        }
    }

    private void acknowledgeSoon() {
        if (!open || handed == told) {
            return;
        }
        if (handed - told >= ACK_COUNT) {
            tell(false);
        } else if (timer == null) {
            timer = clock.after(ACK_MILLIS, () -> turn.take(() -> tell(false)));
        }
    }

    void pong() {
        tell(true);
    }

    private void tell(boolean pong) {
        stopTimer();
        if (open) {
            told = handed;
            outbox.tell(() -> pong ? new FromClient.Pong(handed) : new FromClient.Ack(handed));
        }
    }

    /** There is a line to acknowledge on; its hello has told this much. */
    void opened(boolean resumed, long helloSaid) {
        open = true;
        if (resumed) {
            told = helloSaid;
        } else {
            era++;
            arrived = handed = told = 0;
        }
        acknowledgeSoon();
    }

    void lost() {
        open = false;
        stopTimer();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
