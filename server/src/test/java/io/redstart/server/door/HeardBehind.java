package io.redstart.server.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.protocol.CloseCode;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Receiver;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is behind a door's line writes down what it is told. Quotes are single here. */
public class HeardBehind implements Receiver {
    public final Deque<String> heard = new ArrayDeque<>();

    @Override
    public void opened(Connection connection) {
        throw new UnsupportedOperationException("this line has no connection");
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        heard.add(new String(bytes, from, length, UTF_8).replace('"', '\''));
    }

    @Override
    public void binary(byte[] bytes, int from, int length) {
        throw new UnsupportedOperationException("this line has no packets");
    }

    @Override
    public int maxMessage() {
        return 65_536;
    }

    @Override
    public void tooLarge() {
        heard.add("too large");
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        heard.add("exceeded " + limit);
    }

    @Override
    public void limitHit(String limit) {
        heard.add("hit " + limit);
    }

    @Override
    public void closed(int code, String reason) {
        heard.add("closed " + code);
    }
}
