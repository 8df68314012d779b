package io.redstart.benchmarks.micro;

import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Gathering;
import io.redstart.server.transport.TransportSettings;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Through a connection's outbox: written at once, and gathered. */
@State(Scope.Thread)
public class OutboxBenchmark {
    private static final int BURST = 16;

    private final MemoryCarrier carrier = new MemoryCarrier();
    private final Connection connection = new Connection(carrier, new TransportSettings(), Core.CLOCK);
    private final Gathering gathering = new Gathering();
    private final byte[] message = new byte[64];

    /**
     * One message, one frame.
     *
     * @return the frame
     */
    @Benchmark
    public ByteBuffer sendOne() {
        connection.send(message);
        return carrier.last();
    }

    /**
     * Sixteen messages, one frame.
     *
     * @return the frame
     */
    @Benchmark
    public ByteBuffer gatherSixteen() {
        gathering.begin();
        try {
            for (int i = 0; i < BURST; i++) {
                connection.send(message);
            }
        } finally {
            gathering.end();
        }
        gathering.flush();
        return carrier.last();
    }
}
