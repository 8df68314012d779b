package io.redstart.server.door.sockhop;

import org.jspecify.annotations.Nullable;

/**
 * The door for clients of sockhop.
 *
 * @param host the address of the network interface
 * @param port the port, 0 for a free one; null for no such listener
 * @param namespace the namespace it leads to
 */
public record SockhopSettings(String host, @Nullable Integer port, String namespace) {
    /** The settings where nothing is set: the door is shut. */
    public SockhopSettings() {
        this("127.0.0.1", null, "default");
    }

    /**
     * Whether the door is open.
     *
     * @return false without a port
     */
    public boolean isOn() {
        return port != null;
    }
}
