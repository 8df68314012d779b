package io.redstart.server.invocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redstart.api.RateLimit;
import io.redstart.api.User;
import io.redstart.server.registry.LimitModel;
import io.redstart.server.session.LiveSession;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One rate limit in force. What a session has used is kept with the session; what a user or an address has used in a
 * table that is bounded in size, and forgets who would have all permits again. It refers to nothing of a bundle.
 */
final class Limiter {
    static final int MAX_ENTRIES = 10_000;
    private static final long IDLE_MILLIS = 60_000;

    private final LimitModel model;
    private final LongSupplier clock;
    private final long since;
    private final Bucket everybody = new Bucket();
    private final @Nullable Cache<Object, Bucket> table;

    Limiter(LimitModel model, LongSupplier clock) {
        this.model = model;
        this.clock = clock;
        this.since = clock.getAsLong();
        this.table = model.by() == RateLimit.By.USER || model.by() == RateLimit.By.ADDRESS ? table() : null;
    }

    /** An entry must not be forgotten before its permits are back: forgetting it would give them back at once. */
    private Cache<Object, Bucket> table() {
        long refill = model.burst() * model.perMillis() / model.permits() + 1;
        return Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterAccess(Math.max(IDLE_MILLIS, refill), TimeUnit.MILLISECONDS)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Takes a permit for a session.
     *
     * @return 0 if there was one; otherwise in how many milliseconds there is one again
     */
    long take(LiveSession session) {
        return bucket(session).take(model, clock.getAsLong() - since);
    }

    /** In how many milliseconds there is a permit for a session, 0 for now; takes none. */
    long wait(LiveSession session) {
        return bucket(session).wait(model, clock.getAsLong() - since);
    }

    void giveBack(LiveSession session) {
        bucket(session).giveBack(model);
    }

    private Bucket bucket(LiveSession session) {
        Cache<Object, Bucket> entries = table;
        if (entries == null) {
            return model.by() == RateLimit.By.METHOD ? everybody : ofSession(session);
        }
        if (model.by() == RateLimit.By.ADDRESS) {
            return entries.get(network(session.handshake().address()), each -> new Bucket());
        }
        User user = session.user();
        return user == null ? ofSession(session) : entries.get(user.id(), each -> new Bucket());
    }

    private Bucket ofSession(LiveSession session) {
        return (Bucket) session.notes().computeIfAbsent(this, each -> new Bucket());
    }

    /** Whoever has one address of IPv6 has 2^64 of them. */
    private static Object network(InetSocketAddress address) {
        InetAddress known = address.getAddress();
        if (known == null) {
            return address.getHostString();
        }
        return known instanceof Inet6Address six
                ? (Object) ByteBuffer.wrap(six.getAddress()).getLong()
                : known;
    }

    /** How many users or addresses are remembered. */
    long entries() {
        Cache<Object, Bucket> entries = table;
        if (entries == null) {
            return 0;
        }
        long before;
        do { // it drops so many at a time
            before = entries.estimatedSize();
            entries.cleanUp();
        } while (entries.estimatedSize() < before);
        return entries.estimatedSize();
    }
}
