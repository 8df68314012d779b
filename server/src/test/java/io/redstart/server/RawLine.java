package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A socket that says bytes as they are, and hears lines. */
final class RawLine implements AutoCloseable {
    private final Socket socket;

    private RawLine(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
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
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                line.write(next);
                String text = line.toString(UTF_8);
                if (text.endsWith(terminator)) {
                    return text.substring(0, text.length() - terminator.length());
                }
            }
        } catch (SocketException cut) {
            return null;
        }
        return null;
    }

    byte[] hearsBytes(int count) throws IOException {
        InputStream in = socket.getInputStream();
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
