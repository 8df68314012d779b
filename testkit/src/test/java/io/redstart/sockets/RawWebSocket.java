package io.redstart.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** A WebSocket by hand, which can break every rule. */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Random MASKS = new Random(42);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    /** What else the last frame held. */
    private final Deque<Frame> said = new ArrayDeque<>(0);

    /** One frame of the server, or one of the messages in it. */
    record Frame(int op, String text, int closeCode) {}

    private RawWebSocket(int port) throws IOException {
        this(port, 0);
    }

    private RawWebSocket(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Opens a WebSocket, which must be let in. */
    static RawWebSocket open(int port) throws IOException {
        RawWebSocket opened = new RawWebSocket(port);
        String head = opened.asks(upgrade(port));
        if (!head.startsWith("HTTP/1.1 101")) {
            opened.close();
            throw new AssertionError("not let in: " + head);
        }
        return opened;
    }

    /** Opens a line and says nothing. */
    static RawWebSocket dial(int port) throws IOException {
        return new RawWebSocket(port);
    }

    /** Opens a WebSocket whose own end holds little of what it does not read. */
    static RawWebSocket openSmall(int port) throws IOException {
        RawWebSocket opened = new RawWebSocket(port, 4096);
        if (!opened.asks(upgrade(port)).startsWith("HTTP/1.1 101")) {
            throw new AssertionError("not let in");
        }
        return opened;
    }

    /** What the server answers to a request: its head, and the body if it has a length. */
    static String answer(int port, String request) throws IOException {
        try (RawWebSocket asked = new RawWebSocket(port)) {
            String head = asked.asks(request);
            int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
            if (at < 0) {
                return head;
            }
            int length = Integer.parseInt(
                    head.substring(at + 15).lines().findFirst().orElseThrow().strip());
            return head + new String(asked.in.readNBytes(length), UTF_8);
        }
    }

    /** Sends the beginning of a request and breaks off. */
    static void cutAfter(int port, String beginning) throws IOException {
        try (RawWebSocket cut = new RawWebSocket(port)) {
            cut.out.write(beginning.getBytes(UTF_8));
        }
    }

    /** A request for an upgrade; each header is a line. */
    static String upgrade(int port, String... headers) {
        StringBuilder request = new StringBuilder("GET /ws HTTP/1.1\r\nHost: localhost:" + port + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** Sends a request, and gives back the head of the answer. */
    String asks(String request) throws IOException {
        out.write(request.getBytes(UTF_8));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(UTF_8);
    }

    /** A frame of a client, masked. */
    static byte[] frame(boolean last, int op, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | op);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] mask = new byte[4];
        MASKS.nextBytes(mask);
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    RawWebSocket sends(boolean last, int op, byte[] payload) throws IOException {
        return sendsBytes(frame(last, op, payload));
    }

    RawWebSocket says(String text) throws IOException {
        return sends(true, TEXT, text.replace('\'', '"').getBytes(UTF_8));
    }

    RawWebSocket sendsBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** The next message, or the next frame that holds none; the server may put several messages into one frame. */
    Frame hears() throws IOException {
        Frame waiting = said.poll();
        if (waiting != null) {
            return waiting;
        }
        Frame frame = reads();
        if (frame.op() != TEXT) {
            return frame;
        }
        for (String message : frame.text().split("\n", -1)) {
            said.add(new Frame(TEXT, message, 0));
        }
        return said.remove();
    }

    private Frame reads() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes((int) length);
        int op = first & 0x0f;
        int code = op == CLOSE && payload.length >= 2 ? (payload[0] & 0xff) << 8 | (payload[1] & 0xff) : 0;
        return new Frame(op, new String(payload, UTF_8), code);
    }

    /** Sends bytes one by one, a little apart, until the server says something or closes; then what it said. */
    String drips(byte[] bytes) throws IOException {
        socket.setSoTimeout(10);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            for (int i = 0; i < bytes.length; i++) {
                out.write(bytes[i]);
                try {
                    int first = in.read();
                    if (first < 0) {
                        return said.toString(UTF_8);
                    }
                    said.write(first);
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    said.writeBytes(in.readAllBytes());
                    return said.toString(UTF_8);
                } catch (SocketTimeoutException nothing) {
                    // it waits for more
                }
            }
            throw new AssertionError("The server took it all");
        } catch (SocketException reset) {
            return said.toString(UTF_8);
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Reads what has to come now. */
    void reads(String expected) throws IOException {
        String read = new String(in.readNBytes(expected.length()), UTF_8);
        if (!read.equals(expected)) {
            throw new AssertionError("read: " + read);
        }
    }

    /** Whether nothing comes for so long, and the line is still open. */
    boolean isSilentFor(int millis) throws IOException {
        if (!said.isEmpty()) {
            return false;
        }
        socket.setSoTimeout(millis);
        try {
            in.readUnsignedByte();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (EOFException | SocketException closed) {
            return false;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Reads one byte of whatever comes, if the server has not let go. */
    void readsOneByte() throws IOException {
        try {
            in.read();
        } catch (SocketException reset) {
            // it has let go
            return;
        }
    }

    /** Lets go of the line so that the server hears of it as a broken one. */
    void resets() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The code of the close frame that comes next, after whatever else. */
    int closeCode() throws IOException {
        Frame frame = hears();
        while (frame.op() != CLOSE) {
            frame = hears();
        }
        return frame.closeCode();
    }

    /** Whether the server has closed the line, after whatever it still sends. */
    boolean isClosed() throws IOException {
        try {
            while (true) {
                in.readUnsignedByte();
            }
        } catch (EOFException | SocketException over) {
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
