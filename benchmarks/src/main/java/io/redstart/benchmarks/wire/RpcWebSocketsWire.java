package io.redstart.benchmarks.wire;

import java.io.IOException;

/** rpc-websockets: JSON-RPC 2.0. */
public final class RpcWebSocketsWire implements Wire {
    private static final byte[] ANSWER = Scan.bytes("{\"jsonrpc\":\"2.0\",\"result\"");
    private static final byte[] NOTIFICATION = Scan.bytes("{\"notification\":\"published\"");

    @Override
    public String path() {
        return "/";
    }

    @Override
    public void greet(Line line) throws IOException {
        line.add(Frames.text("{\"jsonrpc\":\"2.0\",\"method\":\"rpc.on\",\"params\":[\"published\"],\"id\":1}"));
        line.awaits("{\"jsonrpc\":\"2.0\",\"result\"");
    }

    @Override
    public Template call(Line line, int size) {
        return call("echo", size);
    }

    @Override
    public Template publish(Line line, int size) {
        return call("publish", size);
    }

    private static Template call(String method, int size) {
        return Template.text("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":[\"" + Scan.text(size)
                + "\"],\"id\":" + Frames.FIRST_ID + "}");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        if (Scan.isAt(bytes, from, from + length, ANSWER)) {
            heard.answered(line, Scan.numberBefore(bytes, from + length - 1));
        } else if (Scan.isAt(bytes, from, from + length, NOTIFICATION)) {
            heard.pushed(line);
        } else {
            throw Scan.surprised(bytes, from, length);
        }
    }
}
