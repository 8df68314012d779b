package io.redstart.server.channel;

import io.redstart.api.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with the channels of a pattern: each a list of {@code all}, {@code users}, {@code nobody} and names of
 * roles. What is null is as in the rules for all channels.
 *
 * @param join who may be in it
 * @param read who may ask for its state, and who is in it
 * @param publish who may say something in it
 * @param set who may set its state
 * @param manage who may let users in and take them out, and do what is another user's
 * @param presence whether its members are told which users come and go
 */
public record ChannelRule(
        @Nullable List<String> join,
        @Nullable List<String> read,
        @Nullable List<String> publish,
        @Nullable List<String> set,
        @Nullable List<String> manage,
        @Nullable Boolean presence) {
    /** The role of who shows a namespace's secret key; it may do everything. */
    public static final String CONTROL = "$control";

    private static final String ALL = "all";
    private static final String USERS = "users";
    private static final String NOBODY = "nobody";

    /** Anybody may join and read, and nobody anything else. */
    public static final ChannelRule OPEN =
            new ChannelRule(List.of(ALL), List.of(ALL), List.of(NOBODY), List.of(NOBODY), List.of(NOBODY), true);

    /** Nobody may do anything. */
    public static final ChannelRule CLOSED =
            new ChannelRule(List.of(NOBODY), List.of(NOBODY), List.of(NOBODY), List.of(NOBODY), List.of(NOBODY), true);

    /** Says nothing. */
    public ChannelRule() {
        this(null, null, null, null, null, null);
    }

    public ChannelRule {
        join = checked("join", join);
        read = checked("read", read);
        publish = checked("publish", publish);
        set = checked("set", set);
        manage = checked("manage", manage);
    }

    private static @Nullable List<String> checked(String name, @Nullable List<String> who) {
        if (who == null) {
            return null;
        }
        if (who.isEmpty() || (who.contains(NOBODY) && who.size() > 1)) {
            throw new IllegalArgumentException(
                    name + ": " + who + " (expected: all, users, nobody, or names of roles)");
        }
        for (String each : who) {
            if (each.isBlank() || each.startsWith("$")) {
                throw new IllegalArgumentException(
                        name + ": '" + each + "' (expected: all, users, nobody, or the name of a role)");
            }
        }
        return List.copyOf(who);
    }

    private @Nullable List<String> of(ChannelRight right) {
        return switch (right) {
            case JOIN -> join;
            case READ -> read;
            case PUBLISH -> publish;
            case SET -> set;
            case MANAGE -> manage;
        };
    }

    /** Whether it says who has a right. */
    boolean says(ChannelRight right) {
        return of(right) != null;
    }

    boolean permits(ChannelRight right, @Nullable User user) {
        List<String> who = of(right);
        if (who == null || who.contains(NOBODY)) {
            return false;
        }
        Set<String> roles = user == null ? Set.of() : user.roles();
        return who.contains(ALL)
                || (user != null && who.contains(USERS))
                || who.stream().anyMatch(roles::contains);
    }

    /** Whether there are users who may, so that a guest may want to become one. */
    boolean isForSome(ChannelRight right) {
        List<String> who = of(right);
        return who != null && !who.contains(NOBODY);
    }
}
