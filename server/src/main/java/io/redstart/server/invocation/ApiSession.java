package io.redstart.server.invocation;

import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.SessionData;
import io.redstart.api.User;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromServer;
import io.redstart.server.session.LiveSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A session as a bundle sees it: what it pushes is written by the bundle's mapper and belongs to the running call. */
final class ApiSession implements Session, Receiving {
    private final LiveSession session;
    private final Pushes pushes;

    ApiSession(LiveSession session, Pushes pushes) {
        this.session = session;
        this.pushes = pushes;
    }

    LiveSession live() {
        return session;
    }

    @Override
    public Pushes pushes() {
        return pushes;
    }

    @Override
    public void forEach(Consumer<LiveSession> each) {
        each.accept(session);
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public @Nullable User user() {
        return session.user();
    }

    @Override
    public int signIn(String user) {
        return signIn(new User(user));
    }

    @Override
    public int signIn(User user) {
        if (user.id().startsWith("$")) {
            throw new IllegalArgumentException("id: '" + user.id() + "' (expected: not to begin with $)");
        }
        for (String role : user.roles()) {
            if (role.startsWith("$")) {
                throw new IllegalArgumentException("roles: '" + role + "' (expected: not to begin with $)");
            }
        }
        return session.signIn(user);
    }

    @Override
    public boolean signOut() {
        return session.signOut();
    }

    @Override
    public Handshake handshake() {
        return session.handshake();
    }

    @Override
    public @Nullable String client() {
        return session.client();
    }

    @Override
    public Instant opened() {
        return session.opened();
    }

    @Override
    public Instant lastRequest() {
        return session.lastRequest();
    }

    @Override
    public ReadyState readyState() {
        if (session.isOver()) {
            return ReadyState.OVER;
        }
        return session.isConnected() ? ReadyState.OPEN : ReadyState.AWAY;
    }

    @Override
    public <T extends SessionData> T data(Class<T> type) {
        Object kept = session.notes().get(type);
        if (kept == null) {
            throw new IllegalStateException(
                    type.getName() + ": nothing is kept of it (expected: a class of a bundle that is deployed, and a"
                            + " session that is not over)");
        }
        return type.cast(kept);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return session.attributes().get(name);
    }

    @Override
    public @Nullable Object attribute(String name, @Nullable Object value) {
        return value == null
                ? session.attributes().remove(name)
                : session.attributes().put(name, value);
    }

    @Override
    public CompletionStage<@Nullable Object> ask(String name, @Nullable Object... args) {
        return ask(Object.class, name, args);
    }

    @Override
    public <T> CompletionStage<T> ask(Class<T> type, String name, @Nullable Object... args) {
        if (name.isEmpty() || name.length() > 128) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: 1 to 128 characters)");
        }
        return session.ask(
                        id -> pushes.encoder().writer().write(new FromServer.Ask(id, name, Arrays.asList(args))),
                        pushes.now())
                .thenApply(answer -> pushes.convert((JsonNode) Objects.requireNonNull(answer), type, name));
    }

    @Override
    public void dropPackets(boolean drop) {
        DroppedPackets.drop(session, drop);
    }

    @Override
    public CompletionStage<Duration> ping() {
        return session.ping(seq -> pushes.encoder().writer().write(new FromServer.Ping(seq)), pushes.now());
    }

    @Override
    public boolean isOpen() {
        return !session.isOver();
    }

    @Override
    public void close(String reason) {
        disconnect(CloseCode.NORMAL.code(), reason);
    }

    @Override
    public void disconnect(int code, String reason) {
        if (code != CloseCode.NORMAL.code() && (code < 4000 || code > 4999)) {
            throw new IllegalArgumentException("code: " + code + " (expected: 1000, or 4000 to 4999)");
        }
        Long retry = code == CloseCode.NORMAL.code() || !CloseCode.comesBack(code) ? null : Long.valueOf(0);
        session.disconnect(pushes.encoder().writer().write(new FromServer.Bye(code, reason, retry)), code, reason);
    }

    @Override
    public void terminate() {
        session.terminate();
    }

    @Override
    public void kill() {
        session.kill();
    }

    @Override
    public Session now() {
        return new ApiSession(session, pushes.atOnce());
    }

    @Override
    public Session lossy() {
        return new ApiSession(session, pushes.lossy());
    }

    @Override
    public Session latest(String key) {
        return new ApiSession(session, pushes.latest(key));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiSession that && session == that.session;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(session);
    }

    @Override
    public String toString() {
        User user = session.user();
        return "Session[" + session.id() + (user == null ? "" : ", " + user.id()) + "]";
    }
}
