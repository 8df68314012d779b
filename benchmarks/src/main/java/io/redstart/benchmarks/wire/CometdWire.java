package io.redstart.benchmarks.wire;

import java.io.IOException;

/** Bayeux as CometD speaks it: a service channel that answers. The number stands in the data. */
public final class CometdWire implements Wire {
    private static final byte[] ANSWER = Scan.bytes("\"answer\":\"");
    private static final byte[] PUSHED = Scan.bytes("\"data\":\"p");
    private static final byte[] CONNECT = Scan.bytes("\"channel\":\"/meta/connect\"");
    private static final byte[] REFUSED = Scan.bytes("\"successful\":false");

    @Override
    public String path() {
        return "/cometd";
    }

    @Override
    public void greet(Line line) throws IOException {
        line.add(Frames.text("[{\"id\":\"h\",\"version\":\"1.0\",\"channel\":\"/meta/handshake\","
                + "\"supportedConnectionTypes\":[\"websocket\"]}]"));
        line.name(line.awaits("[{").replaceFirst(".*\"clientId\":\"([^\"]+)\".*", "$1"));
        line.add(Frames.text(
                "[{\"id\":\"s\",\"channel\":\"/meta/subscribe\",\"subscription\":\"/published\",\"clientId\":\""
                        + line.name() + "\"}]"));
        line.awaits("[{");
        connect(line);
    }

    private static void connect(Line line) {
        line.add(Frames.text(
                "[{\"id\":\"c\",\"channel\":\"/meta/connect\",\"connectionType\":\"websocket\",\"clientId\":\""
                        + line.name() + "\"}]"));
    }

    @Override
    public Template call(Line line, int size) {
        return Template.text("[{\"id\":\"1\",\"channel\":\"/service/echo\",\"clientId\":\"" + line.name()
                + "\",\"data\":\"" + Frames.FIRST_ID + Scan.text(size) + "\"}]");
    }

    @Override
    public Template publish(Line line, int size) {
        return Template.text("[{\"id\":\"1\",\"channel\":\"/published\",\"clientId\":\"" + line.name()
                + "\",\"data\":\"p" + Scan.text(size) + "\"}]");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        int end = from + length;
        if (Scan.behind(bytes, from, end, REFUSED) > 0) {
            throw Scan.surprised(bytes, from, length);
        }
        for (int at = Scan.behind(bytes, from, end, ANSWER); at > 0; at = Scan.behind(bytes, at, end, ANSWER)) {
            heard.answered(line, Scan.number(bytes, at));
        }
        for (int at = Scan.behind(bytes, from, end, PUSHED); at > 0; at = Scan.behind(bytes, at, end, PUSHED)) {
            heard.pushed(line);
        }
        if (Scan.behind(bytes, from, end, CONNECT) > 0) {
            connect(line);
        }
    }
}
