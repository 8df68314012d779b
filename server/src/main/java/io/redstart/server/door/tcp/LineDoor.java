package io.redstart.server.door.tcp;

import org.jspecify.annotations.Nullable;

/** A door that speaks on lines of bytes. */
public interface LineDoor {
    /**
     * A line has been opened.
     *
     * @param peer who is at its other end
     * @return hears what is said on it; null to cut it
     */
    @Nullable
    LineEnd open(LinePeer peer);
}
