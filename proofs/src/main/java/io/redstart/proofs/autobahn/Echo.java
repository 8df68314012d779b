package io.redstart.proofs.autobahn;

import io.redstart.protocol.CloseCode;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Receiver;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what it hears: text through the outbox, as the server does, bytes straight to the line. */
final class Echo implements Receiver {
    private final Consumer<ByteBuffer> bytes;
    private @Nullable Connection connection;

    Echo(Consumer<ByteBuffer> bytes) {
        this.bytes = bytes;
    }

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
        bytes.accept(ByteBuffer.wrap(Arrays.copyOfRange(heard, from, from + length)));
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
