package io.redstart.benchmarks.wire;

import java.io.IOException;

/** Socket.IO, protocol 5 on Engine.IO 4: an event with an acknowledgement. */
public final class SocketIoWire implements Wire {
    @Override
    public String path() {
        return "/socket.io/?EIO=4&transport=websocket";
    }

    @Override
    public void greet(Line line) throws IOException {
        line.awaits("0{");
        line.add(Frames.text("40"));
        line.awaits("40");
    }

    @Override
    public Template call(Line line, int size) {
        return Template.text("42" + Frames.FIRST_ID + "[\"echo\",\"" + Scan.text(size) + "\"]");
    }

    @Override
    public Template publish(Line line, int size) {
        return Template.text("42[\"publish\",\"" + Scan.text(size) + "\"]");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        if (bytes[from] == '2') {
            line.add(Frames.text("3"));
        } else if (bytes[from] == '4' && bytes[from + 1] == '3') {
            heard.answered(line, Scan.number(bytes, from + 2));
        } else if (bytes[from] == '4' && bytes[from + 1] == '2') {
            heard.pushed(line);
        } else if (bytes[from] != '6') {
            throw Scan.surprised(bytes, from, length);
        }
    }
}
