package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.registry.Access;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.ParameterModel;
import io.redstart.server.session.LiveSession;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message has to pass before the arguments of a method are bound: who sent it, and how often. */
final class Gate {
    private final String target;
    private final Access access;
    private final boolean usersOnly;
    private final Limiter[] limiters;

    Gate(MethodModel model, List<Limiter> limiters) {
        this.target = model.target();
        this.access = model.guards().access();
        this.usersOnly = model.parameters().stream()
                .anyMatch(parameter -> parameter.role() == ParameterModel.Role.USER && parameter.required());
        this.limiters = limiters.toArray(Limiter[]::new);
    }

    boolean permits(@Nullable User user, boolean guarded) {
        return access.permits(user, guarded) && (user != null || !usersOnly);
    }

    /** Why a session may not; null if it may. */
    @Nullable
    CallException refusal(LiveSession session, boolean guarded) {
        User user = session.user();
        if (permits(user, guarded)) {
            return null;
        }
        return user == null
                ? new CallException(ErrorCodes.UNAUTHENTICATED, target + " is not for guests")
                : new CallException(ErrorCodes.FORBIDDEN, target + " is not for this user");
    }

    boolean isLimited() {
        return limiters.length > 0;
    }

    /** Takes a permit of each limit; if one has none, it takes none at all and says how long to wait. */
    @Nullable
    CallException exceeded(LiveSession session) {
        for (int taken = 0; taken < limiters.length; taken++) {
            long wait = limiters[taken].take(session);
            if (wait > 0) {
                for (int i = 0; i < taken; i++) {
                    limiters[i].giveBack(session);
                }
                for (int i = taken + 1; i < limiters.length; i++) {
                    wait = Math.max(wait, limiters[i].wait(session));
                }
                return new CallException(
                        ErrorCodes.RATE_LIMITED,
                        target + " is called too often",
                        null,
                        Duration.ofMillis(wait),
                        List.of());
            }
        }
        return null;
    }
}
