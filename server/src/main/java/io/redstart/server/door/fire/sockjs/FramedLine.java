package io.redstart.server.door.fire.sockjs;

import io.redstart.protocol.CloseCode;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.PeerBounds;
import io.redstart.server.transport.Receiver;
import io.redstart.server.transport.TransportSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A session over one WebSocket: frames of SockJS in its text frames. */
final class FramedLine implements Receiver, FrameCodec {
    private static final byte[] NOTHING = {};
    private static final int NORMAL = 1000;
    private static final String NORMAL_REASON = "Normal closure";
    private static final int BROKEN = 1002;

    private final SockJsLine line;
    private final LongSupplier clock;
    private final PeerBounds bounds;
    private @Nullable Connection connection;
    private boolean over;
    private boolean opened;

    FramedLine(SockJsLine line, TransportSettings settings, LongSupplier clock) {
        this.line = line;
        this.clock = clock;
        this.bounds = new PeerBounds(settings, line::exceeded, clock.getAsLong());
    }

    @Override
    public void opened(Connection open) {
        connection = open;
        open.send(NOTHING); // makes the frame that opens the session
        line.opened(open);
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        if (over || length == 0) {
            return;
        }
        List<byte[]> messages = SockJsText.read(bytes, from, length);
        if (messages == null) {
            over = true;
            open().close(BROKEN, "Broken framing.");
            return;
        }
        // the frame itself is counted where it comes in
        if (messages.size() > 1 && !bounds.takes(messages.size() - 1, clock.getAsLong())) {
            over = true;
            return;
        }
        for (byte[] message : messages) {
            if (message.length > line.maxMessage()) {
                over = true;
                line.tooLarge();
                return;
            }
            line.text(message, 0, message.length);
        }
    }

    @Override
    public void binary(byte[] bytes, int from, int length) {
        text(bytes, from, length);
    }

    /** Each of the messages in it is counted when they are known. */
    @Override
    public int messages(int lines) {
        return 1;
    }

    private Connection open() {
        return java.util.Objects.requireNonNull(connection);
    }

    @Override
    public void encode(boolean binary, byte[] bytes, int from, int length, Frames frames) {
        if (!opened) {
            opened = true;
            frames.text(SockJsText.OPEN);
        }
        Messages messages = new Messages();
        line.encode(binary, bytes, from, length, messages);
        messages.write(frames);
    }

    @Override
    public Ending closing(int code, String reason, Frames frames) {
        Messages last = new Messages();
        Ending ending = line.closing(code, reason, last);
        last.write(frames);
        frames.text(SockJsText.close(ending.code(), ending.reason()));
        return new Ending(NORMAL, NORMAL_REASON);
    }

    /** Texts in quotes take more room than they are long. */
    @Override
    public int maxMessage() {
        return framed(line.maxMessage());
    }

    static int framed(int message) {
        return (int) Math.min(2L * message, Integer.MAX_VALUE);
    }

    @Override
    public void linePonged() {
        line.linePonged();
    }

    @Override
    public void tooLarge() {
        line.tooLarge();
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        line.exceeded(limit, code, reason);
    }

    @Override
    public void limitHit(String limit) {
        line.limitHit(limit);
    }

    @Override
    public void closed(int code, String reason) {
        line.closed(code, reason);
    }

    /** What a line made of what is written, not in frames yet. */
    static final class Messages implements Frames {
        private final List<byte[]> texts = new ArrayList<>(1);
        private boolean heartbeat;

        @Override
        public void text(byte[] bytes) {
            texts.add(bytes);
        }

        @Override
        public void binary(byte[] bytes) {
            texts.add(bytes);
        }

        @Override
        public void ping() {
            heartbeat = true;
        }

        List<byte[]> texts() {
            return texts;
        }

        boolean isHeartbeat() {
            return heartbeat;
        }

        private void write(Frames frames) {
            if (!texts.isEmpty()) {
                frames.text(SockJsText.messages(texts));
            }
            if (heartbeat) {
                frames.text(SockJsText.HEARTBEAT);
                frames.ping();
            }
        }
    }
}
