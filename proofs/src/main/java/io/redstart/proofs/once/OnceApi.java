package io.redstart.proofs.once;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Idempotent;
import io.redstart.api.User;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** A method with an effect, whose answer does not get through the first time. */
@Api("once")
@Singleton
@PermitAll
public final class OnceApi {
    private final IntConsumer cut;
    private final Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();

    /**
     * An API.
     *
     * @param cut is told the number of the client whose answer may not pass
     */
    public OnceApi(IntConsumer cut) {
        this.cut = cut;
    }

    /**
     * Has its effect, and sees to it that its answer is lost.
     *
     * @param client who calls
     * @param n the number of the call
     * @return the number again
     */
    @Call
    public int does(int client, int n) {
        effects.computeIfAbsent(client + "/" + n, first -> new AtomicInteger()).incrementAndGet();
        cut.accept(client);
        return n;
    }

    /**
     * As {@link #does}, for calls with an idempotency key.
     *
     * @param client who calls
     * @param n the number of the call
     * @return the number again
     */
    @Call
    @Idempotent
    public int doesByKey(int client, int n) {
        return does(client, n);
    }

    /** Each client is a user, whose name is its token: the keys of guests are those of their session. */
    public static final class Users implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            String token = handshake.token();
            return CompletableFuture.completedFuture(
                    token == null ? Decision.undecided() : Decision.accept(new User(token)));
        }
    }

    /** How many calls had their effect. */
    int calls() {
        return effects.size();
    }

    /** How many effects there were. */
    int effects() {
        return effects.values().stream().mapToInt(AtomicInteger::get).sum();
    }
}
