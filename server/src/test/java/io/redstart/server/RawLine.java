package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A socket that says bytes as they are, and hears lines. */
final class RawLine implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawLine(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static RawLine to(int port) throws IOException {
        return new RawLine(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The same line, with TLS from now on. */
    RawLine tls() throws IOException {
        return new RawLine(TestIdentity.trusting().getSocketFactory().createSocket(socket, "localhost", 0, true));
    }

    /** Each a line. */
    RawLine says(String... lines) throws IOException {
        return sends((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }

    RawLine sends(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** One byte after the other. */
    RawLine dribbles(String text) throws IOException {
        for (byte one : text.getBytes(UTF_8)) {
            sends(new byte[] {one});
        }
        return this;
    }

    /** The next line; null if there is none any more. */
    @Nullable
    String hears() throws IOException {
        return hears("\n");
    }

    @Nullable
    String hears(String terminator) throws IOException {
        byte[] end = terminator.getBytes(UTF_8);
        byte[] line = new byte[256];
        int length = 0;
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (length == line.length) {
                    line = Arrays.copyOf(line, 2 * length);
                }
                line[length++] = (byte) next;
                int from = length - end.length;
                if (from >= 0 && Arrays.equals(line, from, length, end, 0, end.length)) {
                    return new String(line, 0, from, UTF_8);
                }
            }
        } catch (SocketException cut) {
            return null;
        }
        return null;
    }

    byte[] hearsBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Says nothing more. */
    RawLine endsTalking() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
