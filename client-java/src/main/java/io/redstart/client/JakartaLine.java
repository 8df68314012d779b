package io.redstart.client;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket of the Jakarta API. */
final class JakartaLine extends Endpoint implements Line {
    private static final Logger LOG = LoggerFactory.getLogger(RedstartClient.class);
    private static final int NOT_CLEAN = CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode();
    /** How long a peer may take to answer a close before the socket is cut. */
    private static final long FAREWELL_MILLIS = 5_000;

    private final Events events;
    private final Executor workers;
    private final int maxFrame;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<@Nullable CloseReason> closeOnOpen = new AtomicReference<>();
    private volatile @Nullable Session session;

    JakartaLine(Events events, Executor workers, int maxFrame) {
        this.events = events;
        this.workers = workers;
        this.maxFrame = maxFrame;
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        opened.setMaxIdleTimeout(0); // silence is the session's to judge
        opened.setMaxTextMessageBufferSize(maxFrame);
        opened.addMessageHandler(String.class, events::text);
        opened.addMessageHandler(ByteBuffer.class, this::binary);
        opened.setMaxBinaryMessageBufferSize(maxFrame);
        session = opened;
        CloseReason unwanted = closeOnOpen.getAndSet(null);
        if (unwanted == null) {
            events.opened();
        } else {
            workers.execute(() -> close(opened, unwanted));
        }
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        String phrase = reason.getReasonPhrase();
        lost(reason.getCloseCode().getCode(), phrase == null ? "" : phrase);
    }

    @Override
    public void onError(Session broken, Throwable thrown) {
        LOG.debug("A connection broke", thrown); // a close follows, and tells all there is to know
    }

    private void binary(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        events.binary(bytes);
    }

    void lost(int code, String reason) {
        if (over.compareAndSet(false, true)) {
            events.lost(code, reason);
        }
    }

    void failed(Throwable thrown) {
        LOG.debug("A connection failed", thrown);
        lost(NOT_CLEAN, String.valueOf(thrown.getMessage()));
    }

    /** The server answered the upgrade, but with another status than 101. */
    void refused(int status, long wait) {
        if (over.compareAndSet(false, true)) {
            events.refused(status, "HTTP " + status, wait);
        }
    }

    @Override
    public void send(String frame, Runnable sent) {
        send(sent, (remote, handler) -> remote.sendText(frame, handler));
    }

    @Override
    public void sendBinary(byte[] frame, Runnable sent) {
        send(sent, (remote, handler) -> remote.sendBinary(ByteBuffer.wrap(frame), handler));
    }

    private void send(Runnable sent, BiConsumer<RemoteEndpoint.Async, SendHandler> sending) {
        Session open = session;
        if (open == null) {
            return; // told as lost
        }
        try {
            sending.accept(open.getAsyncRemote(), result -> {
                if (result.isOK()) {
                    sent.run();
                } else {
                    failed(result.getException());
                }
            });
        } catch (RuntimeException closed) {
            failed(closed);
        }
    }

    @Override
    public void close(int code, String reason, Runnable closed) {
        over.set(true);
        var why = new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason);
        closeOnOpen.set(why);
        Session open = session;
        workers.execute(() -> {
            if (open != null && closeOnOpen.getAndSet(null) != null) {
                close(open, why);
            }
            closed.run();
        });
    }

    private static void close(Session open, CloseReason why) {
        try {
            open.setMaxIdleTimeout(FAREWELL_MILLIS);
            open.close(why);
        } catch (IOException | RuntimeException gone) {
            LOG.debug("A connection was gone before it was closed", gone);
        }
    }
}
