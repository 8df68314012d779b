package io.redstart.examples.rooms;

import io.redstart.api.ActionType;
import io.redstart.api.ChannelApi;
import io.redstart.api.EventType;
import io.redstart.api.OnJoin;
import io.redstart.api.OnPublish;
import io.redstart.api.Reducer;
import io.redstart.api.User;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rooms to talk in. Each is a channel: its state are the last lines, and every page makes the same of what is said. */
@ChannelApi("room:*")
@Singleton
public class Rooms {
    private static final int KEPT = 50;

    /**
     * What is on the wall of a room.
     *
     * @param lines the last ones, oldest first
     */
    public record Room(List<Line> lines) {}

    /**
     * Something that was said.
     *
     * @param by who said it
     * @param text what
     */
    public record Line(String by, @NotBlank @Size(max = 300) String text) {}

    /**
     * Somebody says something.
     *
     * @param line who, and what
     */
    @ActionType("room/said")
    public record Said(@Valid Line line) {}

    /**
     * Somebody is writing.
     *
     * @param by who
     */
    @EventType("writing")
    public record Writing(String by) {}

    /** Whoever has a name may come in. */
    @OnJoin
    @RolesAllowed("**")
    public void join() {}

    /**
     * Nobody speaks for others.
     *
     * @param said what is said
     * @param user who says it
     * @return whether it may be told
     */
    @OnPublish
    @RolesAllowed("**")
    public boolean said(@Valid Said said, User user) {
        return said.line().by().equals(user.id());
    }

    /**
     * Nobody writes for others.
     *
     * @param writing who is said to write
     * @param user who says so
     * @return whether it may be told
     */
    @OnPublish
    @RolesAllowed("**")
    public boolean writing(Writing writing, User user) {
        return writing.by().equals(user.id());
    }

    /**
     * Writes a line on the wall. The page does the same, in {@code room.ts}.
     *
     * @param room the lines so far, or null for none
     * @param said what is added
     * @return the lines from now on
     */
    @Reducer
    public static Room said(@Nullable Room room, Said said) {
        List<Line> lines = new ArrayList<>(room == null ? List.of() : room.lines());
        lines.add(said.line());
        return new Room(List.copyOf(lines.subList(Math.max(0, lines.size() - KEPT), lines.size())));
    }
}
