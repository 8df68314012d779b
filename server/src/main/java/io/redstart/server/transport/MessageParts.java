package io.redstart.server.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Joins the parts of a message, up to a bound. */
final class MessageParts {
    private StringBuilder text = new StringBuilder(0);
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private boolean tooLarge;

    /** Whether there was a message above the bound; nothing is joined after it. */
    boolean wereTooLarge() {
        return tooLarge;
    }

    /**
     * Adds a part of a text. It may end between the two halves of a character, so characters are joined before they
     * become bytes.
     */
    byte @Nullable [] add(String part, boolean last, int max) {
        if (!fits(text.length() + part.length(), max)) {
            return null;
        }
        if (last && text.isEmpty()) {
            return whole(part, max);
        }
        text.append(part);
        return last ? whole(text.toString(), max) : null;
    }

    private byte @Nullable [] whole(String message, int max) {
        text = new StringBuilder(0);
        byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
        return fits(utf8.length, max) ? utf8 : null;
    }

    byte @Nullable [] add(ByteBuffer part, boolean last, int max) {
        int length = bytes.position() + part.remaining();
        if (!fits(length, max)) {
            return null;
        }
        if (length > bytes.capacity()) {
            int room = last ? length : Math.max(length, Math.min(bytes.capacity() * 2, max));
            bytes = ByteBuffer.allocate(room).put(bytes.flip());
        }
        bytes.put(part);
        if (!last) {
            return null;
        }
        byte[] message = new byte[length];
        bytes.flip().get(message);
        bytes = ByteBuffer.allocate(0);
        return message;
    }

    private boolean fits(int length, int max) {
        if (length > max) {
            tooLarge = true;
            text = new StringBuilder(0);
            bytes = ByteBuffer.allocate(0);
        }
        return !tooLarge;
    }
}
