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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One WebSocket: opened by hand, its frames taken apart where they were read. For one thread. */
public final class Line implements AutoCloseable {
    private static final int SMALL = 2 * 1024;
    /** More than anybody has in flight on one line. */
    private static final int CALLS = 256;

    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocate(SMALL);
    private ByteBuffer out = ByteBuffer.allocate(SMALL);
    private @Nullable SelectionKey key;
    private final long[] began = new long[CALLS];
    private long lastId = Frames.FIRST_ID;
    private String name = "";
    private @Nullable Template template;

    private Line(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens a line and greets the server.
     *
     * @param server where the server is
     * @param wire how it is talked to
     * @return an open line, not watched by a selector yet
     */
    public static Line open(InetSocketAddress server, Wire wire) throws IOException {
        Line line = dial(server, wire.path(), wire.subprotocol());
        boolean open = false;
        try {
            wire.greet(line);
            line.flush();
            open = true;
            return line;
        } finally {
            if (!open) {
                line.close();
            }
        }
    }

    /**
     * Opens a line and says nothing yet.
     *
     * @param server where the server is
     * @param path what is asked for
     * @param subprotocol what is spoken; empty for nothing with a name
     * @return an open line, not watched by a selector yet
     */
    public static Line dial(InetSocketAddress server, String path, String subprotocol) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        boolean open = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Line line = new Line(channel);
            line.upgrade(server, path, subprotocol);
            open = true;
            return line;
        } finally {
            if (!open) {
                channel.close();
            }
        }
    }

    private void upgrade(InetSocketAddress server, String path, String subprotocol) throws IOException {
        String offered = subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + offered + "\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        int end = -1;
        while (end < 0) { // a server may say something in the same breath
            fill();
            end = head().indexOf("\r\n\r\n");
        }
        if (!head().startsWith("HTTP/1.1 101")) {
            throw new IOException(
                    "The server did not upgrade: " + head().lines().findFirst().orElse(""));
        }
        in.limit(in.position()).position(end + 4);
        in.compact();
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
     * Says what was added, and waits for a message. Those that begin otherwise are passed over.
     *
     * @param beginning how the message begins
     * @return the message
     */
    String awaits(String beginning) throws IOException {
        flush();
        String[] heard = {""};
        Lines.Each awaited = (bytes, from, length) -> {
            String text = new String(bytes, from, length, StandardCharsets.UTF_8);
            heard[0] = heard[0].isEmpty() && text.startsWith(beginning) ? text : heard[0];
        };
        take(awaited); // it may have come with what came before
        while (heard[0].isEmpty()) {
            read(awaited);
        }
        return heard[0];
    }

    /** What the server calls this line. */
    String name() {
        return name;
    }

    void name(String given) {
        name = given;
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
     * What is called from now on.
     *
     * @param call a message of the wire
     */
    public void calls(Template call) {
        template = call;
    }

    /**
     * Puts the call into what is written next, with a number of its own.
     *
     * @param now the time
     */
    public void call(long now) {
        Template call = Objects.requireNonNull(template);
        add(call.frame());
        call.number(out.array(), out.position() - call.frame().length, ++lastId);
        began[(int) (lastId & (CALLS - 1))] = now;
    }

    /**
     * How far it has counted.
     *
     * @return the number of the last call
     */
    public long lastId() {
        return lastId;
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
     * Reads what is there. Pings of the line's own are answered with the next {@link #flush}.
     *
     * @param each is given each frame that says something
     */
    public void read(Lines.Each each) throws IOException {
        fill();
        take(each);
    }

    /**
     * Reads if there is something to read; a line that is watched may have been written to only.
     *
     * @param each is given each frame that says something
     */
    public void readIfThere(Lines.Each each) throws IOException {
        if (key != null && key.isReadable()) {
            read(each);
        }
    }

    private void take(Lines.Each each) throws IOException {
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
            case 1, 2 -> each.line(bytes, from, length); // some say text in binary frames
            case 8 ->
                throw new EOFException("The server closed the connection: "
                        + new String(bytes, from + 2, Math.max(0, length - 2), StandardCharsets.UTF_8));
            case 9 -> add(Frames.pong(bytes, from, length));
            default -> {}
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
