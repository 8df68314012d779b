package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;

/** A client of sockizy by hand: a WebSocket of single frames, which can break every rule. */
final class SockizyPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    private final Socket socket;
    private final DataInputStream in;
    private final String head;

    private SockizyPeer(int port, String path, String... headers) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        writes(request.append("\r\n").toString().getBytes(UTF_8));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (!answer.toString(UTF_8).endsWith("\r\n\r\n")) {
            answer.write(in.readUnsignedByte());
        }
        head = answer.toString(UTF_8);
    }

    /** Is let in. */
    static SockizyPeer to(RedstartServer server, String path, String... headers) throws IOException {
        SockizyPeer peer = asks(server, path, headers);
        if (!peer.head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("not let in: " + peer.head);
        }
        return peer;
    }

    /** Asks to be let in. */
    static SockizyPeer asks(RedstartServer server, String path, String... headers) throws IOException {
        return new SockizyPeer(server.port(), path, headers);
    }

    /** What was answered when it came. */
    String head() {
        return head;
    }

    SockizyPeer says(String text) throws IOException {
        return frame(true, TEXT, text.getBytes(UTF_8));
    }

    SockizyPeer sends(String hex) throws IOException {
        return sends(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    SockizyPeer sends(byte[] packet) throws IOException {
        return frame(true, BINARY, packet);
    }

    /** A packet in as many fragments as it has bytes, with a ping between any two. */
    SockizyPeer drips(String hex) throws IOException {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int i = 0; i < packet.length; i++) {
            frame(i == packet.length - 1, i == 0 ? BINARY : 0, new byte[] {packet[i]});
            if (i == 0) {
                frame(true, PING, new byte[0]);
            }
        }
        return this;
    }

    SockizyPeer pongs() throws IOException {
        return frame(true, PONG, new byte[0]);
    }

    SockizyPeer closes(int code) throws IOException {
        return frame(true, CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    /** A frame, with a mask of zeros. */
    SockizyPeer frame(boolean last, int op, byte[] payload) throws IOException {
        return writes(bytes(last, op, payload));
    }

    private static byte[] bytes(boolean last, int op, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | op);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** The beginning of a frame that never ends. */
    SockizyPeer half(String hex) throws IOException {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] whole = bytes(true, BINARY, packet);
        return writes(java.util.Arrays.copyOf(whole, whole.length - 1));
    }

    private SockizyPeer writes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next frame: such as {@code text Hi}, {@code 0000ff}, {@code ping}, {@code close 1003 why}; {@code cut} at the end. */
    String hears() throws IOException {
        try {
            int op = in.readUnsignedByte() & 0xF;
            int length = in.readUnsignedByte();
            byte[] payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
            return switch (op) {
                case TEXT -> "text " + new String(payload, UTF_8);
                case CLOSE ->
                    "close " + (((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF))
                            + (" " + new String(payload, 2, payload.length - 2, UTF_8)).stripTrailing();
                case PING -> "ping" + new String(payload, UTF_8);
                case PONG -> "pong" + new String(payload, UTF_8);
                default -> HexFormat.of().formatHex(payload);
            };
        } catch (EOFException | SocketException end) {
            return "cut";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
