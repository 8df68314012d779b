package io.redstart.server;

import io.redstart.server.door.socketred.SocketRedSettings;

/**
 * The doors for clients of older systems. All are shut unless they are given a place.
 *
 * @param socketred the door for clients of socket.red
 */
public record DoorSettings(SocketRedSettings socketred) {
    /** The settings where nothing is set. */
    public DoorSettings() {
        this(new SocketRedSettings());
    }
}
