package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of a client: dials, says hello, waits and dials again, for as long as it may come back. All is done in the
 * wire's turn.
 */
final class ClientSession implements Connection.Events {
    private static final long FIRST_WAIT = 500;
    private static final long LONGEST_WAIT = 20_000;
    /** No two attempts follow each other faster. */
    private static final long FLOOR = 100;
    /** How long the application may take to find a token. */
    private static final long TOKEN_WAIT = 30_000;
    /** A server that closes a line sooner after its welcome would do so again: it counts as a failed attempt. */
    private static final long SOON = 10_000;
    /** No server makes a client wait longer than an hour; one that says more has made a mistake. */
    private static final long LONGEST_ASKED = 3_600_000;
    /** Reasons are for people. */
    private static final int LONGEST_REASON = 200;

    private static final int BROKEN = 1006;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Turn turn;
    private final Lane lane;
    private final Config config;
    private final Events events;
    private volatile ConnectionState state = new ConnectionState.Connecting();
    private @Nullable Connection connection;
    private boolean welcomed;
    private @Nullable String sid;
    private String key = "";
    private long helloSaid;
    private int attempt;
    /** Attempts that failed one after the other: each doubles the wait. */
    private int failures;

    private long welcomedAt;
    private int dials;
    private long askedToWait;
    /** What the server has said the line will be closed with. */
    private FromServer.@Nullable Bye goodbye;

    private boolean renewing;
    private @Nullable String token;
    private @Nullable String newToken;
    private Clock.@Nullable Timer timer;

    /** What a session needs from outside. */
    record Config(
            Line.Dialer dialer,
            Clock clock,
            DoubleSupplier random,
            Supplier<? extends @Nullable CompletionStage<@Nullable String>> token,
            boolean tokenIsFixed,
            @Nullable String contract,
            String sdk) {}

    /**
     * What a welcome means to this client.
     *
     * @param before whether there was a session before
     * @param helloSaid what the hello has told to be seen
     */
    record Greeting(boolean resumed, boolean before, long helloSaid) {}

    /** Is told, in the wire's turn, how the session goes. */
    interface Events {
        void text(String frame, Connection from);

        void packets(byte[] frame);

        void welcomed(FromServer.Welcome welcome, Greeting greeting, Connection on);

        void say(FromClient hello, Connection on);

        void drained();

        /** The application has new credentials for the live session. */
        void renewed(String token);

        void lost();

        void closed(String reason);

        /** Nothing is left of it; called once, on any thread. */
        void gone();

        void state(ConnectionState state);

        long handed();

        /** The hash of the packets that were told last; null if there were none. */
        @Nullable
        String packetsHash();

        void report(Throwable problem);
    }

    ClientSession(Turn turn, Lane lane, Config config, Events events) {
        this.turn = turn;
        this.lane = lane;
        this.config = config;
        this.events = events;
    }

    ConnectionState state() {
        return state;
    }

    boolean isWelcomed() {
        return welcomed;
    }

    boolean isClosed() {
        return state instanceof ConnectionState.Closed;
    }

    /** Later hellos bring this token, unless the application is asked for one each time. */
    void renew(String fresh) {
        newToken = config.tokenIsFixed() ? fresh : null;
    }

    void dial() {
        timer = null;
        attempt++;
        int dialling = ++dials;
        if (state instanceof ConnectionState.Away away) {
            enter(new ConnectionState.Away(Duration.ZERO, attempt, away.code(), away.reason()));
        }
        if (newToken != null) {
            token = newToken;
            open();
            return;
        }
        timer = config.clock().after(TOKEN_WAIT, () -> turn.take(() -> untold(dialling, null)));
        lane.executeBeside(() -> askForToken(dialling));
    }

    private void askForToken(int dialling) {
        askForToken(fresh -> told(dialling, fresh), thrown -> untold(dialling, thrown));
    }

    /** Beside the lane; what comes of it is told in the turn. */
    private void askForToken(Consumer<@Nullable String> told, Consumer<Throwable> untold) {
        CompletionStage<@Nullable String> stage;
        try {
            stage = config.token().get();
        } catch (RuntimeException thrown) {
            turn.take(() -> untold.accept(thrown));
            return;
        }
        if (stage == null) {
            turn.take(() -> told.accept(null));
        } else {
            stage.whenComplete((fresh, thrown) -> turn.take(() -> {
                if (thrown == null) {
                    told.accept(fresh);
                } else {
                    untold.accept(thrown);
                }
            }));
        }
    }

    /** The credentials of the session will expire: whoever can be asked for tokens has better ones. */
    void credentialsEnd() {
        if (config.tokenIsFixed() || renewing) {
            return;
        }
        renewing = true;
        lane.executeBeside(() -> askForToken(
                fresh -> {
                    renewing = false;
                    if (fresh != null && !isClosed()) {
                        events.renewed(fresh);
                    }
                },
                thrown -> {
                    renewing = false;
                    events.report(thrown);
                }));
    }

    private void told(int dialling, @Nullable String fresh) {
        if (dialling == dials && !isClosed()) {
            dials++;
            token = fresh;
            open();
        }
    }

