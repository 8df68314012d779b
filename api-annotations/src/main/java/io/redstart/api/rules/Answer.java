package io.redstart.api.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a method answers.
 *
 * @param kind when the answer is there
 * @param item the type of the value, of the stage's value or of the stream's items; null if the method's class is raw
 */
public record Answer(Kind kind, @Nullable TypeShape item) {
    /** When the answer is there. */
    public enum Kind {
        /** When the method returns. */
        VALUE,
        /** When its stage completes. */
        STAGE,
        /** Item by item. */
        STREAM
    }

    private static final String STAGE = "java.util.concurrent.CompletionStage";
    private static final List<String> STREAMS =
            List.of("java.util.concurrent.Flow.Publisher", "java.util.stream.Stream", "java.util.Iterator");

    /**
     * Tells how a method of a result type answers.
     *
     * @param result what the method returns
     * @return the answer
     */
    public static Answer of(TypeShape result) {
        TypeShape stage = result.as(STAGE);
        if (stage != null) {
            return new Answer(Kind.STAGE, argument(stage));
        }
        for (String stream : STREAMS) {
            TypeShape items = result.as(stream);
            if (items != null) {
                return new Answer(Kind.STREAM, argument(items));
            }
        }
        return new Answer(Kind.VALUE, result);
    }

    private static @Nullable TypeShape argument(TypeShape type) {
        return type.arguments().isEmpty() ? null : type.arguments().get(0);
    }
}
