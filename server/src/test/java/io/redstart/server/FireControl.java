package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Speaks the control protocol of Fire Web Socket by hand, over a real socket. */
final class FireControl implements AutoCloseable {
    private final Socket socket;

    private FireControl(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
    }

    static FireControl to(FireServer server) throws IOException {
        return new FireControl(
                new Socket(InetAddress.getLoopbackAddress(), server.server().port("fire")));
    }

    /** A frame with a body in it. */
    static byte[] frame(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return ByteBuffer.allocate(bytes.length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .put(bytes)
                .put((byte) 0)
                .array();
    }

    FireControl says(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    FireControl says(String body) throws IOException {
        return says(frame(body));
    }

    /** What is answered to a request. */
    String asks(String body) throws IOException {
        return says(body).hears();
    }

    /** The body of the next frame; {@code "closed"} where there is none any more. */
    String hears() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] head = in.readNBytes(4);
        if (head.length == 0) {
            return "closed";
        }
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] body = in.readNBytes(length);
        if (in.read() != 0) {
            throw new EOFException("no zero behind " + new String(body, UTF_8));
        }
        return new String(body, UTF_8);
    }

    /** The next bytes as they come. */
    byte[] hears(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** Says nothing more, and goes on listening. */
    FireControl endsSpeaking() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    FireControl enters(String name, String key) throws IOException {
        String answer = asks("{\"action\":\"auth\",\"name\":\"" + name + "\",\"sKey\":\"" + key + "\"}");
        if (!answer.equals("{\"success\":true}")) {
            throw new IOException(answer);
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
