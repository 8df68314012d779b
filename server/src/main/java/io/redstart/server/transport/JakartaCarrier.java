package io.redstart.server.transport;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
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
    private final LongSupplier clock;
    private final PeerBounds bounds;
    private final IncomingText lines = new IncomingText();
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
        this.parts = new MessageParts();
        this.clock = clock;
        this.bounds = new PeerBounds(settings, receiver::exceeded, clock.getAsLong());
    }

    /** Begins to hear the peer. To be called while the container opens the session. */
    public void open() {
        session.setMaxIdleTimeout(0);
        remote.setSendTimeout(settings.maxQueueAge().toMillis());
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::text);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) this::binary);
        session.addMessageHandler(PongMessage.class, pong -> ponged());
        receiver.opened(connection);
    }

    private void text(String part, boolean last) {
        take(parts.add(part, last, receiver.maxMessage()), last, false);
    }

    private void binary(ByteBuffer part, boolean last) {
        take(parts.add(part, last, receiver.maxMessage()), last, true);
    }

    private void take(byte @Nullable [] message, boolean last, boolean binary) {
        if (closing) {
            return;
        }
        if (parts.wereTooLarge()) {
            closing = true;
            receiver.tooLarge();
            return;
        }
        if (last) {
            bounds.isWhole();
        } else {
            bounds.goesOn(clock.getAsLong());
        }
        if (message != null && inTime(message, binary)) {
            hear(message, binary);
        }
    }

    /** The API lets nobody read later: a peer may be too fast for a while, and is closed then. */
    private boolean inTime(byte[] message, boolean binary) {
        int messages = 1;
        if (!binary && bounds.countsMessages()) {
            lines.begin();
            lines.add(message, 0, message.length);
            messages = lines.messages();
        }
        if (bounds.takes(messages, clock.getAsLong())) {
            return true;
        }
        closing = true;
        return false;
    }

    /** A pong nobody asked for. Pings are the container's business. */
    private void ponged() {
        if (!closing && !bounds.takesPing(clock.getAsLong())) {
            closing = true;
        }
    }

    @Override
    public void tick(long now) {
        if (!closing && !bounds.tick(now)) {
            closing = true;
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
    public void write(Frame frame, Runnable done) {
        Sending sending = new Sending(done);
        try {
            if (frame.isBinary()) {
                remote.sendBinary(ByteBuffer.wrap(frame.bytes()), sending);
            } else {
                remote.sendText(new String(frame.bytes(), StandardCharsets.UTF_8), sending);
            }
            sending.returned();
        } catch (RuntimeException refused) {
            LOG.debug("The container takes nothing more", refused);
            cut();
            sending.over();
        }
    }

    /**
     * One frame on its way. The next may begin when it has been sent and the container has let go of it: some take a
     * binary frame that is begun before for a part of the text.
     */
    private final class Sending implements SendHandler {
        private final Runnable done;
        private boolean sent;
        private boolean returned;
        private boolean over;

        Sending(Runnable done) {
            this.done = done;
        }

        @Override
        public void onResult(SendResult result) {
            if (!result.isOK()) {
                // what follows must not arrive without it
                cut();
            }
            happened(true, false);
        }

        void returned() {
            happened(false, true);
        }

        void over() {
            happened(true, true);
        }

        private void happened(boolean nowSent, boolean nowReturned) {
            synchronized (this) {
                sent |= nowSent;
                returned |= nowReturned;
                if (over || !sent || !returned) {
                    return;
                }
                over = true;
            }
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
