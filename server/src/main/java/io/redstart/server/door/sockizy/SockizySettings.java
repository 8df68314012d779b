package io.redstart.server.door.sockizy;

import io.redstart.protocol.packet.PacketSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The door for clients of sockizy.
 *
 * @param path where it is; empty for nowhere
 * @param namespace the namespace it leads to
 * @param tokenParameter the parameter of the url that is taken for the client's token; empty for none
 * @param generation which clients they are: 1 for those whose packets have ids of one byte, 2 for those of two bytes
 * @param ping after how much silence a client is pinged, and how long it has to answer; zero for never
 * @param maxPayload the largest frame a client may send, in bytes; not more than the server takes of any client
 * @param binary what a binary frame of a client holds
 * @param tables whether the tables of packets are told to whoever asks for the path without opening a WebSocket
 * @param clientScript the file with the client's script, which is told before the tables; null for none
 * @param shapes what the client makes of packets, by name: {@code []}, {@code {}}, {@code [@]}, {@code {@}}, or {@code
 *     value} for a packet that is one value without a name
 */
public record SockizySettings(
        String path,
        String namespace,
        String tokenParameter,
        int generation,
        Duration ping,
        long maxPayload,
        Binary binary,
        boolean tables,
        @Nullable Path clientScript,
        Map<String, String> shapes) {
    private static final String VALUE = "value";
    private static final Set<String> SHAPES = Set.of("[]", "{}", "[@]", "{@}", VALUE);
    private static final Duration LEAST_PING = Duration.ofMillis(250);
    private static final long MOST_PAYLOAD = 1 << 20;

    /** What binary frames of clients hold. */
    public enum Binary {
        /** Packets of the tables. */
        PACKETS,
        /** Bytes of the application, which have no name. */
        BYTES
    }

    /** The settings where nothing is set: the door is shut. */
    public SockizySettings() {
        this("", "default", "", 2, Duration.ofSeconds(10), 32 * 1024, Binary.PACKETS, false, null, Map.of());
    }

    public SockizySettings {
        if (!path.isEmpty() && !path.matches("/|(?:/[A-Za-z0-9_.-]+)+")) {
            throw new IllegalArgumentException(
                    "path: '" + path + "' (expected: / or such as /game, letters, digits, _ . -; or none)");
        }
        if (generation != 1 && generation != 2) {
            throw new IllegalArgumentException(
                    "generation: " + generation + " (expected: 1 for ids of one byte, 2 for ids of two)");
        }
        if (!ping.isZero() && ping.compareTo(LEAST_PING) < 0) {
            throw new IllegalArgumentException("ping: " + ping + " (expected: 0, or 250ms or more)");
        }
        if (maxPayload < 1 || maxPayload > MOST_PAYLOAD) {
            throw new IllegalArgumentException("maxPayload: " + maxPayload + " (expected: 1 to 1MiB)");
        }
        shapes = Map.copyOf(shapes);
        shapes.forEach((name, shape) -> {
            if (!SHAPES.contains(shape)) {
                throw new IllegalArgumentException(
                        "shapes." + name + ": '" + shape + "' (expected: one of [], {}, [@], {@}, value)");
            }
        });
    }

    /**
     * Whether the door is open.
     *
     * @return false without a path
     */
    public boolean isOn() {
        return !path.isEmpty();
    }

    /** At the path itself or below it; at the root there is nothing below. */
    boolean leadsHere(String asked) {
        return isOn() && (asked.equals(path) || (path.length() > 1 && asked.startsWith(path + "/")));
    }

    /** Whether something is told to those who ask without opening a WebSocket. */
    boolean tellsTables() {
        return tables || clientScript != null;
    }

    /** How the client names a packet in its tables. */
    String nameOf(PacketSchema schema) {
        String shape = shapes.get(schema.name());
        return shape == null || shape.equals(VALUE) ? schema.name() : schema.name() + " (" + shape + ")";
    }

    /** Whether a packet is one value without a name, to the client. */
    boolean isValue(PacketSchema schema) {
        return VALUE.equals(shapes.get(schema.name())) && schema.fields().size() == 1;
    }

    /**
     * Checks what is said of packets.
     *
     * @param known all packets of tables in the settings
     * @throws IllegalArgumentException if one value is to be made of a packet that has none, or several
     */
    public void checkShapes(Collection<PacketSchema> known) {
        Map<String, PacketSchema> byName = new LinkedHashMap<>();
        known.forEach(schema -> byName.put(schema.name(), schema));
        shapes.forEach((name, shape) -> {
            PacketSchema schema = byName.get(name);
            if (schema != null && shape.equals(VALUE) && schema.fields().size() != 1) {
                throw new IllegalArgumentException("door: sockizy.shapes." + name + " is value, and the packet has "
                        + schema.fields().size() + " fields (expected: one)");
            }
        });
    }
}
