package io.redstart.server.door.seneca;

import io.redstart.server.registry.MethodModel;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which method an act is a call of: {@code role:todos,cmd:add_all} that of {@code todos.addAll}, or {@code todos.add_all},
 * whichever there is. Any thread may ask.
 */
final class ActNames {
    /** What has another spelling each time is looked up each time. */
    private static final int MOST = 1_000;

    /** The commands of the sessions service have an API of their own. */
    private static final String SESSIONS = "sessions";

    private static final String SESSIONS_SERVICE = "sessionsService";

    private final Function<String, @Nullable MethodModel> methods;
    private final Map<Pattern, ActTarget> known = new ConcurrentHashMap<>();

    /** What says in an act what is wanted. */
    private record Pattern(@Nullable String role, String cmd) {}

    /**
     * Names of what is deployed.
     *
     * @param methods finds a method by its name
     */
    ActNames(Function<String, @Nullable MethodModel> methods) {
        this.methods = methods;
    }

    /**
     * Finds a method.
     *
     * @param role the name of its API; null for bare names
     * @param cmd its own name; null for none
     * @return null if there is none
     */
    @SuppressWarnings("ReferenceEquality") // a model is made anew with each deploy
    @Nullable
    ActTarget find(@Nullable String role, @Nullable String cmd) {
        if (cmd == null) {
            return null;
        }
        Pattern pattern = new Pattern(role, cmd);
        ActTarget before = known.get(pattern);
        if (before != null && methods.apply(before.name()) == before.model()) {
            return before;
        }
        ActTarget now = look(role, cmd);
        if (now == null) {
            known.remove(pattern);
        } else if (before != null || known.size() < MOST) {
            known.put(pattern, now);
        }
        return now;
    }

    private @Nullable ActTarget look(@Nullable String role, String cmd) {
        ActTarget found = named(role, cmd);
        return found == null && SESSIONS.equals(role) ? named(SESSIONS_SERVICE, cmd) : found;
    }

    private @Nullable ActTarget named(@Nullable String role, String cmd) {
        for (String api : role == null ? Set.of("") : spellings(role)) {
            for (String name : spellings(cmd)) {
                MethodModel method = methods.apply(role == null ? name : api + "." + name);
                if (method != null) {
                    return ActTarget.of(method);
                }
            }
        }
        return null;
    }

    private static Set<String> spellings(String name) {
        Set<String> all = new LinkedHashSet<>(4);
        all.add(name);
        all.add(camelCase(name));
        all.add(snakeCase(name));
        return all;
    }

    /** {@code user_id} as {@code userId}; what is so already stays as it is. */
    static String camelCase(String name) {
        if (name.indexOf('_') < 0) {
            return name;
        }
        StringBuilder camel = new StringBuilder(name.length());
        boolean begins = false;
        for (int at = 0; at < name.length(); at++) {
            char one = name.charAt(at);
            if (one == '_' && !camel.isEmpty()) {
                begins = true;
            } else {
                camel.append(begins ? Character.toUpperCase(one) : one);
                begins = false;
            }
        }
        return camel.toString();
    }

    private static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int at = 0; at < name.length(); at++) {
            char one = name.charAt(at);
            if (Character.isUpperCase(one) && at > 0) {
                snake.append('_');
            }
            snake.append(one);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }
}
