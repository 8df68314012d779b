package io.redstart.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/** A line that notes what is written on it, and has finished writing when the test says so. */
class RecordingCarrier implements Carrier {
    final List<String> frames = Collections.synchronizedList(new ArrayList<>());
    /** How many frames were written together, each time there was more than one. */
    final List<Integer> together = new ArrayList<>();

    private final Queue<Runnable> unfinished = new ArrayDeque<>();
    private final boolean slow;

    RecordingCarrier(boolean slow) {
        this.slow = slow;
    }

    @Override
    public void write(Frame first, List<Frame> behind, Runnable done) {
        if (!behind.isEmpty()) {
            together.add(1 + behind.size());
        }
        Carrier.super.write(first, behind, done);
    }

    @Override
    public void write(Frame frame, Runnable done) {
        frames.add((frame.isBinary() ? "binary " : "") + new String(frame.bytes(), StandardCharsets.UTF_8));
        if (slow) {
            unfinished.add(done);
        } else {
            done.run();
        }
    }

    void finishesWriting() {
        unfinished.remove().run();
    }

    @Override
    public void close(int code, String reason) {
        frames.add("close " + code);
    }

    @Override
    public void cut() {
        frames.add("cut");
    }

    @Override
    public InetSocketAddress peer() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }
}
