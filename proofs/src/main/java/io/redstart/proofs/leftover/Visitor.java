package io.redstart.proofs.leftover;

import io.redstart.proofs.Upgrade;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that comes, says hello, calls, and leaves in one of several ways. It speaks the wire by hand: it is quick. */
final class Visitor implements AutoCloseable {
    private static final byte[] CLOSE_NORMALLY = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8};

    private final Socket socket = new Socket();
    private final InputStream in;

    /** How it leaves. */
    enum Leaving {
        /** It has finished: close frame, answered. */
        CLOSES,
        /** It ends the TCP connection without a word. */
        ENDS,
        /** It resets the TCP connection. */
        RESETS,
        /** It leaves before the server has said welcome. */
        FLEES
    }

    /** Connects from one of many addresses of this machine, so that no limit on one address is met. */
    Visitor(int port, int number) throws IOException {
        byte[] from = {
            127, (byte) (1 + number / 250 / 250 % 250), (byte) (number / 250 % 250), (byte) (1 + number % 250)
        };
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = socket.getInputStream();
    }

    void visits(Leaving leaving) throws IOException {
        send(Upgrade.request());
        reads("\r\n\r\n");
        says("[\"hello\",{\"v\":1}]");
        if (leaving != Leaving.FLEES) {
            reads("[\"welcome\"");
            says("[\"call\",1,\"visits.count\",[]]");
            reads("[\"ret\",1,");
        }
        switch (leaving) {
            case CLOSES -> {
                socket.getOutputStream().write(CLOSE_NORMALLY);
                readsToTheEnd();
            }
            case ENDS -> {
                socket.shutdownOutput();
                readsToTheEnd();
            }
            case RESETS, FLEES -> socket.setSoLinger(true, 0);
        }
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A text frame of at most 125 bytes, masked with zeros. */
    private void says(String message) throws IOException {
        byte[] text = message.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[6 + text.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | text.length);
        System.arraycopy(text, 0, frame, 6, text.length);
        socket.getOutputStream().write(frame);
    }

    private void reads(String end) throws IOException {
        int matched = 0;
        while (matched < end.length()) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed before it said " + end.strip());
            }
            matched = next == end.charAt(matched) ? matched + 1 : next == end.charAt(0) ? 1 : 0;
        }
    }

    private void readsToTheEnd() throws IOException {
        byte[] rest = new byte[256];
        while (in.read(rest) >= 0) {
            // what else the server says does not matter
        }
    }

    @Override
    public void close() throws IOException {
        // no port stays in TIME_WAIT, or they would run out
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
