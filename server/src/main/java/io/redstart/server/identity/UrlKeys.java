package io.redstart.server.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that somebody else publishes. They are fetched when the first token comes, every few minutes, and when a token
 * names one that is not known; but never often, whatever tokens say. What fails changes nothing.
 */
final class UrlKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(UrlKeys.class);
    private static final long STALE_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long PAUSE_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final int WAIT_MILLIS = 2_000;
    private static final Duration AT_MOST = Duration.ofSeconds(4);

    private final URI url;
    private final LongSupplier clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile List<VerifyingKey> keys = List.of();
    private volatile long fetchedAt;
    private volatile long triedAt;
    private volatile boolean tried;

    UrlKeys(URI url, LongSupplier clock) {
        this.url = url;
        this.clock = clock;
    }

    /** Who publishes them may start later than this server. */
    @Override
    public void start() {}

    @Override
    public List<VerifyingKey> keys(boolean missing) throws IOException {
        if (keys.isEmpty()) {
            lock(); // there is nothing to go on with: everybody waits for the one who fetches
            fetch(missing);
        } else if (isDue(missing) && fetching.tryLock()) {
            fetch(missing);
        }
        if (keys.isEmpty()) {
            throw new IOException("there are no keys yet from " + url);
        }
        return keys;
    }

    private void lock() throws IOException {
        try {
            fetching.lockInterruptibly();
        } catch (InterruptedException late) {
            throw new IOException("keys take too long to come from " + url, late);
        }
    }

    private boolean isDue(boolean missing) {
        long now = clock.getAsLong();
        boolean wanted = missing || keys.isEmpty() || now - fetchedAt >= STALE_MILLIS;
        return wanted && (!tried || now - triedAt >= PAUSE_MILLIS);
    }

    /** Fetches them if that is still due; the lock is held, and given back. */
    private void fetch(boolean missing) {
        try {
            if (isDue(missing)) {
                triedAt = clock.getAsLong();
                tried = true;
                keys = KeySet.read(bytes());
                fetchedAt = triedAt;
                LOG.info("Fetched {} keys from {}", keys.size(), url);
            }
        } catch (IOException broken) {
            LOG.warn("No keys from {}, those before go on: {}", url, String.valueOf(broken.getMessage()));
        } finally {
            fetching.unlock();
        }
    }

    private byte[] bytes() throws IOException {
        long end = System.nanoTime() + AT_MOST.toNanos();
        HttpURLConnection request = (HttpURLConnection) url.toURL().openConnection();
        try {
            request.setConnectTimeout(WAIT_MILLIS);
            request.setReadTimeout(WAIT_MILLIS);
            request.setInstanceFollowRedirects(false);
            request.setUseCaches(false);
            request.setRequestProperty("Accept", "application/jwk-set+json, application/json");
            if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + request.getResponseCode() + " (expected: 200)");
            }
            try (InputStream in = request.getInputStream()) {
                return read(in, end);
            }
        } finally {
            request.disconnect();
        }
    }

    /** Reads all of it, but neither more than fits nor for longer than may be. */
    private static byte[] read(InputStream in, long end) throws IOException {
        byte[] bytes = new byte[KeySet.MAX_BYTES + 1];
        int length = 0;
        for (int more = in.read(bytes); more >= 0; more = in.read(bytes, length, bytes.length - length)) {
            length += more;
            if (length == bytes.length) {
                throw new IOException("it has more than 256 KiB (expected: a JWK set)");
            }
            if (System.nanoTime() > end) {
                throw new IOException("it takes more than " + AT_MOST.toSeconds() + " s");
            }
        }
        return java.util.Arrays.copyOf(bytes, length);
    }
}
