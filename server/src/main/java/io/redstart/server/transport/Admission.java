package io.redstart.server.transport;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redstart.server.transport.Ticket.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections, of each address and of all, from the moment they are accepted. One too many is told so if there
 * is time for it, and otherwise cut.
 */
public final class Admission {
    /** How many an address, or all together, are told in a second that they may not stay; the others are cut. */
    private static final int REFUSALS = 20;

    private static final int REFUSALS_AT_ONCE = 50;
    private static final int REMEMBERED = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(60);

    private final AdmissionSettings settings;
    private final int max;
    private final Predicate<InetAddress> proxies;
    private final LongSupplier clock;
    private final Consumer<String> limitHit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ClientNetwork, Client> here = new HashMap<>();
    private final TokenBucket refusals;
    private int open;
    /** How fast those came that have gone: made when the first has gone. */
    private @Nullable Cache<ClientNetwork, Client> gone;

    private final class Client {
        final TokenBucket arrivals = new TokenBucket(settings.newPerSecond(), settings.newBurst(), clock.getAsLong());
        final TokenBucket refusals = new TokenBucket(REFUSALS, REFUSALS_AT_ONCE, clock.getAsLong());
        int open;
    }

    /**
     * Nobody is here yet.
     *
     * @param settings how many may come
     * @param proxies says of which addresses clients of other addresses come, whose address is told later
     * @param clock tells the time in milliseconds; only grows
     * @param limitHit is told the name of a limit that refused a connection
     */
    public Admission(
            AdmissionSettings settings, Predicate<InetAddress> proxies, LongSupplier clock, Consumer<String> limitHit) {
        this.settings = settings;
        this.max = settings.connections(FileLimit.ofProcess());
        this.proxies = proxies;
        this.clock = clock;
        this.limitHit = limitHit;
        this.refusals = new TokenBucket(REFUSALS, REFUSALS_AT_ONCE, clock.getAsLong());
    }

    /**
     * A connection has come, or what is kept for one that comes and goes.
     *
     * @param address where it comes from
     * @return its place, to be given back; null if it is to be cut, since too many have been told already that they may
     *     not stay
     */
    public @Nullable Ticket arrive(InetAddress address) {
        lock.lock();
        try {
            if (open >= max) {
                limitHit.accept("connections");
                return refusals.takesOne(clock.getAsLong()) ? ticket(null, Verdict.TOO_MANY) : null;
            }
            if (proxies.test(address)) {
                return ticket(null, Verdict.WELCOME);
            }
            ClientNetwork network = ClientNetwork.of(address);
            Client client = client(network);
            Verdict verdict = take(client);
            if (verdict != Verdict.WELCOME && !client.refusals.takesOne(clock.getAsLong())) {
                rest(network, client);
                return null;
            }
            client.open++;
            return ticket(network, verdict);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A connection has come from this machine that has no address: it counts among all.
     *
     * @return its place, to be given back; null if it is to be cut
     */
    @Nullable
    Ticket arriveWithoutAddress() {
        lock.lock();
        try {
            if (open < max) {
                return ticket(null, Verdict.WELCOME);
            }
            limitHit.accept("connections");
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Ticket ticket(@Nullable ClientNetwork counted, Verdict verdict) {
        open++;
        return new Ticket(this, counted, verdict);
    }

    /** Counts a connection that is here for an address. */
    Verdict count(ClientNetwork network) {
        lock.lock();
        try {
            Client client = client(network);
            Verdict verdict = take(client);
            if (verdict == Verdict.WELCOME) {
                client.open++;
            } else {
                rest(network, client);
            }
            return verdict;
        } finally {
            lock.unlock();
        }
    }

    private Client client(ClientNetwork network) {
        Client known = here.get(network);
        if (known == null) {
            known = gone == null ? null : gone.asMap().remove(network);
            if (known == null) {
                known = new Client();
            }
            here.put(network, known);
        }
        return known;
    }

    private Verdict take(Client client) {
        if (settings.perAddress() > 0 && client.open >= settings.perAddress()) {
            limitHit.accept("address-connections");
            return Verdict.TOO_MANY_OF_ADDRESS;
        }
        if (settings.newPerSecond() > 0 && !client.arrivals.takesOne(clock.getAsLong())) {
            limitHit.accept("address-rate");
            return Verdict.TOO_MANY_OF_ADDRESS;
        }
        return Verdict.WELCOME;
    }

    void left(@Nullable ClientNetwork network) {
        lock.lock();
        try {
            open--;
            Client client = network == null ? null : here.get(network);
            if (network != null && client != null) {
                client.open--;
                rest(network, client);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody of an address is left: what is remembered of it is only how fast they came. */
    private void rest(ClientNetwork network, Client client) {
        if (client.open > 0) {
            return;
        }
        here.remove(network);
        long now = clock.getAsLong();
        if (!client.arrivals.isFull(now) || !client.refusals.isFull(now)) {
            Cache<ClientNetwork, Client> remembered = gone;
            if (remembered == null) {
                remembered = Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(REMEMBERED_FOR)
                        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()))
                        .executor(Runnable::run)
                        .build();
                gone = remembered;
            }
            remembered.put(network, client);
        }
    }

    /** Time goes by: addresses nobody has come from for a while are forgotten. */
    void tick() {
        lock.lock();
        try {
            if (gone != null) {
                gone.cleanUp();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many connections there are, WebSockets or not.
     *
     * @return 0 or more
     */
    public int connections() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many addresses are known: those with connections, and those that had one lately.
     *
     * @return 0 or more
     */
    public int addresses() {
        lock.lock();
        try {
            return here.size() + (gone == null ? 0 : (int) gone.estimatedSize());
        } finally {
            lock.unlock();
        }
    }
}
