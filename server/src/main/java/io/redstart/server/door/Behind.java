package io.redstart.server.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.server.transport.Receiver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What is behind the line of a door whose clients know nothing of {@code redstart.v1}: it is told messages of that, and what
 * has been written to the line is acknowledged. It is told things on the thread that reads; what is said of writing may be
 * said on any.
 */
public final class Behind {
    private static final int ACK_EVERY = 64;

    private final Receiver life;
    private final String whose;
    private final Queue<byte[]> toSay = new ConcurrentLinkedQueue<>();
    private long acknowledged;
    private volatile long written;

    /**
     * Nothing was said yet.
     *
     * @param life hears it
     * @param whose whose line it is, for those who ask the client something, in a sentence: {@code A socket.red client}
     */
    public Behind(Receiver life, String whose) {
        this.life = life;
        this.whose = whose;
    }

    /**
     * Tells it a message.
     *
     * @param message UTF-8, without a line break
     */
    public void says(byte[] message) {
        life.text(message, 0, message.length);
    }

    /**
     * Tells it a message.
     *
     * @param message without a line break
     */
    public void says(String message) {
        says(message.getBytes(UTF_8));
    }

    /** Tells it what has come up while something was written, now and then also how far that is. */
    public void sayWhatWaits() {
        long seen = written;
        if (seen - acknowledged >= ACK_EVERY) {
            acknowledged = seen;
            says("[\"ack\"," + seen + "]");
        }
        for (byte[] next = toSay.poll(); next != null; next = toSay.poll()) {
            says(next);
        }
    }

    /** The client is there, and has had all that was written. */
    public void ponged() {
        long seen = written;
        acknowledged = seen;
        says("[\"pong\"," + seen + "]");
        sayWhatWaits();
    }

    /**
     * Something was written.
     *
     * @param seq its seq, as it stands in the message; 0 for what is not counted
     */
    public void wrote(String seq) {
        written = Math.max(written, Long.parseLong(seq));
    }

    /**
     * The client is asked something, for which its wire has no words.
     *
     * @param id the id of the ask, as it stands in the message
     */
    public void answersNothing(String id) {
        String error = "{\"code\":\"not_found\",\"message\":\"" + whose + " answers nothing\"}";
        toSay.add(("[\"err\"," + id + "," + error + "]").getBytes(UTF_8));
    }
}
