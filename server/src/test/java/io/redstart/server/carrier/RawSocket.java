package io.redstart.server.carrier;

import io.redstart.server.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;

/** A peer that does what no proper client does: reads nothing, or only what it is told to. */
final class RawSocket implements AutoCloseable {
    private final Socket socket;

    RawSocket(URI uri) throws IOException {
        socket = uri.getScheme().equals("wss")
                ? TestIdentity.trusting().getSocketFactory().createSocket(uri.getHost(), uri.getPort())
                : new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(20_000);
        write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n"
                        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** The head of the answer to the upgrade. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(socket.getInputStream().read());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** Sends a text of at most 125 bytes. */
    void say(String text) throws IOException {
        write(frame(0x81, text));
    }

    /** Sends texts of at most 125 bytes each, all at once. */
    void sayAtOnce(String... texts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            all.writeBytes(frame(0x81, text));
        }
        write(all.toByteArray());
    }

    /** Sends a text whose parts have at most 125 bytes each, all at once; it is over with the last if that is said. */
    void sayInParts(boolean whole, List<String> parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            int end = whole && i == parts.size() - 1 ? 0x80 : 0;
            all.writeBytes(frame(end | (i == 0 ? 0x01 : 0x00), parts.get(i)));
        }
        write(all.toByteArray());
    }

    /** Sends so many pongs nobody asked for, all at once. */
    void pongs(int count) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame(0x8A, ""));
        }
        write(all.toByteArray());
    }

    /** With a mask of zeros. */
    private static byte[] frame(int head, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + bytes.length];
        frame[0] = (byte) head;
        frame[1] = (byte) (0x80 | bytes.length);
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        return frame;
    }

    /** The next frame: its text, or such as {@code close 1009}. After {@link #head()}. */
    String next() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int op = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte();
        byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
        in.readFully(payload);
        if (op == 0x08) {
            return "close " + (((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads whatever comes until the other end has let go of the line. */
    void readToTheEnd() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException | SSLException reset) {
            // an end as well
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
