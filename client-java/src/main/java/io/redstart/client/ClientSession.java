package io.redstart.client;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
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
    private int dials;
    private long askedToWait;
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

    /** Is told, in the wire's turn, how the session goes. */
    interface Events {
        void text(String frame, Connection from);

        void welcomed(FromServer.Welcome welcome, boolean resumed, boolean before, long helloSaid, Connection on);

        void say(FromClient hello, Connection on);

        void drained();

        void lost();

        void closed(String reason);

        /** Nothing is left of it; called once, on any thread. */
        void gone();

        void state(ConnectionState state);

        long handed();

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
            enter(new ConnectionState.Away(Duration.ZERO, attempt, away.reason()));
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
        CompletionStage<@Nullable String> stage;
        try {
            stage = config.token().get();
        } catch (RuntimeException thrown) {
            turn.take(() -> untold(dialling, thrown));
            return;
        }
        if (stage == null) {
            turn.take(() -> told(dialling, null));
        } else {
            stage.whenComplete((fresh, thrown) -> turn.take(() -> {
                if (thrown == null) {
                    told(dialling, fresh);
                } else {
                    untold(dialling, thrown);
                }
            }));
        }
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
            if (why != null) {
                events.report(why);
            }
            lost(0, "no token");
        }
    }

    private void open() {
        stopTimer();
        welcomed = false;
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
            events.say(new FromClient.Hello(1, token, resume, config.contract(), config.sdk()), on);
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
        String why = before && !resumed ? (said == null ? "unknown" : said) : null;
        welcomed = true;
        sid = welcome.sid();
        key = welcome.key();
        attempt = 0;
        askedToWait = 0;
        on.expect(welcome.heartbeat());
        events.welcomed(welcome, resumed, before, helloSaid, on);
        enter(new ConnectionState.Open(resumed, why));
    }

    /** Pushes were lost on the way: only a resume can bring them. */
    void gap() {
        if (connection != null) {
            connection.fail(CloseCode.GAP.code(), "gap");
        }
    }

    void bye(FromServer.Bye bye) {
        Long retry = bye.retry();
        if (retry == null) {
            close(bye.code(), bye.reason());
        } else {
            askedToWait = retry;
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
        events.closed(reason);
        enter(new ConnectionState.Closed(code, reason));
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
    public void drained() {
        events.drained();
    }

    @Override
    public void report(Throwable problem) {
        events.report(problem);
    }

    @Override
    public void lost(int code, String reason) {
        if (isClosed()) {
            return;
        }
        connection = null;
        welcomed = false;
        events.lost();
        if (isClosed()) {
            return;
        }
        if (code != 0 && !CloseCode.comesBack(code)) {
            close(code, reason.isEmpty() ? "closed by the server" : reason);
            return;
        }
        long floor = Math.max(FLOOR, askedToWait);
        double most = Math.min(LONGEST_WAIT, FIRST_WAIT * Math.pow(2, attempt));
        long wait = Math.max(floor, (long) (config.random().getAsDouble() * most));
        timer = config.clock().after(wait, () -> turn.take(this::dial));
        String why = reason.isEmpty() ? "the connection was lost" : reason;
        enter(new ConnectionState.Away(Duration.ofMillis(wait), attempt + 1, why));
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
