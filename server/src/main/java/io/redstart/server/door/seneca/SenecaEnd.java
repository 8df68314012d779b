package io.redstart.server.door.seneca;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.door.tcp.ByteLine;
import io.redstart.server.door.tcp.LineEnd;
import io.redstart.server.door.tcp.LineSplitter;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.Receiver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of one line of acts. */
final class SenecaEnd implements LineEnd, FrameCodec {
    private static final Logger LOG = LoggerFactory.getLogger(SenecaEnd.class);
    private static final byte[] LINE_BREAK = {'\n'};
    private static final int ORDERLY = 1000;

    private final Receiver life;
    private final SenecaLine acts;
    private final LineSplitter splitter;
    private final boolean greetsAtOnce;
    private @Nullable ByteLine line;
    private @Nullable Connection connection;
    /** The peer says nothing more, and waits for answers. */
    private volatile boolean ended;

    /**
     * An end.
     *
     * @param life what is behind it
     * @param names knows which methods acts mean
     * @param greetsAtOnce whether it is decided who the peer is
     */
    SenecaEnd(Receiver life, ActNames names, boolean greetsAtOnce) {
        this.life = life;
        this.acts = new SenecaLine(life, names);
        this.splitter = new LineSplitter(LINE_BREAK, life::maxMessage);
        this.greetsAtOnce = greetsAtOnce;
    }

    @Override
    public void opened(ByteLine opened) {
        line = opened;
        Connection made = opened.connection(this);
        connection = made;
        life.opened(made);
        if (greetsAtOnce) {
            acts.hello();
        }
        opened.read();
    }

    private ByteLine line() {
        return Objects.requireNonNull(line);
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
    }

    @Override
    public void bytes(byte[] bytes, int from, int length) {
        if (splitter.add(bytes, from, length, this::take) == LineSplitter.TOO_LONG) {
            line().stop();
            // the line is closed, and nobody should wait for what will never come
            acts.giveUp(ActFailure.of(ErrorCodes.TOO_LARGE, "A line was too long"), line()::write);
            life.tooLarge();
        }
    }

    private boolean take(byte[] bytes, int from, int length) {
        if (!line().takes()) {
            return false;
        }
        if (acts.take(bytes, from, length)) {
            return true;
        }
        LOG.debug("{} said no act first, its line is closed", connection().peer());
        line().stop();
        connection().close(CloseCode.BAD_PROTOCOL, "this is no act");
        return false;
    }

    @Override
    public boolean isWithin() {
        return splitter.isWithin();
    }

    @Override
    public void ended() {
        ended = true;
        if (acts.isIdle()) {
            connection().close(CloseCode.NORMAL, "");
        }
    }

    @Override
    public void encode(boolean binary, byte[] bytes, int from, int length, Frames frames) {
        acts.encode(binary, bytes, from, length, frames);
        if (ended && acts.isIdle()) {
            connection().close(CloseCode.NORMAL, "");
        }
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        life.exceeded(limit, code, reason);
    }

    /** These peers never come back to a session: with the line it is over. */
    @Override
    public void closed(int code) {
        life.closed(ORDERLY, "");
    }
}
