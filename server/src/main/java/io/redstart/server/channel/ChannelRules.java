package io.redstart.server.channel;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.ErrorCodes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with which channels of a namespace. Of the patterns that fit a name the longest counts, and what it
 * does not say is as in the rule for all channels. As with names, upper and lower case are the same.
 */
public final class ChannelRules {
    private final ChannelRule otherwise;
    private final Map<String, ChannelRule> byName = new HashMap<>();
    /** By their beginning, the longest first. */
    private final List<Map.Entry<String, ChannelRule>> byBeginning;

    /**
     * Rules.
     *
     * @param patterns by a channel's name, or its beginning and {@code *}
     * @param otherwise what counts where they do not say anything; says all
     * @throws IllegalArgumentException if a pattern has another form, or two differ only in upper and lower case
     */
    public ChannelRules(Map<String, ChannelRule> patterns, ChannelRule otherwise) {
        this.otherwise = otherwise;
        Map<String, ChannelRule> beginnings = new HashMap<>();
        patterns.forEach((pattern, rule) -> {
            check(pattern);
            String key = pattern.toLowerCase(Locale.ROOT);
            ChannelRule other = key.endsWith("*")
                    ? beginnings.put(key.substring(0, key.length() - 1), rule)
                    : byName.put(key, rule);
            if (other != null) {
                throw new IllegalArgumentException("rules: '" + pattern
                        + "' (expected: once, upper and lower case are the same in names of channels)");
            }
        });
        byBeginning = beginnings.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, ChannelRule> each) ->
                                each.getKey().length())
                        .reversed())
                .toList();
    }

    /** Checks the form of a pattern. */
    static void check(String pattern) {
        String name = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
        if (!(name.isEmpty() && pattern.equals("*")) && ChannelName.mistake(name) != null) {
            throw new IllegalArgumentException(
                    "rules: '" + pattern + "' (expected: the name of a channel, or its beginning and *)");
        }
    }

    private @Nullable ChannelRule special(String channel) {
        String key = ChannelName.key(channel);
        ChannelRule exact = byName.get(key);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, ChannelRule> each : byBeginning) {
            if (key.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        return null;
    }

    private ChannelRule rule(ChannelRight right, String channel) {
        ChannelRule special = special(channel);
        return special != null && special.says(right) ? special : otherwise;
    }

    /**
     * Whether somebody has a right.
     *
     * @param right to do what
     * @param channel the channel's name
     * @param user who, or null for a guest
     * @return whether they may
     */
    public boolean permits(ChannelRight right, String channel, @Nullable User user) {
        return isControl(user) || rule(right, channel).permits(right, user);
    }

    /**
     * Why somebody may not do something.
     *
     * @param right to do what
     * @param channel the channel's name
     * @param user who, or null for a guest
     * @return {@code unauthenticated} for a guest where some users may, else {@code forbidden}; null if they may
     */
    public @Nullable CallException refusal(ChannelRight right, String channel, @Nullable User user) {
        if (permits(right, channel, user)) {
            return null;
        }
        String what = right.name().toLowerCase(Locale.ROOT) + " in channel '" + channel + "' is not for ";
        if (user != null) {
            return new CallException(ErrorCodes.FORBIDDEN, what + "this user");
        }
        boolean some = rule(right, channel).isForSome(right);
        return new CallException(some ? ErrorCodes.UNAUTHENTICATED : ErrorCodes.FORBIDDEN, what + "guests");
    }

    /**
     * Whether members are told which users come and go.
     *
     * @param channel the channel's name
     * @return whether they are
     */
    public boolean tellsPresence(String channel) {
        ChannelRule special = special(channel);
        Boolean own = special == null ? null : special.presence();
        Boolean says = own == null ? otherwise.presence() : own;
        return Boolean.TRUE.equals(says) && !ChannelName.isOwn(channel);
    }

    /**
     * Whether somebody showed the namespace's secret key, and so may do everything.
     *
     * @param user who, or null for a guest
     * @return true for control
     */
    public static boolean isControl(@Nullable User user) {
        return user != null && user.roles().contains(ChannelRule.CONTROL);
    }
}
