package io.redstart.benchmarks.micro;

import io.redstart.server.dispatch.ConnectionLife;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Gathering;
import io.redstart.server.transport.TransportSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whole calls, from the bytes of a frame that came in to the bytes of the frame that goes out, on one thread. */
@State(Scope.Thread)
public class CallBenchmark {
    /** How many calls are in the frame: one, or as many as a busy client has in flight. */
    @Param({"1", "16"})
    public int calls;

    private final Gathering gathering = new Gathering();
    private final MemoryCarrier carrier = new MemoryCarrier();
    private final ConnectionLife life = new Core().connect();
    private final ConnectionLife guardedLife = new Core(GuardedApi.class, GuardedApi.Through.class).connectCaller();
    private CallFrame text = new CallFrame("", "", 1);
    private CallFrame todo = text;
    private CallFrame guarded = text;
    private long frames;

    /** Connects and says hello. */
    @Setup
    public void connect() {
        life.opened(new Connection(carrier, new TransportSettings(), Core.CLOCK));
        guardedLife.opened(new Connection(carrier, new TransportSettings(), Core.CLOCK));
        byte[] hello = "[\"hello\",{\"v\":1}]".getBytes(StandardCharsets.UTF_8);
        frames = carrier.frames();
        said(life, hello);
        said(guardedLife, hello);
        text = new CallFrame("echo.quick", "[\"" + "x".repeat(64) + "\"]", calls);
        guarded = new CallFrame("guarded.quick", "[\"" + "x".repeat(64) + "\"]", calls);
        todo = new CallFrame(
                "echo.todo", "[{\"id\":1,\"title\":\"Buy milk\",\"done\":false,\"tags\":[\"home\",\"soon\"]}]", calls);
    }

    /**
     * Echoes a text of 64 bytes.
     *
     * @return the answers
     */
    @Benchmark
    public ByteBuffer text() {
        return said(life, text.again());
    }

    /**
     * Echoes a record.
     *
     * @return the answers
     */
    @Benchmark
    public ByteBuffer record() {
        return said(life, todo.again());
    }

    /**
     * Echoes the same text behind a role, a rate limit and an interceptor.
     *
     * @return the answers
     */
    @Benchmark
    public ByteBuffer guarded() {
        return said(guardedLife, guarded.again());
    }

    private ByteBuffer said(ConnectionLife life, byte[] frame) {
        gathering.begin();
        try {
            life.text(frame, 0, frame.length);
        } finally {
            gathering.end();
        }
        gathering.flush();
        frames++;
        if (carrier.frames() != frames) {
            throw new IllegalStateException(carrier.frames() + " frames were written (expected: " + frames + ")");
        }
        return carrier.last();
    }
}
