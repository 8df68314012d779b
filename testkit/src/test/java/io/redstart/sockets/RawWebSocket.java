package io.redstart.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A WebSocket by hand, which can break every rule. */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** One frame of the server. */
    record Frame(int op, String text, int closeCode) {}

    private RawWebSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
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

    private String asks(String request) throws IOException {
        out.write(request.getBytes(UTF_8));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(UTF_8);
    }

    RawWebSocket sends(boolean last, int op, byte[] payload) throws IOException {
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
        frame.write(new byte[4]); // masked with zeros
        frame.write(payload);
        return sendsBytes(frame.toByteArray());
    }

    RawWebSocket says(String text) throws IOException {
        return sends(true, TEXT, text.replace('\'', '"').getBytes(UTF_8));
    }

    RawWebSocket sendsBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** The next frame. */
    Frame hears() throws IOException {
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

    /** Whether the server has closed the line, after whatever it still sends. */
    boolean isClosed() throws IOException {
        try {
            while (true) {
                in.readUnsignedByte();
            }
        } catch (EOFException | java.net.SocketException over) {
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
