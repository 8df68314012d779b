package io.redstart.server.invocation;

import io.redstart.api.Recipients;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All sessions as a bundle sees them. */
final class ApiSessions implements Sessions {
    private final SessionRegistry registry;
    private final Pushes pushes;

    ApiSessions(SessionRegistry registry, Pushes pushes) {
        this.registry = registry;
        this.pushes = pushes;
    }

    @Override
    public Recipients all() {
        return new Selection(registry::all, null, pushes);
    }

    @Override
    public Recipients of(String user) {
        return new Selection(() -> registry.of(user), null, pushes);
    }

    @Override
    public Recipients signedIn() {
        return new Selection(() -> registry.users().signedIn(), null, pushes);
    }

    @Override
    public int count(String user) {
        return registry.users().count(user);
    }

    @Override
    public int users() {
        return registry.users().size();
    }

    @Override
    public int clear(String user) {
        return registry.users().clear(user);
    }

    @Override
    public Optional<Session> find(String id) {
        return Optional.ofNullable(registry.find(id)).map(session -> new ApiSession(session, pushes));
    }

    private record Selection(
            Supplier<Collection<LiveSession>> source,
            @Nullable Predicate<? super Session> condition,
            Pushes pushes) implements Recipients, Receiving {
        @Override
        public Recipients except(Session session) {
            return where(other -> !other.equals(session));
        }

        @Override
        public Recipients where(Predicate<? super Session> further) {
            Predicate<? super Session> before = condition;
            return new Selection(
                    source,
                    before == null ? further : session -> before.test(session) && further.test(session),
                    pushes);
        }

        @Override
        public Stream<Session> stream() {
            Stream<Session> all = source.get().stream().map(session -> new ApiSession(session, pushes));
            return condition == null ? all : all.filter(condition);
        }

        @Override
        public void forEach(Consumer<LiveSession> each) {
            for (LiveSession session : source.get()) {
                if (condition == null || condition.test(new ApiSession(session, pushes))) {
                    each.accept(session);
                }
            }
        }

        @Override
        public Recipients now() {
            return new Selection(source, condition, pushes.atOnce());
        }

        @Override
        public Recipients lossy() {
            return new Selection(source, condition, pushes.lossy());
        }

        @Override
        public Recipients latest(String key) {
            return new Selection(source, condition, pushes.latest(key));
        }
    }
}
