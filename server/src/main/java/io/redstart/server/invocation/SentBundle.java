package io.redstart.server.invocation;

import io.redstart.api.PacketBundle;
import io.redstart.protocol.packet.PacketWriter;
import io.redstart.server.invocation.CallScope.Receivers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Packets for the same receivers, one behind the other. */
final class SentBundle implements PacketBundle {
    private final Pushes pushes;
    private final Receivers receivers;
    private final PacketsDown packets;
    private final PacketWriter writer;

    SentBundle(Pushes pushes, Receivers receivers, PacketsDown packets) {
        this.pushes = pushes;
        this.receivers = receivers;
        this.packets = packets;
        this.writer = packets.writer();
    }

    @Override
    public int write(Object packet) {
        int before = writer.size();
        packets.write(writer, packet);
        return writer.size() - before;
    }

    @Override
    public int write(String name, Map<String, ?> values) {
        int before = writer.size();
        packets.write(writer, name, values);
        return writer.size() - before;
    }

    @Override
    public int end() {
        if (writer.size() == 0) {
            return 0;
        }
        byte[] frame = writer.toBytes();
        writer.clear();
        AtomicBoolean anybody = new AtomicBoolean();
        receivers.forEach(session -> anybody.compareAndSet(false, session.isConnected()));
        if (!anybody.get()) {
            return 0;
        }
        pushes.send(receivers, frame);
        return frame.length;
    }
}
