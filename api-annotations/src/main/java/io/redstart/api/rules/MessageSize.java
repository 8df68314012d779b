package io.redstart.api.rules;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large a message a method may ask for. */
final class MessageSize {
    private static final int MIN = 64;
    private static final int MAX = 1 << 20;

    private MessageSize() {}

    /** What is wrong with it; null if nothing is, or none is asked for. */
    static @Nullable String mistake(Map<Mark, String> marks) {
        String text = marks.get(Mark.MAX_MESSAGE);
        if (text == null) {
            return null;
        }
        int bytes = Integer.parseInt(text);
        return bytes >= MIN && bytes <= MAX
                ? null
                : Mark.MAX_MESSAGE + ": " + bytes + " bytes (expected: " + MIN + " to " + MAX + ")";
    }
}
