package io.redstart.client;

import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes a client; everything but the address has a default. Not for several threads.
 *
 * <pre>{@code
 * RedstartClient client = RedstartClient.builder(URI.create("wss://example.org"))
 *         .token(() -> tokens.fresh())   // a CompletionStage<String>
 *         .timeout(Duration.ofSeconds(10))
 *         .connect();
 * }</pre>
 */
public final class ClientBuilder {
    private static final int MAX_FRAME = 4 << 20;

    private final URI uri;
    private Supplier<? extends @Nullable CompletionStage<@Nullable String>> token = () -> null;
    private boolean tokenIsFixed = true;
    private @Nullable String contract;
    private Duration timeout = Duration.ofSeconds(30);
    private int maxFrame = MAX_FRAME;
    private @Nullable JsonMapper mapper;
    private @Nullable Executor executor;
    private @Nullable WebSocketContainer container;
    private @Nullable Consumer<? super Throwable> onError;
    private Line.@Nullable Dialer dialer;
    private @Nullable Clock clock;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

    ClientBuilder(URI uri) {
        this.uri = ServerUri.of(uri);
    }

    /**
     * Who is connecting. When the server says that these credentials have expired, the client is closed; see
     * {@link RedstartClient#authenticate} for bringing others before.
     *
     * @param token credentials for each connection
     * @return this
     */
    public ClientBuilder token(String token) {
        this.token = () -> CompletableFuture.completedFuture(token);
        tokenIsFixed = true;
        return this;
    }

    /**
     * Who is connecting, asked before each attempt, and when the server says that the credentials will expire, on a
     * thread that may block. If it fails, or takes longer than 30 seconds, that is a failed attempt.
     *
     * @param tokens credentials; null, or a stage of null, for none
     * @return this
     */
    public ClientBuilder token(Supplier<? extends @Nullable CompletionStage<@Nullable String>> tokens) {
        token = tokens;
        tokenIsFixed = false;
        return this;
    }

    /**
     * Which contract the program was built against.
     *
     * @param hash the contract's hash
     * @return this
     */
    public ClientBuilder contract(String hash) {
        contract = hash;
        return this;
    }

    /**
     * How long calls wait for their answer if they do not say otherwise. 30 seconds if not set; for streams, no end.
     *
     * @param timeout zero for as long as it takes
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public ClientBuilder timeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
        this.timeout = timeout;
        return this;
    }

    /**
     * The largest frame the server may send, which may hold several messages. 4 MiB if not set; a larger one cuts the
     * connection.
     *
     * @param bytes above 0
     * @return this
     * @throws IllegalArgumentException if it is not above 0
     */
    public ClientBuilder maxFrame(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("maxFrame: " + bytes + " (expected: > 0)");
        }
        maxFrame = bytes;
        return this;
    }

    /**
     * Converts arguments and answers. Jackson's defaults if not set.
     *
     * @param mapper the application's
     * @return this
     */
    public ClientBuilder mapper(JsonMapper mapper) {
        this.mapper = mapper;
        return this;
    }

    /**
     * Runs the callbacks, and what else may block. Virtual threads where the JVM has them and daemon threads elsewhere
     * if not set, shared by all clients.
     *
     * @param executor must not reject, and must not run a task on the thread that brings it
     * @return this
     */
    public ClientBuilder executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /**
     * Opens the connections. The one the Jakarta API finds if not set, shared by all clients.
     *
     * @param container the application's, which it stops itself
     * @return this
     */
    public ClientBuilder container(WebSocketContainer container) {
        this.container = container;
        return this;
    }

    /**
     * Is told what went wrong and belongs to nobody: a listener that threw, a message that cannot be read, a cast that
     * could not be sent. It is logged if not set.
     *
     * @param listener is told, on a thread that may block
     * @return this
     */
    public ClientBuilder onError(Consumer<? super Throwable> listener) {
        onError = listener;
        return this;
    }

    /** Where a test takes the place of the network. */
    ClientBuilder line(Line.Dialer dialer, Clock clock, DoubleSupplier random) {
        this.dialer = dialer;
        this.clock = clock;
        this.random = random;
        return this;
    }

    /**
     * Makes the client, which connects by itself. Does not wait: what is called meanwhile waits, and
     * {@link RedstartClient#opened()} tells when it is open.
     *
     * @return the client, to be closed
     */
    public RedstartClient connect() {
        Shared shared = clock == null || executor == null ? Shared.acquire() : null;
        var complaints = onError == null ? Complaints.logged() : new Complaints(onError);
        Executor workers = executor == null ? needed(shared).workers() : executor;
        var lane = new Lane(workers, complaints);
        var config = new ClientSession.Config(
                dialer == null ? jakarta(shared, workers) : dialer,
                clock == null ? needed(shared) : clock,
                random,
                token,
                tokenIsFixed,
                contract,
                Sdk.name());
        var json = new Json(mapper == null ? JsonMapper.builder().build() : mapper);
        Runnable released = shared == null ? () -> {} : shared::release;
        var wire = new Wire(new Wire.Parts(lane, json, complaints, timeout.toMillis(), released), config);
        var client = new RedstartClient(wire);
        wire.connect();
        return client;
    }

    private Line.Dialer jakarta(@Nullable Shared shared, Executor workers) {
        WebSocketContainer own = container;
        Supplier<WebSocketContainer> used = own == null ? needed(shared)::container : () -> own;
        return new JakartaDialer(uri, used, workers, maxFrame);
    }

    private static Shared needed(@Nullable Shared shared) {
        if (shared == null) {
            throw new IllegalStateException("nothing shared was acquired");
        }
        return shared;
    }
}
