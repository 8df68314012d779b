package io.redstart.proofs.autobahn;

import io.redstart.protocol.CloseCode;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Receiver;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what it hears, through the outbox, as the server does. */
final class Echo implements Receiver {
    private @Nullable Connection connection;

    @Override
    public void opened(Connection opened) {
        connection = opened;
    }

    @Override
    public void text(byte[] heard, int from, int length) {
        Objects.requireNonNull(connection).send(Arrays.copyOfRange(heard, from, from + length));
    }

    @Override
    public void binary(byte[] heard, int from, int length) {
        Connection open = Objects.requireNonNull(connection);
        open.addBinary(Arrays.copyOfRange(heard, from, from + length));
        open.ready();
    }

    @Override
    public int maxMessage() {
        return (int) EchoServer.SETTINGS.maxMessage();
    }

    @Override
    public void tooLarge() {
        exceeded("message", CloseCode.BAD_PROTOCOL, "a message is larger than any of the suite");
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        Objects.requireNonNull(connection).close(code, reason);
    }

    @Override
    public void limitHit(String limit) {
        // the suite sees it by the close code
    }

    @Override
    public void closed(int code, String reason) {
        connection = null;
    }
}
