package io.redstart.benchmarks.micro;

import io.redstart.api.Handshake;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.channel.Admission;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.TransportSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/** A publish on its way to a thousand members, and states that end by themselves. */
@State(Scope.Thread)
public class ChannelBenchmark {
    private static final int MEMBERS = 1_000;
    private static final int STATES = 100_000;
    private static final long LASTS = 5_000;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final SessionRegistry registry =
            new SessionRegistry(new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE);
    private final NamespaceChannels channels =
            NamespaceChannels.inMemory(registry, new ChannelSettings(), now::get, Observer.NONE);
    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 20);
    private final EchoApi.Todo todo = new EchoApi.Todo(1_000_000, "x".repeat(64), true, List.of("home", "soon"));
    private final byte[] state = {'1'};
    private final List<LiveSession> members = new ArrayList<>();
    private long sent = 1;

    /** A thousand clients join a channel. */
    @Setup
    public void join() {
        for (int i = 0; i < MEMBERS; i++) {
            MemoryCarrier carrier = new MemoryCarrier();
            LiveSession session = registry.create(
                    new Handshake("/ws", Map.of(), Map.of(), carrier.peer(), null, Handshake.Stage.UPGRADE), null);
            session.attach(new Connection(carrier, new TransportSettings(), () -> 0), key -> new byte[] {1});
            registry.add(session);
            channels.join(session, null, "room", null, Admission.RULES);
            members.add(session);
        }
    }

    /** An event is encoded, gets its place, and is written to a thousand lines, which acknowledge it. */
    @Benchmark
    public void publish() {
        EncodedPush push = writer.event("room", EchoApi.EVENT, todo, PushMeta.NONE);
        channels.publish("room", null, offset -> writer.with(push, new PushMeta(null, "ann", offset)), null);
        sent++;
        for (LiveSession member : members) {
            member.acknowledge(sent);
        }
    }

    /**
     * A hundred thousand states are set for five seconds each, and are gone when those have passed.
     *
     * @return how much is kept
     */
    @Benchmark
    @OperationsPerInvocation(STATES)
    public long end() {
        for (int i = 0; i < STATES; i++) {
            channels.set("states:" + (i & 1023), "user" + i, state, LASTS, false);
        }
        for (long passed = 0; passed <= LASTS + 1_000; passed += 100) {
            now.addAndGet(100);
            channels.tick();
        }
        return channels.bytes();
    }
}
