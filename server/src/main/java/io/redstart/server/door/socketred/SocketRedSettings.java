package io.redstart.server.door.socketred;

/**
 * The door for clients of socket.red.
 *
 * @param path where it is, with all paths below it; empty for nowhere
 * @param namespace the namespace it leads to
 * @param tokenParameter the parameter of the url that is taken for the client's token; empty for none. Urls are logged by
 *     many, but these clients have nothing else to say who they are
 */
public record SocketRedSettings(String path, String namespace, String tokenParameter) {
    /** The settings where nothing is set: the door is shut. */
    public SocketRedSettings() {
        this("", "default", "");
    }

    public SocketRedSettings {
        if (!path.isEmpty() && !path.matches("(?:/[A-Za-z0-9_.-]+)+")) {
            throw new IllegalArgumentException(
                    "path: '" + path + "' (expected: such as /red, letters, digits, _ . -; or none)");
        }
    }

    /**
     * Whether the door is open.
     *
     * @return false without a path
     */
    public boolean isOn() {
        return !path.isEmpty();
    }

    boolean leadsHere(String asked) {
        return isOn() && (asked.equals(path) || asked.startsWith(path + "/"));
    }
}
