package io.redstart.client;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who the server says is behind the session. All but reading it is done in the wire's turn. */
final class Identity {
    private final Lane lane;
    private final OpenCalls calls;
    private final Listeners<Consumer<? super UserChange>> listeners;
    private volatile @Nullable String user;

    Identity(Lane lane, OpenCalls calls, Consumer<Throwable> report) {
        this.lane = lane;
        this.calls = calls;
        listeners = new Listeners<>(report);
    }

    @Nullable
    String user() {
        return user;
    }

    Subscription add(Consumer<? super UserChange> listener) {
        return listeners.add(listener);
    }

    void is(@Nullable String now, @Nullable String why, boolean last) {
        if (Objects.equals(now, user)) {
            return;
        }
        user = now;
        calls.forgetKeys();
        var change = new UserChange(now, why, last);
        lane.execute(() -> listeners.tell("", listener -> listener.accept(change)));
    }
}
