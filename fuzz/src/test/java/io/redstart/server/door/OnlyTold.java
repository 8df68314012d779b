package io.redstart.server.door;

import io.redstart.protocol.CloseCode;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Receiver;

/** What is behind a door's line, and is told messages only. */
public abstract class OnlyTold implements Receiver {
    @Override
    public void opened(Connection connection) {
        throw new UnsupportedOperationException("opened");
    }

    @Override
    public void binary(byte[] bytes, int from, int length) {
        throw new UnsupportedOperationException("a binary frame");
    }

    @Override
    public int maxMessage() {
        return 65_536;
    }

    @Override
    public void tooLarge() {
        throw new UnsupportedOperationException("too large");
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        throw new UnsupportedOperationException("exceeded " + limit);
    }

    @Override
    public void limitHit(String limit) {
        throw new UnsupportedOperationException("hit " + limit);
    }

    @Override
    public void closed(int code, String reason) {
        throw new UnsupportedOperationException("closed " + code);
    }
}
