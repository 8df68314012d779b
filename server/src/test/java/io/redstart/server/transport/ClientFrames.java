package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Frames as a client sends them, and how it reads those of a server. */
final class ClientFrames {
    static final int LAST = 0x80;
    private static final byte[] MASK = {0x5A, (byte) 0xC3, 0x01, (byte) 0xFF};
    private static final String[] NAMES = {"more", "text", "binary", "3", "4", "5", "6", "7", "close", "ping", "pong"};

    private ClientFrames() {}

    static byte[] whole(int op, String payload) {
        return frame(LAST | op, payload.getBytes(UTF_8));
    }

    static byte[] part(int op, String payload) {
        return frame(op, payload.getBytes(UTF_8));
    }

    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.writeBytes(length(payload.length));
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i % 4]);
        }
        return out.toByteArray();
    }

    private static byte[] length(int length) {
        ByteBuffer out = ByteBuffer.allocate(9);
        if (length < 126) {
            out.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            out.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(length);
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }

    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return frame(
                LAST | FrameReader.CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    static byte[] all(byte[]... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    /** What a server's frames say, such as {@code text hello} and {@code close 1000 bye}. */
    static List<String> read(ByteBuffer in) {
        List<String> said = new ArrayList<>();
        while (in.hasRemaining()) {
            int first = in.get() & 0xFF;
            int length = in.get(); // a server's bytes are not masked
            if (length == 126) {
                length = in.getShort() & 0xFFFF;
            } else if (length == 127) {
                length = Math.toIntExact(in.getLong());
            }
            int op = first & 0x0F;
            String name = (first & LAST) == 0 ? "part of " + NAMES[op] : NAMES[op];
            String code = op == FrameReader.CLOSE && length > 0 ? " " + (in.getShort() & 0xFFFF) : "";
            byte[] payload = new byte[code.isEmpty() ? length : length - 2];
            in.get(payload);
            String text = new String(payload, UTF_8);
            said.add(name + code + (text.isEmpty() ? "" : " " + text));
        }
        return said;
    }
}
