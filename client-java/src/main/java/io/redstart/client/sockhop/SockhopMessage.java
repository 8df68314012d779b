package io.redstart.client.sockhop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An object that came, with its type. Any thread may use it.
 *
 * <pre>{@code
 * client.on("Question", question -> {
 *     if (question.wantsAnswer()) {
 *         question.answer(Map.of("answer", question.as(String.class) + "!"));
 *     }
 * });
 * }</pre>
 */
public final class SockhopMessage {
    private final String type;
    private final JsonNode data;
    private final Wire wire;
    private final @Nullable JsonNode id;
    private final @Nullable Link link;
    private final AtomicBoolean answered = new AtomicBoolean();

    SockhopMessage(String type, JsonNode data, Wire wire, @Nullable JsonNode id, @Nullable Link link) {
        this.type = type;
        this.data = data;
        this.wire = wire;
        this.id = id;
        this.link = link;
    }

    /**
     * What its sender calls its type.
     *
     * @return the name of a class there: {@code Object}, {@code String}, {@code Widget}; may be empty
     */
    public String type() {
        return type;
    }

    /**
     * What it holds, as a type.
     *
     * @param <T> the type
     * @param wanted a record, a class of the JDK, {@code Map} or {@code List}; {@code byte[]} for a {@code Buffer}
     * @return the data; null if it is null or missing
     * @throws tools.jackson.core.JacksonException if it does not convert
     */
    public <T> @Nullable T as(Class<T> wanted) {
        return wire.as(data, wanted);
    }

    /**
     * Whether its sender waits for an answer.
     *
     * @return true for an object with a callback
     */
    public boolean wantsAnswer() {
        return id != null;
    }

    /**
     * Answers it, once, with an object whose type is called as its class.
     *
     * @param answer anything that converts to JSON
     * @return completes when it was given to the system; fails with a {@link io.redstart.api.CallException}: {@code
     *     unavailable} if the line it came on is gone
     * @throws IllegalStateException if nobody waits for an answer, or one was given
     * @throws io.redstart.api.CallException {@code invalid} if it does not convert to JSON
     */
    public CompletionStage<Void> answer(Object answer) {
        JsonNode to = id;
        Link on = link;
        if (to == null || on == null) {
            throw new IllegalStateException("Nobody waits for an answer");
        }
        byte[] line = wire.answer(TypeNames.of(answer), wire.tree(answer), to);
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("It was answered before");
        }
        CompletableFuture<Void> sent = on.send(line);
        return sent.minimalCompletionStage();
    }

    /** Leaves out what it holds. */
    @Override
    public String toString() {
        return "SockhopMessage[type=" + type + "]";
    }
}
