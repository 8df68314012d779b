package io.redstart.protocol;

import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one line of JSON after the other: to make a generator costs more than to write a short message. One that failed
 * is not to be used again.
 */
final class Pen {
    private final BoundedBytes out;
    private final JsonGenerator json;
    private boolean open;

    Pen(JsonMapper mapper, int limit) {
        out = new BoundedBytes(limit);
        json = mapper.writer().withRootValueSeparator("").createGenerator(out);
    }

    /** What is written, on one line. */
    byte[] line(Consumer<JsonGenerator> what) {
        try {
            what.accept(json);
            open = !json.streamWriteContext().inRoot();
            if (open) {
                json.close(); // closes what a serializer left open
            } else {
                json.flush();
            }
        } catch (JacksonException broken) {
            // Jackson wraps what the stream throws while it is inside a record
            throw broken.getCause() instanceof TooLargeException tooLarge ? tooLarge : broken;
        }
        json.assignCurrentValue(null);
        return out.takeLine();
    }

    /** Whether another line can be written. */
    boolean isFree() {
        return !open;
    }
}
