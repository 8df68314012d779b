package io.redstart.client.sockhop;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of the server, which is responded to in parts. Any thread may use it.
 *
 * <pre>{@code
 * client.onRequest(request -> {
 *     request.write("a");
 *     request.write("b");
 *     request.end();
 * });
 * }</pre>
 */
public final class SockhopRequest {
    private final SockhopMessage asked;
    private final String uuid;
    private final Wire wire;
    private final Link link;
    private boolean ended;

    SockhopRequest(SockhopMessage asked, String uuid, Wire wire, Link link) {
        this.asked = asked;
        this.uuid = uuid;
        this.wire = wire;
        this.link = link;
    }

    /**
     * What the server calls the type of what it sent.
     *
     * @return the name of a class there
     */
    public String type() {
        return asked.type();
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
        return asked.as(wanted);
    }

    /**
     * Sends a part of the response.
     *
     * @param part anything that converts to JSON
     * @return completes when it was given to the system; fails with {@code unavailable} if the line is gone
     * @throws IllegalStateException if it has ended
     */
    public CompletionStage<Void> write(Object part) {
        return part(part, false);
    }

    /**
     * Sends the last part of the response.
     *
     * @param part anything that converts to JSON
     * @return completes when it was given to the system; fails with {@code unavailable} if the line is gone
     * @throws IllegalStateException if it has ended
     */
    public CompletionStage<Void> end(Object part) {
        return part(part, true);
    }

    /**
     * Ends the response.
     *
     * @return completes when that was given to the system; fails with {@code unavailable} if the line is gone
     * @throws IllegalStateException if it has ended
     */
    public CompletionStage<Void> end() {
        return part(Map.of(), true);
    }

    private synchronized CompletionStage<Void> part(Object part, boolean last) {
        JsonNode data = wire.tree(part);
        if (ended) {
            throw new IllegalStateException("The response has ended");
        }
        ended = last;
        ObjectNode packet = wire.inner(uuid, TypeNames.of(part), data).put("last", last);
        return link.send(wire.object(Wire.RESPONSE, packet)).minimalCompletionStage();
    }
}
