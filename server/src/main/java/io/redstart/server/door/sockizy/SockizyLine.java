package io.redstart.server.door.sockizy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.Lines;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.ProtocolException;
import io.redstart.protocol.packet.PacketException;
import io.redstart.protocol.packet.Packets;
import io.redstart.server.door.Behind;
import io.redstart.server.door.JsonParts;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.Receiver;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of a sockizy client: packets, texts and JSON, each way. To what is behind it, it is a client of redstart.v1
 * that answers every ping, and acknowledges what has been written.
 *
 * <p>The form is that of sockizy's generations with ids of one byte and of two.
 */
final class SockizyLine implements Receiver, FrameCodec {
    private static final Logger LOG = LoggerFactory.getLogger(SockizyLine.class);
    /** What the WebSocket standard has for bytes that a server cannot take. */
    private static final int UNACCEPTABLE = 1003;

    private static final MessageReader READER =
            new MessageReader(JsonFactory.builder().build(), (kind, id, target, parser) -> {
                parser.skipChildren();
                return null;
            });

    private final Receiver life;
    private final Behind behind;
    private final SockizySettings settings;
    private final SockizyTables tables;
    private final SockizyPackets packets;
    private final SockizyTexts texts;
    private final JsonParts said = new JsonParts();
    private @Nullable Connection connection;
    private boolean over;

    SockizyLine(Receiver life, SockizySettings settings, SockizyTables tables, SockizyTexts texts) {
        this.life = life;
        this.behind = new Behind(life, "A sockizy client");
        this.settings = settings;
        this.tables = tables;
        this.packets = new SockizyPackets(tables, settings.generation());
        this.texts = texts;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        life.opened(opened);
        String known = tables.hash();
        behind.says("[\"hello\",{\"v\":1,\"sdk\":\"sockizy\"" + (known == null ? "" : ",\"packets\":\"" + known + "\"")
                + "}]");
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        if (over) {
            return;
        }
        behind.sayWhatWaits();
        byte[] message = SockizyTexts.text(bytes, from, length);
        if (message.length > life.maxMessage()) { // all of it may have had to be escaped
            tooLarge();
            return;
        }
        behind.says(message);
        if (texts.isJson(bytes, from, length)) {
            behind.says(SockizyTexts.json(bytes, from, length));
        }
    }

    @Override
    public void binary(byte[] bytes, int from, int length) {
        if (over) {
            return;
        }
        behind.sayWhatWaits();
        byte[] frame;
        try {
            frame = settings.binary() == SockizySettings.Binary.BYTES
                    ? Packets.raw(Arrays.copyOfRange(bytes, from, from + length))
                    : packets.toServer(bytes, from, length);
        } catch (PacketException none) {
            end(none);
            return;
        }
        life.binary(frame, 0, frame.length);
    }

    /** Its tables are others, or it means no good: in both cases nothing it sends can be trusted. */
    private void end(PacketException none) {
        over = true;
        life.notAMessage(String.valueOf(none.getMessage()));
        if (settings.generation() == 1) {
            line().cut();
        } else {
            line().close(UNACCEPTABLE, "not a packet");
        }
    }

    private Connection line() {
        return Objects.requireNonNull(connection);
    }

    @Override
    public void linePonged() {
        behind.ponged();
    }

    @Override
    public void encode(boolean binary, byte[] bytes, int from, int length, Frames frames) {
        if (binary) {
            packets.toClient(bytes, from, length, frames);
        } else {
            Lines.forEach(bytes, from, length, (line, start, size) -> line(line, start, size, frames));
        }
    }

    private void line(byte[] line, int from, int length, Frames frames) {
        if (!said.of(line, from, length)) {
            throw new IllegalStateException("a message that is none");
        }
        switch (said.json(0)) {
            case "\"txt\"" -> {
                frames.text(plain(said.bytes(2)));
                behind.wrote(said.json(1));
            }
            case "\"json\"" -> {
                frames.text(said.bytes(2));
                behind.wrote(said.json(1));
            }
            case "\"act\"", "\"evt\"", "\"state\"", "\"who\"", "\"left\"" -> behind.wrote(said.json(1));
            case "\"ping\"" -> frames.ping();
            case "\"ask\"" -> behind.answersNothing(said.json(1));
            case "\"welcome\"", "\"packets\"" -> learn(line, from, length);
            default -> {
                // it has no word for it
            }
        }
    }

    /** The characters of a text that is written as JSON. */
    private static byte[] plain(byte[] quoted) {
        for (byte each : quoted) {
            if (each == '\\') {
                return JsonMapper.shared().readValue(quoted, String.class).getBytes(UTF_8);
            }
        }
        return Arrays.copyOfRange(quoted, 1, quoted.length - 1);
    }

    private void learn(byte[] line, int from, int length) {
        try {
            FromServer message = READER.fromServer(line, from, length);
            tables.learn(
                    message instanceof FromServer.Welcome welcome ? welcome.packets() : (FromServer.PacketIds) message);
        } catch (ProtocolException broken) {
            throw new IllegalStateException("a message that is none", broken);
        }
    }

    @Override
    public int messages(int lines) {
        return 1;
    }

    @Override
    public int maxMessage() {
        return (int) Math.min(settings.maxPayload(), life.maxMessage());
    }

    /** As it always was: without a word. */
    @Override
    public void tooLarge() {
        over = true;
        life.limitHit("message");
        line().cut();
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        life.exceeded(limit, code, reason);
    }

    @Override
    public void limitHit(String limit) {
        life.limitHit(limit);
    }

    /** These clients never come back to a session: with the line it is over. */
    @Override
    public void closed(int code, String reason) {
        LOG.debug("A client has gone with {}", code);
        life.closed(1000, reason);
    }
}
