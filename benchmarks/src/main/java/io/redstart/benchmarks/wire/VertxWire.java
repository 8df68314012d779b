package io.redstart.benchmarks.wire;

/** The event-bus bridge of Vert.x over its raw WebSocket: a message with a reply. */
public final class VertxWire implements Wire {
    private static final byte[] ADDRESS = Scan.bytes("\"address\":\"");
    private static final byte[] PUBLISHED = Scan.bytes("published\"");

    @Override
    public String path() {
        return "/eventbus/websocket";
    }

    @Override
    public void greet(Line line) {
        line.add(Frames.text("{\"type\":\"register\",\"address\":\"published\",\"headers\":{}}"));
    }

    @Override
    public Template call(Line line, int size) {
        return Template.text("{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"" + Frames.FIRST_ID
                + "\",\"headers\":{},\"body\":\"" + Scan.text(size) + "\"}");
    }

    @Override
    public Template publish(Line line, int size) {
        return Template.text(
                "{\"type\":\"publish\",\"address\":\"published\",\"headers\":{},\"body\":\"" + Scan.text(size) + "\"}");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        int address = Scan.behind(bytes, from, from + length, ADDRESS);
        if (address < 0) {
            throw Scan.surprised(bytes, from, length);
        }
        if (Scan.isAt(bytes, address, from + length, PUBLISHED)) {
            heard.pushed(line);
        } else {
            heard.answered(line, Scan.number(bytes, address));
        }
    }
}
