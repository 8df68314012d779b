package io.redstart.benchmarks.wire;

import java.io.IOException;

/** STOMP 1.2 as Spring speaks it: a message that is answered to its sender. The number stands in the body. */
public final class StompWire implements Wire {
    private static final byte[] MESSAGE = Scan.bytes("MESSAGE\n");
    private static final byte[] BODY = Scan.bytes("\n\n");
    private static final byte[] TOPIC = Scan.bytes("destination:/topic/");

    @Override
    public String path() {
        return "/stomp";
    }

    @Override
    public String subprotocol() {
        return "v12.stomp";
    }

    @Override
    public void greet(Line line) throws IOException {
        line.add(Frames.text("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n\0"));
        line.awaits("CONNECTED");
        line.add(Frames.text("SUBSCRIBE\nid:0\ndestination:/user/queue/echo\n\n\0"));
        line.add(Frames.text("SUBSCRIBE\nid:1\ndestination:/topic/published\n\n\0"));
    }

    @Override
    public Template call(Line line, int size) {
        return send("/app/echo", size);
    }

    @Override
    public Template publish(Line line, int size) {
        return send("/app/publish", size);
    }

    private static Template send(String destination, int size) {
        return Template.text("SEND\ndestination:" + destination + "\ncontent-type:text/plain\n\n" + Frames.FIRST_ID
                + Scan.text(size) + "\0");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        int end = from + length;
        if (length == 1) {
            return; // a heartbeat
        }
        int body = Scan.behind(bytes, from, end, BODY);
        if (body < 0 || !Scan.isAt(bytes, from, end, MESSAGE)) {
            throw Scan.surprised(bytes, from, length);
        }
        if (Scan.behind(bytes, from, body, TOPIC) > 0) {
            heard.pushed(line);
        } else {
            heard.answered(line, Scan.number(bytes, body));
        }
    }
}
