package io.redstart.server.door.sockhop;

/** What the clients of the door speak. */
public enum PeerType {
    /** Objects with their type, as sockhop's own clients do. */
    SOCKHOP,
    /** JSON as it is, one value a line. */
    JSON
}
