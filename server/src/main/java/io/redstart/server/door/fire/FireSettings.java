package io.redstart.server.door.fire;

/**
 * The door for clients of Fire Web Socket.
 *
 * @param path where it is; empty for nowhere
 * @param namespace the namespace it leads to
 */
public record FireSettings(String path, String namespace) {
    /** The settings where nothing is set: the door is shut. */
    public FireSettings() {
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
