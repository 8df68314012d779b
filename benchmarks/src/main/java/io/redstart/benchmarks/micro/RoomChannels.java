package io.redstart.benchmarks.micro;

import io.redstart.api.ActionType;
import io.redstart.api.ChannelApi;
import io.redstart.api.Default;
import io.redstart.api.Reducer;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was said last. */
@ChannelApi("room:*")
public class RoomChannels {
    /**
     * Somebody says something.
     *
     * @param by who
     * @param text what
     */
    @ActionType("room/said")
    public record Said(String by, String text) {}

    /**
     * The state of a room.
     *
     * @param lines what was said last
     */
    public record Room(List<Said> lines) {}

    /** For the server. */
    public RoomChannels() {}

    /**
     * The newest line takes the place of the oldest.
     *
     * @param room the state
     * @param said the action
     * @return the next state
     */
    @Reducer
    public static Room said(@Default("{\"lines\":[]}") Room room, Said said) {
        List<Said> lines = new ArrayList<>(room.lines());
        lines.remove(0);
        lines.add(said);
        return new Room(lines);
    }
}
