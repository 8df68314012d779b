package io.redstart.server.channel;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes the channels of a namespace keep. Histories may take half of what there may be, states all of it. */
final class Kept {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    Kept(long most) {
        this.most = most;
    }

    void add(long more) {
        bytes.addAndGet(more);
    }

    long bytes() {
        return bytes.get();
    }

    boolean hasRoomForState(long more) {
        return more <= 0 || bytes.get() + more <= most;
    }

    boolean hasRoomForHistory() {
        return bytes.get() <= most / 2;
    }
}
