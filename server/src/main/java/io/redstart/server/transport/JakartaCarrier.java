package io.redstart.server.transport;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a connection on a session of the Jakarta WebSocket API, in whatever container hosts it. Parts of messages are
 * taken as they come and bounded here, since containers bound them differently; everything that is sent while one
 * message is worked off is written at its end. The outbox sees to it that one thing is sent at a time, which is all the
 * API allows.
 */
public final class JakartaCarrier implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(JakartaCarrier.class);
    /** How long a container waits for a peer that was cut and says nothing more. */
    private static final long CUT_MILLIS = 1_000;

    private final Session session;
    private final Receiver receiver;
    private final InetSocketAddress peer;
    private final TransportSettings settings;
    private final Executor workers;
    private final RemoteEndpoint.Async remote;
    private final Connection connection;
    private final Gathering gathering = new Gathering();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final MessageParts parts;
    private volatile boolean closing;

    /**
     * A carrier for a session that has just been opened.
     *
     * @param session the container's session
     * @param receiver hears what comes in
     * @param peer where the peer is
     * @param settings its bounds
     * @param clock tells the time in milliseconds; only grows
     * @param workers close sessions, since some containers wait for the peer then
     */
    public JakartaCarrier(
            Session session,
            Receiver receiver,
            InetSocketAddress peer,
            TransportSettings settings,
            LongSupplier clock,
            Executor workers) {
        this.session = session;
        this.receiver = receiver;
        this.peer = peer;
        this.settings = settings;
        this.workers = workers;
        this.remote = session.getAsyncRemote();
        this.connection = new Connection(this, settings, clock);
        this.parts = new MessageParts((int) settings.maxMessage());
    }

    /** Begins to hear the peer. To be called while the container opens the session. */
    public void open() {
        session.setMaxIdleTimeout(0);
        remote.setSendTimeout(settings.maxQueueAge().toMillis());
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::text);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) this::binary);
        receiver.opened(connection);
    }

    private void text(String part, boolean last) {
        take(parts.add(part, last), false);
    }

    private void binary(ByteBuffer part, boolean last) {
        take(parts.add(part, last), true);
    }

    private void take(byte @Nullable [] message, boolean binary) {
        if (closing) {
            return;
        }
        if (parts.wereTooLarge()) {
            closing = true;
            connection.close(
                    CloseCodes.TOO_BIG.getCode(), "message is larger than " + settings.maxMessage() + " bytes");
        } else if (message != null) {
            hear(message, binary);
        }
    }

    private void hear(byte[] message, boolean binary) {
        gathering.begin();
        try {
            if (binary) {
                receiver.binary(message, 0, message.length);
            } else {
                receiver.text(message, 0, message.length);
            }
        } finally {
            gathering.end();
        }
        gathering.flush();
    }

    @Override
    public void write(byte[] bytes, int from, int length, Runnable done) {
        try {
            remote.sendText(new String(bytes, from, length, StandardCharsets.UTF_8), result -> {
                if (!result.isOK()) {
                    // what follows must not arrive without it
                    cut();
                }
                done.run();
            });
        } catch (RuntimeException refused) {
            LOG.debug("The container takes nothing more", refused);
            cut();
            done.run();
        }
    }

    @Override
    public void close(int code, String reason) {
        closing = true;
        shut(new CloseReason(CloseCodes.getCloseCode(code), ReasonText.fitting(reason)));
    }

    /** Cuts the line. The API knows no such thing: the container closes it, and the core need not wait for that. */
    @Override
    public void cut() {
        closing = true;
        if (gone.get()) {
            return;
        }
        try {
            session.setMaxIdleTimeout(CUT_MILLIS);
            shut(new CloseReason(CloseCodes.GOING_AWAY, ""));
        } catch (IllegalStateException closed) {
            LOG.debug("The container has closed it already", closed);
        }
        closed(CloseCodes.CLOSED_ABNORMALLY.getCode(), "");
    }

    private void shut(CloseReason reason) {
        try {
            workers.execute(() -> closeSession(reason));
        } catch (RejectedExecutionException stopped) {
            closeSession(reason);
        }
    }

    private void closeSession(CloseReason reason) {
        try {
            session.close(reason);
        } catch (IOException | RuntimeException unwilling) {
            LOG.debug("The session did not close in order", unwilling);
        }
    }

    /**
     * The container says that the line is gone.
     *
     * @param code the close code
     * @param reason for people
     */
    public void closed(int code, String reason) {
        if (gone.compareAndSet(false, true)) {
            closing = true;
            connection.gone();
            receiver.closed(code, reason);
        }
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }
}
