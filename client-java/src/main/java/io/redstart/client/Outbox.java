package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.TooLargeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What has been said and has not left: it waits while no line is open or the line is busy, then shares frames. */
final class Outbox {
    private static final int FRAME = 32 * 1024;
    /** How much waits for a connection, and for a connection that is busy. */
    static final int MAX_AWAY = 1_000;

    static final int MAX_BUSY = 10_000;

    private final JsonMapper mapper;
    private ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private @Nullable Connection connection;
    private MessageWriter writer;
    private int limit;
    private @Nullable String closed;
    /** Counts sessions: what was meant for one makes no sense in the next. */
    private int era;

    /** Made, and one too many for the frame before. */
    private @Nullable Encoded left;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Encoded(Outgoing message, byte[] bytes, boolean packets) {}

    Outbox(JsonMapper mapper) {
        this.mapper = mapper;
        this.writer = new MessageWriter(mapper, limit);
    }

    void put(Outgoing message) {
        put(message, connection == null ? MAX_AWAY : MAX_BUSY);
    }

    private void put(Outgoing message, int room) {
        if (closed != null) {
            message.refuse(Failures.unavailable(closed));
        } else if (waiting.size() >= room) {
            message.refuse(new CallException(ErrorCodes.OVERLOADED, room + " messages wait for the connection"));
        } else {
            waiting.add(message);
            flush();
        }
    }

    /** As {@link #tell(Supplier, Runnable)}, for what nobody waits for. */
    void tell(Supplier<@Nullable FromClient> message) {
        tell(message, () -> {});
    }

    /**
     * Says something that belongs to the present session, or never. There is room for it when there is none for others:
     * the server waits for it, and asks again only when the client comes back.
     *
     * @param message made when it leaves
     * @param dropped told if it never does
     */
    void tell(Supplier<@Nullable FromClient> message, Runnable dropped) {
        int meant = era;
        Outgoing told = new Outgoing() {
            @Override
            public @Nullable FromClient leave() {
                return meant == era ? message.get() : null;
            }

            @Override
            public void refuse(CallException why) {
                dropped.run(); // whom it concerned learns that the session is over
            }
        };
        put(told, (connection == null ? MAX_AWAY : MAX_BUSY) + Asks.MOST);
    }

    /** Another session begins. */
    void nextEra() {
        era++;
    }

    /** From now on messages leave: first these, then what has waited. */
    void open(Connection line, int largest, List<? extends Outgoing> first) {
        connection = line;
        limit = largest;
        writer = new MessageWriter(mapper, largest);
        var all = new ArrayDeque<Outgoing>(first);
        all.addAll(waiting);
        waiting = all;
        flush();
    }

    void shut() {
        connection = null;
        Encoded next = left;
        left = null;
        if (next != null && !next.message().isSaidAgain()) {
            waiting.addFirst(next.message());
        }
    }

    /** Refuses what is said from now on; what was said before may still leave. */
    void refuseMore(String reason) {
        closed = reason;
    }

    /** No message leaves any more. */
    void close(String reason) {
        shut();
        refuseMore(reason);
        for (Outgoing message; (message = waiting.poll()) != null; ) {
            message.refuse(Failures.unavailable(reason));
        }
    }

    /** Whether nothing is under way: all that could leave has left. */
    boolean isIdle() {
        return connection == null || (connection.isFree() && waiting.isEmpty() && left == null);
    }

    /** Sends what shares the next frame, if the line is free. */
    void flush() {
        Connection line = connection;
        if (line == null || !line.isFree()) {
            return;
        }
        List<byte[]> frame = new ArrayList<>();
        int size = 0;
        for (Encoded next; (next = next()) != null; ) {
            if (next.packets() && frame.isEmpty()) {
                line.sendBinary(next.bytes());
                return;
            }
            if (!frame.isEmpty() && (next.packets() || size + next.bytes().length > Math.min(FRAME, limit))) {
                left = next;
                break;
            }
            frame.add(next.bytes());
            size += next.bytes().length + 1;
        }
        if (!frame.isEmpty()) {
            line.send(joined(frame, size));
        }
    }

    private @Nullable Encoded next() {
        Encoded next = left;
        left = null;
        while (next == null && !waiting.isEmpty()) {
            next = encoded(waiting.remove());
        }
        return next;
    }

    private @Nullable Encoded encoded(Outgoing message) {
        if (message instanceof PacketFrame frame) {
            return encoded(frame);
        }
        try {
            FromClient said = message.leave();
            return said == null ? null : new Encoded(message, writer.write(said), false);
        } catch (TooLargeException large) {
            message.refuse(new CallException(
                    ErrorCodes.TOO_LARGE, "The message is " + large.getMessage() + ", the most the server takes"));
        } catch (JacksonException broken) {
            message.refuse(Failures.invalid(broken));
        }
        return null;
    }

    private @Nullable Encoded encoded(PacketFrame frame) {
        byte[] bytes = frame.bytes();
        if (bytes != null && bytes.length > limit) {
            frame.refuse(new CallException(
                    ErrorCodes.TOO_LARGE,
                    "The packets have " + bytes.length + " bytes (expected: at most " + limit + ")"));
            return null;
        }
        return bytes == null ? null : new Encoded(frame, bytes, true);
    }

    private static String joined(List<byte[]> messages, int size) {
        byte[] frame = new byte[size - 1];
        int at = 0;
        for (byte[] message : messages) {
            if (at > 0) {
                frame[at++] = '\n';
            }
            System.arraycopy(message, 0, frame, at, message.length);
            at += message.length;
        }
        return Json.text(frame);
    }
}
