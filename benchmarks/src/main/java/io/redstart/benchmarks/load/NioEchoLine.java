package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Frames;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of {@link NioEcho}. All lines share three buffers; what does not fit into one turn is kept by the line. */
final class NioEchoLine {
    private static final int ROOM = 1 << 20;
    private static final ByteBuffer IN = ByteBuffer.allocateDirect(ROOM).order(ByteOrder.nativeOrder());
    private static final ByteBuffer OUT = ByteBuffer.allocateDirect(ROOM);
    /** What one of several lines is told. */
    private static final ByteBuffer TOLD = ByteBuffer.allocateDirect(ROOM);

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final byte[] PUBLISH = ("\"" + Contestant.PUBLISH + "\"").getBytes(StandardCharsets.US_ASCII);
    private static final String KEY = "sec-websocket-key: ";
    private static final String RFC6455 = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final @Nullable NioKept kept;
    private ByteBuffer unread = EMPTY;
    private ByteBuffer unsent = EMPTY;
    private boolean upgraded;

    NioEchoLine(SocketChannel channel, Selector selector, boolean keeps) throws IOException {
        this.channel = channel;
        this.kept = keeps ? new NioKept() : null;
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Reads what is there, and answers it with one write. Who does not take what is sent is not read. */
    void serve(Set<NioEchoLine> all) throws IOException {
        if (unsent.hasRemaining()) {
            write(EMPTY);
            return;
        }
        IN.clear().put(unread);
        if (channel.read(IN) < 0) {
            throw new EOFException();
        }
        IN.flip();
        OUT.clear();
        if (upgraded) {
            while (frame(all)) {
                // there may be another one
            }
        } else {
            upgrade();
        }
        unread = IN.hasRemaining() ? ByteBuffer.allocate(IN.remaining()).put(IN).flip() : EMPTY;
        write(OUT.flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (unsent.hasRemaining()) {
            ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + bytes.remaining());
            unsent = both.put(unsent).put(bytes).flip();
            channel.write(unsent);
        } else if (bytes.hasRemaining()) {
            channel.write(bytes);
            unsent = bytes.hasRemaining()
                    ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                    : EMPTY;
        }
        int wanted = unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    private void upgrade() {
        String head = StandardCharsets.US_ASCII.decode(IN.duplicate()).toString();
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        String asked = head.lines()
                .filter(field -> field.regionMatches(true, 0, KEY, 0, KEY.length()))
                .findFirst()
                .orElseThrow()
                .substring(KEY.length());
        OUT.put(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Protocol: redstart.v1\r\nSec-WebSocket-Accept: " + accept(asked) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        IN.position(IN.position() + end + 4);
        upgraded = true;
    }

    private static String accept(String asked) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((asked + RFC6455).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Takes one frame, if it is there as a whole: into what is sent, or to everybody. */
    private boolean frame(Set<NioEchoLine> all) throws EOFException {
        int at = IN.position();
        int there = IN.remaining();
        if (there < 2) {
            return false;
        }
        int said = IN.get(at + 1) & 0x7f;
        int head = said < 126 ? 6 : said == 126 ? 8 : 14;
        if (there < head) {
            return false;
        }
        int length = said < 126 ? said : (int) (said == 126 ? big(at + 2, 2) : big(at + 2, 8));
        if (there < head + length) {
            return false;
        }
        byte first = IN.get(at);
        if ((first & 0x0f) == CLOSE) {
            throw new EOFException();
        }
        unmask(at + head, length);
        IN.position(at + head + length);
        ByteBuffer payload = IN.duplicate().position(at + head).limit(at + head + length);
        if (isPublished(payload)) {
            ByteBuffer frame = ByteBuffer.allocateDirect(payload.remaining() + 10);
            append(frame, first, payload);
            frame.flip();
            for (NioEchoLine each : all) {
                each.tell(frame, frame.remaining() - length);
            }
        } else {
            if (kept != null) {
                kept.answer(payload);
            }
            append(OUT, first, payload);
        }
        return true;
    }

    private void tell(ByteBuffer frame, int head) {
        ByteBuffer told = frame.duplicate();
        if (kept != null) {
            kept.push(frame, head, TOLD);
            told = TOLD;
        }
        try {
            write(told);
        } catch (IOException gone) {
            // which it finds out itself when it reads
        }
    }

    private static long big(int at, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << Byte.SIZE) | (IN.get(at + i) & 0xff);
        }
        return number;
    }

    private static void unmask(int from, int length) {
        int mask = IN.getInt(from - Integer.BYTES);
        long twice = ((long) mask << Integer.SIZE) | (mask & 0xffffffffL);
        int at = from;
        int end = from + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            IN.putLong(at, IN.getLong(at) ^ twice);
        }
        for (; at < end; at++) {
            IN.put(at, (byte) (IN.get(at) ^ IN.get(from - Integer.BYTES + ((at - from) & 3))));
        }
    }

    private static boolean isPublished(ByteBuffer payload) {
        int at = payload.position() + Frames.TARGET_AT;
        if (payload.limit() - at < PUBLISH.length) {
            return false;
        }
        for (int i = 0; i < PUBLISH.length; i++) {
            if (payload.get(at + i) != PUBLISH[i]) {
                return false;
            }
        }
        return true;
    }

    private static void append(ByteBuffer out, byte first, ByteBuffer payload) {
        int length = payload.remaining();
        out.put(first);
        if (length < 126) {
            out.put((byte) length);
        } else if (length <= 0xffff) {
            out.put((byte) 126).putShort((short) length);
        } else {
            out.put((byte) 127).putLong(length);
        }
        out.put(payload);
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException gone) {
            // so it is closed
        }
    }
}
