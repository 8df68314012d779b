package io.redstart.benchmarks.wire;

import io.redstart.protocol.Lines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code redstart.v1}, or a server that echoes what it is sent. */
public final class RedstartWire implements Wire {
    /** As often as the JavaScript client says how far it is. */
    private static final int ACK_EVERY = 64;

    private static final byte[] PING = Scan.bytes("[\"ping\",");

    private final List<String> called;
    private final byte[] published;
    private final boolean acks;
    private int lines;

    /**
     * Talks to methods.
     *
     * @param called what is called
     * @param published what is called to tell all sessions
     */
    public RedstartWire(String called, String published) {
        this(List.of(called), published, true);
    }

    /**
     * Talks to methods, each line to another one.
     *
     * @param called what is called
     * @param published what is called to tell all sessions
     * @param acks whether it acknowledges what it is told
     */
    public RedstartWire(List<String> called, String published, boolean acks) {
        this.called = List.copyOf(called);
        this.published = Scan.bytes(published);
        this.acks = acks;
    }

    @Override
    public String path() {
        return "/ws";
    }

    @Override
    public String subprotocol() {
        return "redstart.v1";
    }

    @Override
    public void greet(Line line) throws IOException {
        line.add(Frames.text("[\"hello\",{\"v\":1}]"));
        line.awaits("["); // a server that echoes answers that too
    }

    @Override
    public Template call(Line line, int size) {
        return call(called.get(lines++ % called.size()), size);
    }

    @Override
    public Template publish(Line line, int size) {
        return call(new String(published, StandardCharsets.US_ASCII), size);
    }

    private static Template call(String target, int size) {
        return Template.text("[\"call\"," + Frames.FIRST_ID + ",\"" + target + "\",[\"" + Scan.text(size) + "\"]]");
    }

    @Override
    public void hear(Line line, byte[] bytes, int from, int length, Heard heard) {
        Lines.forEach(bytes, from, length, (text, start, size) -> message(line, text, start, size, heard));
    }

    private void message(Line line, byte[] bytes, int from, int length, Heard heard) {
        switch (bytes[from + 2]) {
            case 'r' -> heard.answered(line, Frames.number(bytes, from));
            case 'c' -> { // an echo
                if (Scan.isAt(bytes, from + Frames.TARGET_AT + 1, from + length, published)) {
                    heard.pushed(line);
                } else {
                    heard.answered(line, Frames.number(bytes, from));
                }
            }
            case 'e' -> {
                if (bytes[from + 3] != 'v') {
                    throw Scan.surprised(bytes, from, length);
                }
                heard.pushed(line);
                long seq = Frames.number(bytes, from);
                if (acks && seq % ACK_EVERY == 0) {
                    line.add(Frames.text("[\"ack\"," + seq + "]"));
                }
            }
            case 'p' -> {
                if (Scan.isAt(bytes, from, from + length, PING)) {
                    line.add(Frames.text("[\"pong\"," + Frames.number(bytes, from) + "]"));
                }
            }
            default -> throw Scan.surprised(bytes, from, length);
        }
    }
}
