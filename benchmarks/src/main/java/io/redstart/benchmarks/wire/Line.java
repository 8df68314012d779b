package io.redstart.benchmarks.wire;

import io.redstart.protocol.Lines;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One WebSocket: opened by hand, its frames taken apart where they were read. For one thread. */
public final class Line implements AutoCloseable {
    private static final int SMALL = 2 * 1024;
    /** More than anybody has in flight on one line. */
    private static final int CALLS = 256;

    private static final byte[] PING = "[\"ping\",".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocate(SMALL);
    private ByteBuffer out = ByteBuffer.allocate(SMALL);
    private @Nullable SelectionKey key;
    private final long[] began = new long[CALLS];
    private long lastId = Frames.FIRST_ID;

    private Line(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens a line, says hello and waits for the answer; a server that echoes answers that too.
     *
     * @param server where the server is
     * @return an open line, not watched by a selector yet
     */
    public static Line open(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        boolean open = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Line line = new Line(channel);
            line.upgrade(server);
            line.add(Frames.text("[\"hello\",{\"v\":1}]"));
            line.flush();
            boolean[] heard = {false};
            while (!heard[0]) {
                line.read((bytes, from, length) -> heard[0] = true);
            }
            open = true;
            return line;
        } finally {
            if (!open) {
                channel.close();
            }
        }
    }

    private void upgrade(InetSocketAddress server) throws IOException {
        String request = "GET /ws HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: redstart.v1\r\n\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        while (!head().endsWith("\r\n\r\n")) {
            fill();
        }
        if (!head().startsWith("HTTP/1.1 101")) {
            throw new IOException(
                    "The server did not upgrade: " + head().lines().findFirst().orElse(""));
        }
        in.clear();
    }

    private String head() {
        return new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII);
    }

    private void fill() throws IOException {
        if (!in.hasRemaining()) {
            in = ByteBuffer.wrap(Arrays.copyOf(in.array(), in.capacity() * 2)).position(in.position());
        }
        if (channel.read(in) < 0) {
            throw new EOFException("The server closed the connection");
        }
    }

    /**
     * From now on nothing waits: a selector tells when there is something to read.
     *
     * @param selector tells
     */
    public void watch(Selector selector) throws IOException {
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /**
     * Puts a frame into what is written next.
     *
     * @param frame the frame
     */
    public void add(byte[] frame) {
        if (out.remaining() < frame.length) {
            int room = Math.max(out.capacity() * 2, out.position() + frame.length);
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), room)).position(out.position());
        }
        out.put(frame);
    }

    /**
     * Puts a call into what is written next, with a number of its own.
     *
     * @param frame the frame of a call
     * @param now the time
     */
    public void call(byte[] frame, long now) {
        add(frame);
        Frames.number(out.array(), out.position() - frame.length, frame.length, ++lastId);
        began[(int) (lastId & (CALLS - 1))] = now;
    }

    /**
     * When a call began.
     *
     * @param id its number
     * @return the time that was given with it
     */
    public long began(long id) {
        return began[(int) (id & (CALLS - 1))];
    }

    /** Writes what the line takes now; the selector tells when it takes more. */
    public void flush() throws IOException {
        out.flip();
        while (out.hasRemaining() && channel.write(out) > 0) {
            // there is more
        }
        boolean rest = out.hasRemaining();
        out.compact();
        if (key != null) {
            int wanted = rest ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    /**
     * Reads what is there. Pings of the server are answered with the next {@link #flush}.
     *
     * @param each is given each message, the pings left out
     */
    public void read(Lines.Each each) throws IOException {
        fill();
        byte[] bytes = in.array();
        int at = 0;
        int end = in.position();
        while (end - at >= 2) {
            int head = head(bytes, at);
            if (end - at < head) {
                break;
            }
            int length = length(bytes, at, head);
            if (end - at < head + length) {
                break;
            }
            frame(bytes, at, head, length, each);
            at += head + length;
        }
        in.limit(end).position(at);
        in.compact();
    }

    private static int head(byte[] bytes, int at) {
        int length = bytes[at + 1] & 0x7f;
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }

    private static int length(byte[] bytes, int at, int head) {
        ByteBuffer frame = ByteBuffer.wrap(bytes, at + 2, head - 2);
        return head == 2 ? bytes[at + 1] : head == 4 ? frame.getShort() & 0xffff : (int) frame.getLong();
    }

    private void frame(byte[] bytes, int at, int head, int length, Lines.Each each) throws IOException {
        int from = at + head;
        switch (bytes[at] & 0x0f) {
            case 1 ->
                Lines.forEach(bytes, from, length, (text, start, size) -> {
                    if (isPing(text, start, size)) {
                        add(Frames.text("[\"pong\"," + Frames.number(text, start) + "]"));
                    } else {
                        each.line(text, start, size);
                    }
                });
            case 8 ->
                throw new EOFException("The server closed the connection: "
                        + new String(bytes, from + 2, Math.max(0, length - 2), StandardCharsets.UTF_8));
            default -> {}
        }
    }

    private static boolean isPing(byte[] text, int from, int length) {
        return length > PING.length && Arrays.equals(text, from, from + PING.length, PING, 0, PING.length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
