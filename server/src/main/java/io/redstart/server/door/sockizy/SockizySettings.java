package io.redstart.server.door.sockizy;

/**
 * The door for clients of sockizy.
 *
 * @param path where it is; empty for nowhere
 * @param namespace the namespace it leads to
 */
public record SockizySettings(String path, String namespace) {
    /** The settings where nothing is set: the door is shut. */
    public SockizySettings() {
        this("", "default");
    }

    /**
     * Whether the door is open.
     *
     * @return false without a path
     */
    public boolean isOn() {
        return !path.isEmpty();
    }
}
