package io.redstart.proofs.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.proofs.Upgrade;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A line by hand, which can break every rule. */
final class RawLine implements AutoCloseable {
    static final int TEXT = 1;
    static final int PING = 9;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    RawLine(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks for the WebSocket; whether it is opened, the answer says. */
    static String upgrade(String... headers) {
        return Upgrade.request(headers);
    }

    static RawLine opened(int port) throws IOException {
        RawLine line = new RawLine(port);
        line.writes(upgrade());
        String head = line.head();
        if (!head.startsWith("HTTP/1.1 101")) {
            line.close();
            throw new IOException("not let in: " + head);
        }
        return line;
    }

    /** A session's line, with its welcome heard. */
    static RawLine welcomed(int port) throws IOException {
        RawLine line = opened(port);
        line.says("[\"hello\",{\"v\":1}]");
        line.hears();
        return line;
    }

    void writes(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    }

    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("closed after: " + head);
            }
            head.append((char) read);
        }
        return head.toString();
    }

    void says(String text) throws IOException {
        sends(true, TEXT, text.getBytes(UTF_8));
    }

    void sends(boolean last, int op, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
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
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** The next text; of a close its code. */
    String hears() throws IOException {
        int first = octet();
        int length = octet() & 0x7f;
        if (length == 126) {
            length = octet() << 8 | octet();
        } else if (length == 127) {
            in.readNBytes(4);
            length = octet() << 24 | octet() << 16 | octet() << 8 | octet();
        }
        byte[] payload = in.readNBytes(length);
        if ((first & 0x0f) == 8) {
            return payload.length < 2 ? "closed" : "closed " + ((payload[0] & 0xff) << 8 | (payload[1] & 0xff));
        }
        return new String(payload, UTF_8);
    }

    private int octet() throws IOException {
        int read = in.read();
        if (read < 0) {
            throw new EOFException("closed");
        }
        return read;
    }

    /** Reads until the server has closed the line. */
    void isClosed() throws IOException {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException open) {
            throw open;
        } catch (IOException reset) {
            // closed as well
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