    private void untold(int dialling, @Nullable Throwable why) {
        if (dialling == dials && !isClosed()) {
            dials++;
            events.report(
                    why == null ? new CallException(ErrorCodes.TIMEOUT, "No token within " + TOKEN_WAIT + " ms") : why);
            lost(0, "no token");
        }
    }

    private void open() {
        stopTimer();
        welcomed = false;
        goodbye = null;
        try {
            connection = new Connection(turn, config.clock(), config.dialer(), this);
        } catch (RuntimeException thrown) {
            events.report(thrown);
            lost(0, String.valueOf(thrown.getMessage()));
        }
    }

    @Override
    public void opened() {
        Connection on = connection;
        if (on != null) {
            String known = sid;
            helloSaid = events.handed();
            var resume = known == null ? null : new FromClient.Resume(known, key, helloSaid);
            events.say(
                    new FromClient.Hello(1, token, resume, config.contract(), config.sdk(), events.packetsHash()), on);
        }
    }

    void welcome(FromServer.Welcome welcome) {
        Connection on = connection;
        if (on == null) {
            return;
        }
        boolean before = sid != null;
        boolean resumed = before && welcome.resumed();
        String said = welcome.why();
        String why = before && !resumed ? (said == null ? "unknown" : cut(said)) : null;
        welcomed = true;
        welcomedAt = config.clock().now();
        renewing = false;
        sid = welcome.sid();
        key = welcome.key();
        attempt = 0;
        askedToWait = 0;
        on.expect(bounded("welcome: heartbeat", welcome.heartbeat()));
        enter(new ConnectionState.Open(resumed, why)); // told before what it brings about
        events.welcomed(welcome, new Greeting(resumed, before, helloSaid), on);
    }

    private long bounded(String what, long millis) {
        if (millis > LONGEST_ASKED) {
            events.report(Failures.badMessage(what + " is " + millis + " (expected: at most " + LONGEST_ASKED + ")"));
        }
        return Math.min(millis, LONGEST_ASKED);
    }

    private static String cut(String text) {
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }

    /** Pushes were lost on the way: only a resume can bring them. */
    void gap() {
        if (connection != null) {
            connection.fail(CloseCode.GAP.code(), "gap");
        }
    }

    void bye(FromServer.Bye bye) {
        goodbye = bye;
        Long retry = bye.retry();
        if (retry == null) {
            close(bye.code(), cut(bye.reason()));
        } else {
            askedToWait = bounded("bye: retry", retry);
        }
    }

    /** Closes for good. */
    void close(int code, String reason) {
        if (isClosed()) {
            return;
        }
        stopTimer();
        Connection on = connection;
        connection = null;
        welcomed = false;
        boolean refused = code == UNAUTHORIZED || code == FORBIDDEN || code >= CloseCode.POSITION_IMPOSSIBLE.code();
        enter(new ConnectionState.Closed(code, reason, refused)); // whoever hears why nothing comes finds it closed
        events.closed(reason);
        if (on == null) {
            events.gone();
        } else {
            on.end(CloseCode.NORMAL.code(), reason.length() > 30 ? reason.substring(0, 30) : reason, events::gone);
        }
    }

    @Override
    public void text(String frame, Connection from) {
        events.text(frame, from);
    }

    @Override
    public void binary(byte[] frame) {
        if (welcomed) {
            events.packets(frame);
        } else {
            events.report(Failures.badMessage("a binary frame before the welcome"));
        }
    }

    @Override
    public void drained() {
        events.drained();
    }

    @Override
    public void report(Throwable problem) {
        events.report(problem);
    }

    @Override
    public void refused(int status, String reason, long wait) {
        askedToWait = Math.min(wait, LONGEST_ASKED);
        lost(status, reason);
    }

    @Override
    public void lost(int code, String reason) {
        FromServer.Bye bye = goodbye;
        if (bye == null) {
            away(code, reason);
        } else {
            away(bye.code(), cut(bye.reason())); // also if the close itself was lost
        }
    }

    private void away(int code, String reason) {
        if (isClosed()) {
            return;
        }
        boolean broke = code == 0 || code == BROKEN; // nobody closed it
        boolean good = welcomed && (broke || config.clock().now() - welcomedAt >= SOON);
        connection = null;
        welcomed = false;
        events.lost();
        if (isClosed()) {
            return;
        }
        boolean expired = code == CloseCode.TOKEN_EXPIRED.code();
        if (code == UNAUTHORIZED || code == FORBIDDEN || !CloseCode.comesBack(code)) {
            close(code, reason.isEmpty() ? "closed by the server" : reason);
        } else if (expired && config.tokenIsFixed() && token != null) {
            close(code, "token_expired");
        } else {
            failures = good ? 0 : failures + 1;
            // Who is asked may have a better token already; if not, it will take a while.
            boolean atOnce = expired && failures < 2;
            long floor = Math.max(atOnce ? 0 : FLOOR, askedToWait);
            double most = atOnce ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * Math.pow(2, failures));
            long wait = Math.max(floor, (long) (config.random().getAsDouble() * most));
            timer = config.clock().after(wait, () -> turn.take(this::dial));
            String why = reason.isEmpty() ? "the connection was lost" : reason;
            enter(new ConnectionState.Away(Duration.ofMillis(wait), attempt + 1, code, why));
        }
    }

    private void enter(ConnectionState next) {
        state = next;
        events.state(next);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
