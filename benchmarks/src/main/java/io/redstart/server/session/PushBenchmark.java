package io.redstart.server.session;

import io.redstart.api.Handshake;
import io.redstart.api.Keep;
import io.redstart.benchmarks.micro.MemoryCarrier;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.observe.Observer;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.TransportSettings;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/** A push on its way to one session: numbered, kept until it is acknowledged, written. */
@State(Scope.Thread)
public class PushBenchmark {
    private static final int KEYS = 100;

    private final MemoryCarrier carrier = new MemoryCarrier();
    private final EncodedPush push =
            new MessageWriter(JsonMapper.shared(), 1 << 20).event(null, "tick", "x".repeat(64), PushMeta.NONE);
    private final LiveSession session = new SessionRegistry(
                    new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE)
            .create(new Handshake("/ws", Map.of(), Map.of(), carrier.peer(), null, Handshake.Stage.UPGRADE), null);
    private final ReplayBuffer replay = new ReplayBuffer(1_000, 1 << 20);
    private final Delivery[] kinds = IntStream.range(0, KEYS)
            .mapToObj(key -> new Delivery(Keep.LATEST, "evt", "tick", "key " + key))
            .toArray(Delivery[]::new);
    private final LiveSession away = new SessionRegistry(
                    new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE)
            .create(new Handshake("/ws", Map.of(), Map.of(), carrier.peer(), null, Handshake.Stage.UPGRADE), null);
    private long sent;
    private int next;

    /** Connects the session. */
    @Setup
    public void connect() {
        session.attach(new Connection(carrier, new TransportSettings(), () -> 0), key -> new byte[] {1});
    }

    /**
     * Pushes, and acknowledges sixteen at a time.
     *
     * @return the frame
     */
    @Benchmark
    public ByteBuffer push() {
        session.push(push);
        if ((++sent & 15) == 0) {
            session.acknowledge(sent);
        }
        return carrier.last();
    }

    /**
     * A push of which the newest counts, to a client that keeps up.
     *
     * @return the frame
     */
    @Benchmark
    public ByteBuffer latest() {
        session.push(push, kinds[0]);
        return carrier.last();
    }

    /**
     * The same to a client that is away, one of a hundred keys.
     *
     * @return how much waits
     */
    @Benchmark
    public long conflate() {
        away.push(push, kinds[(next++ & Integer.MAX_VALUE) % KEYS]);
        return away.weight();
    }

    /**
     * Keeps a push in a buffer that is full.
     *
     * @return how much is kept
     */
    @Benchmark
    public long keep() {
        replay.add(push);
        replay.trim();
        return replay.bytes();
    }
}
