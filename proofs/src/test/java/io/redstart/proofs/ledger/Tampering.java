package io.redstart.proofs.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** A line that nobody cuts and that lies: it does something to one WebSocket frame of a client in five. */
final class Tampering extends OutputStream {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final Kind kind;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final Random random = new Random(7);
    private boolean upgraded;
    private int frames;
    private byte[] kept = {};

    /** What is done. */
    enum Kind {
        SWALLOWS,
        DOUBLES,
        SWAPS
    }

    Tampering(Kind kind, OutputStream out) {
        this.kind = kind;
        this.out = out;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        waiting.write(bytes, from, length);
        byte[] all = waiting.toByteArray();
        int done = 0;
        for (int part = part(all, done); part > 0; part = part(all, done)) {
            pass(Arrays.copyOfRange(all, done, done + part));
            done += part;
        }
        waiting.reset();
        waiting.write(all, done, all.length - done);
        out.flush();
    }

    /** How long the next whole part is: the head of the upgrade, then frames; 0 if it is not whole yet. */
    private int part(byte[] all, int from) {
        if (!upgraded) {
            for (int at = from; at + END_OF_HEAD.length <= all.length; at++) {
                if (ByteBuffer.wrap(all, at, END_OF_HEAD.length).equals(ByteBuffer.wrap(END_OF_HEAD))) {
                    return at + END_OF_HEAD.length - from;
                }
            }
            return 0;
        }
        if (all.length - from < 6) {
            return 0;
        }
        int said = all[from + 1] & 0x7f;
        int length =
                said < 126 ? 6 + said : 8 + ByteBuffer.wrap(all, from + 2, 2).getShort();
        return all.length - from < length ? 0 : length;
    }

    private void pass(byte[] part) throws IOException {
        boolean chosen = upgraded && ++frames > 20 && random.nextInt(5) == 0;
        upgraded = true;
        if (chosen && kind == Kind.SWAPS) {
            kept = part;
            return;
        }
        if (!chosen || kind == Kind.DOUBLES) {
            out.write(part);
        }
        if (chosen && kind == Kind.DOUBLES) {
            out.write(part);
        }
        out.write(kept);
        kept = new byte[0];
    }
}
