package io.redstart.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A socket that says bytes as they are and shows what it hears. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
    }

    static RawHttp to(RedstartServer server) throws IOException {
        return to(server.port());
    }

    static RawHttp to(int port) throws IOException {
        return new RawHttp(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The same line, with TLS from now on. */
    RawHttp tls() throws IOException {
        return new RawHttp(TestIdentity.trusting().getSocketFactory().createSocket(socket, "localhost", 0, true));
    }

    RawHttp says(String text) throws IOException {
        return says(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp says(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Asks to open the WebSocket, and then, if that is done, who it is to the server. */
    RawHttp opens(String... headers) throws IOException {
        return says("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    /** Sends a text of at most 125 bytes in a WebSocket. */
    RawHttp frame(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + bytes.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | bytes.length);
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        return says(frame);
    }

    /** The status line and the headers of an answer; what there was if the line ended before. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return text;
            }
            head.write(next);
            text = head.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    /** The next frame's text, or such as {@code close 4001}; null if the line ended. */
    @Nullable
    String frame() throws IOException {
        InputStream in = socket.getInputStream();
        int op = in.read();
        if (op < 0) {
            return null;
        }
        int length = in.read();
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        byte[] payload = in.readNBytes(length);
        return (op & 0x0F) == 8
                ? "close " + ((payload[0] & 0xFF) << 8 | (payload[1] & 0xFF))
                : new String(payload, StandardCharsets.UTF_8);
    }

    /** All that still comes. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Goes without a word. */
    void leaves() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        leaves();
    }
}
