package io.redstart.server.registry;

import io.redstart.api.User;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may reach a method.
 *
 * @param rule what is said of it
 * @param roles one of which a user needs, if the rule is {@link Rule#ROLES}
 */
public record Access(Rule rule, List<String> roles) {
    /** What is said of a method about which nothing is said. */
    public static final Access UNMARKED = new Access(Rule.UNMARKED, List.of());

    private static final String ANY_USER = "**";

    /** What is said of a method. */
    public enum Rule {
        /** Nothing. */
        UNMARKED,
        /** Everybody may, guests too. */
        ALL,
        /** Users with one of the roles may; with the role {@code **} all users. */
        ROLES,
        /** Nobody may. */
        NOBODY
    }

    public Access {
        roles = List.copyOf(roles);
    }

    /** What a method says, or else its class. */
    static Access of(Method method, Class<?> type) {
        Access own = of(method);
        return own.rule == Rule.UNMARKED ? of(type) : own;
    }

    private static Access of(AnnotatedElement element) {
        RolesAllowed roles = element.getDeclaredAnnotation(RolesAllowed.class);
        if (roles != null) {
            return new Access(Rule.ROLES, List.of(roles.value()));
        }
        if (element.isAnnotationPresent(DenyAll.class)) {
            return new Access(Rule.NOBODY, List.of());
        }
        return element.isAnnotationPresent(PermitAll.class) ? new Access(Rule.ALL, List.of()) : UNMARKED;
    }

    /**
     * Whether somebody may.
     *
     * @param user who, or null for a guest
     * @param guarded whether somebody says who clients are: then what is not marked is for nobody
     * @return true if so
     */
    public boolean permits(@Nullable User user, boolean guarded) {
        return switch (rule) {
            case UNMARKED -> !guarded;
            case ALL -> true;
            case NOBODY -> false;
            case ROLES -> user != null && hasOne(user);
        };
    }

    private boolean hasOne(User user) {
        for (int i = 0; i < roles.size(); i++) { // without an iterator: it is asked at every call
            String role = roles.get(i);
            if (role.equals(ANY_USER) || user.roles().contains(role)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether nobody may, whoever it is.
     *
     * @param guarded whether somebody says who clients are
     * @return true if so
     */
    public boolean isForNobody(boolean guarded) {
        return rule == Rule.NOBODY || (rule == Rule.UNMARKED && guarded);
    }
}
