package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.Handshake;
import io.redstart.protocol.Lines;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.JsonParts;
import io.redstart.server.door.Turns;
import io.redstart.server.identity.NamespaceKey;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.Receiver;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is in control of a namespace, to what is behind the door: a client of redstart.v1 that asks one thing after the
 * other, answers every ping, and lets go of all it is told unasked.
 */
final class ControlSession implements Carrier {
    private static final byte[] HELLO = "[\"hello\",{\"v\":1,\"sdk\":\"fire control\"}]".getBytes(UTF_8);
    private static final byte[] NO_METHOD =
            "{\"code\":\"not_found\",\"message\":\"Control answers nothing\"}".getBytes(UTF_8);

    private final InetSocketAddress peer;
    private final Turns turns;
    private final Answers answers;
    private final Receiver life;
    private final Connection connection;
    private final JsonParts said = new JsonParts();
    private long lastId;
    private volatile long written;
    private volatile boolean left;

    /** Takes what is answered: one for each thing that is asked. Told on any thread. */
    interface Answers {
        /** It is in. */
        void welcome();

        /** A result, as JSON. */
        void result(byte[] json);

        /** A failure: a code and a message, as an object of JSON. */
        void failure(byte[] json);

        /** It is let go. */
        void closed(int code, String reason);
    }

    /** Tells its life things in turns only. */
    ControlSession(
            Entrance entrance,
            Handshake handshake,
            Turns turns,
            TransportSettings transport,
            LongSupplier clock,
            Answers answers) {
        this.peer = handshake.address();
        this.turns = turns;
        this.answers = answers;
        life = entrance.dispatcher().connect(FireDoor.NAME, handshake, NamespaceKey.control());
        connection = new Connection(this, transport, clock);
    }

    /** Comes in. */
    void enter() {
        life.opened(connection);
        life.text(HELLO, 0, HELLO.length);
    }

    /** Asks something: what stands before its id, and what behind it. */
    void ask(String word, String rest) {
        says(("[\"" + word + "\"," + ++lastId + "," + rest + "]").getBytes(UTF_8));
    }

    private void says(byte[] message) {
        if (!left) {
            life.text(message, 0, message.length);
        }
    }

    /** Leaves for good. */
    void leave() {
        if (!left) {
            left = true;
            connection.gone();
            life.closed(1000, "");
        }
    }

    @Override
    public void write(Frame frame, Runnable done) {
        if (!frame.isBinary()) {
            Lines.forEach(frame.bytes(), 0, frame.length(), this::line);
        }
        done.run();
    }

    private void line(byte[] line, int from, int length) {
        if (!said.of(line, from, length)) {
            throw new IllegalStateException("a message that is none: " + new String(line, from, length, UTF_8));
        }
        switch (said.json(0)) {
            case "\"welcome\"" -> answers.welcome();
            case "\"ret\"" -> answers.result(said.bytes(2));
            case "\"err\"" -> answers.failure(said.bytes(2));
            case "\"ping\"" -> turns.take(() -> says(("[\"pong\"," + written + "]").getBytes(UTF_8)));
            case "\"ask\"" -> {
                String id = said.json(1);
                turns.take(() -> says(("[\"err\"," + id + "," + new String(NO_METHOD, UTF_8) + "]").getBytes(UTF_8)));
            }
            case "\"act\"", "\"evt\"", "\"state\"", "\"who\"", "\"left\"", "\"txt\"", "\"json\"" ->
                written = Math.max(written, Long.parseLong(said.json(1)));
            default -> {
                // it has no word for it
            }
        }
    }

    @Override
    public void close(int code, String reason) {
        answers.closed(code, reason);
    }

    @Override
    public void cut() {
        answers.closed(1006, "");
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    /** What it was told as a failure. */
    static byte[] reply(byte @Nullable [] failure) {
        JsonFields told = failure == null ? null : JsonFields.of(failure, java.util.Set.of("code", "message"));
        String code = told == null ? null : told.text("code");
        String message = told == null ? null : told.text("message");
        return ControlReply.failure(code == null ? "" : code, message == null ? "" : message);
    }
}
