package io.redstart.client.sockhop;

import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes a client that is to be connected. Not safe for several threads.
 *
 * <pre>{@code
 * SockhopClient client = SockhopClient.builder()
 *         .socket(Path.of("/run/widgets.sock"))
 *         .ping(Duration.ofSeconds(10))
 *         .connect();
 * }</pre>
 */
public final class SockhopClientBuilder {
    private static final int PORTS = 65_535;

    private String host = "127.0.0.1";
    private int port = 50_000;
    private @Nullable Path socket;
    private @Nullable SSLContext tls;
    private String terminator = "\n";
    private Duration pingEvery = Duration.ZERO;
    private Duration askWithin = Duration.ofSeconds(30);
    private Duration connectWithin = Duration.ofSeconds(5);
    private Duration firstWait = Duration.ofMillis(500);
    private Duration longestWait = Duration.ofSeconds(20);
    private int maxMessage = 1 << 20;
    private long maxQueued = 1 << 20;
    private JsonMapper mapper = JsonMapper.shared();

    SockhopClientBuilder() {}

    /**
     * Where the server is.
     *
     * @param name its host
     * @param number its port, 1 to 65535
     * @return this
     * @throws IllegalArgumentException if that is no port
     */
    public SockhopClientBuilder address(String name, int number) {
        if (number < 1 || number > PORTS) {
            throw new IllegalArgumentException("port: " + number + " (expected: 1 to 65535)");
        }
        host = name;
        port = number;
        socket = null;
        return this;
    }

    /**
     * A Unix domain socket of this machine, in place of host and port.
     *
     * @param path where it is
     * @return this
     */
    public SockhopClientBuilder socket(Path path) {
        socket = path;
        return this;
    }

    /**
     * Speaks TLS with host and port, whose certificate has to be of that host.
     *
     * @param context which certificates are believed
     * @return this
     */
    public SockhopClientBuilder tls(SSLContext context) {
        tls = context;
        return this;
    }

    /**
     * What ends a line, both ways.
     *
     * @param text one character or more; {@code "\n"} unless it is set
     * @return this
     * @throws IllegalArgumentException if it is empty
     */
    public SockhopClientBuilder terminator(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("terminator: empty (expected: one character or more)");
        }
        terminator = text;
        return this;
    }

    /**
     * Pings the server by itself. When four pings were not answered the line is given up, and another one opened.
     *
     * @param every how often; zero, as long as it is not set, for never
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public SockhopClientBuilder ping(Duration every) {
        if (every.isNegative()) {
            throw new IllegalArgumentException("ping: " + every + " (expected: 0 or longer)");
        }
        pingEvery = every;
        return this;
    }

    /**
     * How long the server has to answer.
     *
     * @param within above zero; 30 s unless it is set
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public SockhopClientBuilder askTimeout(Duration within) {
        askWithin = positive("askTimeout", within);
        return this;
    }

    /**
     * How long a line may take to be opened.
     *
     * @param within above zero; 5 s unless it is set
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public SockhopClientBuilder connectTimeout(Duration within) {
        connectWithin = positive("connectTimeout", within);
        return this;
    }

    /**
     * How long it waits before it tries again: a random time, below the first bound at first and below the other in the end.
     *
     * @param first above zero; 500 ms unless it is set
     * @param longest not below the first; 20 s unless it is set
     * @return this
     * @throws IllegalArgumentException if they are not
     */
    public SockhopClientBuilder reconnect(Duration first, Duration longest) {
        positive("first", first);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("longest: " + longest + " (expected: not below " + first + ")");
        }
        firstWait = first;
        longestWait = longest;
        return this;
    }

    /**
     * How large an object of the server may be; after a larger one the line is given up.
     *
     * @param bytes above zero; 1 MiB unless it is set
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public SockhopClientBuilder maxMessage(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxMessage: " + bytes + " (expected: > 0)");
        }
        maxMessage = bytes;
        return this;
    }

    /**
     * How much may wait to be written; more fails with {@code overloaded}.
     *
     * @param bytes above zero; 1 MiB unless it is set
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public SockhopClientBuilder maxQueued(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxQueued: " + bytes + " (expected: > 0)");
        }
        maxQueued = bytes;
        return this;
    }

    /**
     * How objects are written and read.
     *
     * @param own its settings are taken over, but for indentation
     * @return this
     */
    public SockhopClientBuilder mapper(JsonMapper own) {
        mapper = own;
        return this;
    }

    private static Duration positive(String name, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + ": " + time + " (expected: above 0)");
        }
        return time;
    }

    /**
     * Makes the client, which begins to connect and never gives up.
     *
     * @return the client, whose line may not be there yet: see {@link SockhopClient#opened()}
     */
    public SockhopClient connect() {
        Path path = socket;
        SSLContext secure = tls;
        Dialer dialer = path != null
                ? Dialer.unix(path)
                : secure != null
                        ? Dialer.tls(host, port, secure, connectWithin)
                        : Dialer.tcp(host, port, connectWithin);
        SockhopClient client = new SockhopClient(this, dialer, new Wire(mapper, terminator));
        client.begin();
        return client;
    }

    Duration pingEvery() {
        return pingEvery;
    }

    Duration askWithin() {
        return askWithin;
    }

    Duration firstWait() {
        return firstWait;
    }

    Duration longestWait() {
        return longestWait;
    }

    int maxMessage() {
        return maxMessage;
    }

    long maxQueued() {
        return maxQueued;
    }
}
