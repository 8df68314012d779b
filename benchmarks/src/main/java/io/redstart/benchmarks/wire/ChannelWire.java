package io.redstart.benchmarks.wire;

import io.redstart.protocol.Lines;
import java.io.IOException;

/** {@code redstart.v1} in channels: all lines are in one together, and each publishes in another where it is alone. */
public final class ChannelWire implements Wire {
    /** The beginning of the names of the channels where one is alone. */
    public static final String ROOMS = "room:";

    private static final byte[] STATE = Scan.bytes("[\"state\",");

    private final RedstartWire messages = new RedstartWire("", "");
    private int rooms;

    /** Nobody is in any channel yet. */
    public ChannelWire() {}

    @Override
    public String path() {
        return messages.path();
    }

    @Override
    public String subprotocol() {
        return messages.subprotocol();
    }

    @Override
    public void greet(Line line) throws IOException {
        messages.greet(line);
        line.name(ROOMS + rooms++);
        line.add(Frames.text("[\"join\",1,\"hall\",{}]\n[\"join\",2,\"" + line.name() + "\",{}]"));
    }

    @Override
    public Template call(Line line, int size) {
        return publish(line.name(), size);
    }

    @Override
    public Template publish(Line line, int size) {
        return publish("hall", size);
    }

    private static Template publish(String channel, int size) {
        return Template.text(
                "[\"pub\"," + Frames.FIRST_ID + ",\"" + channel + "\",\"tick\",\"" + Scan.text(size) + "\"]");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        Lines.forEach(bytes, from, length, (text, start, size) -> {
            if (!Scan.isAt(text, start, start + size, STATE)) {
                messages.hear(line, text, start, size, heard);
            }
        });
    }
}
