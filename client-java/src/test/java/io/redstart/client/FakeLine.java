package io.redstart.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A line in memory, seen from the server. */
final class FakeLine implements Line {
    final Deque<String> frames = new ArrayDeque<>();
    private final Deque<Runnable> unsent = new ArrayDeque<>();
    private final Events events;
    private String status = "dialling";
    private int closedWith;
    private boolean slow;
    private @Nullable UnaryOperator<String> answers;

    FakeLine(Events events) {
        this.events = events;
    }

    /** From now on each frame is answered with what this makes of it. */
    void answer(UnaryOperator<String> with) {
        answers = with;
    }

    @Override
    public void send(String frame, Runnable sent) {
        frames.add(frame);
        if (slow) {
            unsent.add(sent);
        } else {
            sent.run();
        }
        if (answers != null) {
            events.text(answers.apply(frame));
        }
    }

    /** It stands among the frames as {@code ["binary","…"]}, with hexadecimal digits. */
    @Override
    public void sendBinary(byte[] frame, Runnable sent) {
        frames.add("[\"binary\",\"" + HexFormat.of().formatHex(frame) + "\"]");
        if (slow) {
            unsent.add(sent);
        } else {
            sent.run();
        }
    }

    @Override
    public void close(int code, String reason, Runnable closed) {
        status = "over";
        closedWith = code;
        closed.run();
    }

    boolean isDialling() {
        return status.equals("dialling");
    }

    boolean isOpen() {
        return status.equals("open");
    }

    /** The code the client closed it with, 0 if it did not. */
    int closedWith() {
        return closedWith;
    }

    void open() {
        status = "open";
        events.opened();
    }

    void says(String frame) {
        events.text(frame);
    }

    void saysBinary(int... bytes) {
        byte[] frame = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            frame[i] = (byte) bytes[i];
        }
        events.binary(frame);
    }

    void lose(int code, String reason) {
        status = "over";
        events.lost(code, reason);
    }

    /** The server answers the upgrade with this status, and asks to wait so many milliseconds. */
    void refuse(int httpStatus, long wait) {
        status = "over";
        events.refused(httpStatus, "HTTP " + httpStatus, wait);
    }

    /** From now on frames take until {@link #drain()} to be sent. */
    void slowDown() {
        slow = true;
    }

    /** What was being sent is sent. */
    void drain() {
        List<Runnable> now = List.copyOf(unsent);
        unsent.clear();
        now.forEach(Runnable::run);
    }
}
