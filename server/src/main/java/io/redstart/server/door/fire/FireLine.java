package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.Lines;
import io.redstart.server.door.Behind;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.JsonParts;
import io.redstart.server.door.fire.sockjs.SockJsLine;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Receiver;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page of a Fire Web Socket application: {@code {"event":…,"data":…}} both ways. It names its namespace and shows its
 * token in {@code auth}; before that nothing is heard. From then on it is a client of redstart.v1 to what is behind it,
 * that answers every ping, and acknowledges what has been written.
 *
 * <p>The form is that of the LaWS server and its script fws.js.
 */
final class FireLine implements SockJsLine {
    private static final Logger LOG = LoggerFactory.getLogger(FireLine.class);
    private static final Set<String> MESSAGE = Set.of("event", "data");
    private static final Set<String> AUTH = Set.of("i", "s");
    private static final Set<String> WELCOME = Set.of("sid");
    private static final Set<String> CHANNEL = Set.of("channel");
    private static final int LONGEST_NAME = 1024;
    private static final byte[] NULL = "null".getBytes(UTF_8);

    private final FireDoor door;
    private final Handshake handshake;
    private final long openedAt;
    private final JsonParts said = new JsonParts();
    private @Nullable Connection connection;
    private volatile @Nullable Receiver life;
    private volatile @Nullable Behind behind;
    private volatile boolean refused;
    private long lastId;

    FireLine(FireDoor door, Handshake handshake) {
        this.door = door;
        this.handshake = handshake;
        this.openedAt = door.now();
    }

    @Override
    public void opened(Connection open) {
        connection = open;
        door.waits(this);
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        if (refused) {
            return;
        }
        JsonFields message = JsonFields.of(bytes, from, length, MESSAGE);
        String event = message == null ? null : message.text("event");
        if (message == null || event == null || event.isEmpty()) {
            return; // as it always was: what is no message is passed over
        }
        byte[] data = message.json("data");
        if (life == null) {
            if (event.equals("auth")) {
                authenticate(data == null ? NULL : data);
            }
            return;
        }
        behind().sayWhatWaits();
        switch (event) {
            case "auth" -> {
                // it is in
            }
            case "subscribe" -> in("join", data, ",{}]");
            case "unsubscribe" -> in("leave", data, "]");
            default -> behind().says(joined("[\"evt\",", message.json("event"), data == null ? NULL : data));
        }
    }

    /** Frames of bytes are taken for text. */
    @Override
    public void binary(byte[] bytes, int from, int length) {
        text(bytes, from, length);
    }

    @Override
    public int messages(int lines) {
        return 1;
    }

    private void authenticate(byte[] data) {
        JsonFields shown = JsonFields.of(data, AUTH);
        byte[] token = shown == null ? null : shown.textJson("s");
        String namespace = shown == null ? null : shown.text("i");
        if (token == null || token.length <= 2) {
            refuse(FireCode.INCOMPLETE, "not found s - param, auth string");
        } else if (namespace == null || namespace.isEmpty()) {
            refuse(FireCode.INCOMPLETE, "not found i - param, site id");
        } else {
            enter(namespace, token);
        }
    }

    private void enter(String namespace, byte[] token) {
        Entrance entrance;
        try {
            entrance = door.into(namespace);
        } catch (CallException nowhere) {
            refuse(FireCode.NOT_FOUND, "site id not registered");
            return;
        }
        Receiver opened = entrance.dispatcher()
                .connect(FireDoor.NAME, handshake, entrance.authentication().decide(handshake));
        behind = new Behind(opened, "A Fire Web Socket client");
        life = opened;
        door.waitsNoMore(this);
        opened.opened(connection());
        ByteArrayOutputStream hello = new ByteArrayOutputStream(token.length + 64);
        hello.writeBytes("[\"hello\",{\"v\":1,\"sdk\":\"fire\",\"token\":".getBytes(UTF_8));
        hello.writeBytes(token);
        hello.writeBytes("}]".getBytes(UTF_8));
        behind().says(hello.toByteArray());
    }

    private void refuse(int code, String reason) {
        refused = true;
        connection().close(code, reason);
    }

    /** Asks something of a channel, which is named by a text, or in an object. */
    private void in(String what, byte @Nullable [] data, String rest) {
        if (data == null) {
            return;
        }
        byte[] channel = data;
        if (data[0] == '{') {
            JsonFields named = JsonFields.of(data, CHANNEL);
            channel = named == null ? null : named.textJson("channel");
        }
        if (channel == null || channel[0] != '"' || channel.length <= 2 || channel.length > LONGEST_NAME) {
            return;
        }
        behind().says("[\"" + what + "\"," + ++lastId + "," + new String(channel, UTF_8) + rest);
    }

    private static byte[] joined(String beginning, byte @Nullable [] first, byte[] second) {
        byte[] name = first == null ? NULL : first;
        ByteArrayOutputStream message = new ByteArrayOutputStream(beginning.length() + name.length + second.length + 2);
        message.writeBytes(beginning.getBytes(UTF_8));
        message.writeBytes(name);
        message.write(',');
        message.writeBytes(second);
        message.write(']');
        return message.toByteArray();
    }

    @Override
    public void linePonged() {
        Behind told = behind;
        if (told != null) {
            told.ponged();
        }
    }

    /** Once it is somebody. */
    private Behind behind() {
        return Objects.requireNonNull(behind);
    }

    @Override
    public void encode(boolean binary, byte[] bytes, int from, int length, Frames frames) {
        if (!binary) { // packets are not for these clients
            Lines.forEach(bytes, from, length, (line, start, size) -> line(line, start, size, frames));
        }
    }

    private void line(byte[] line, int from, int length, Frames frames) {
        if (!said.of(line, from, length)) {
            throw new IllegalStateException("a message that is none: " + new String(line, from, length, UTF_8));
        }
        switch (said.json(0)) {
            case "\"welcome\"" -> frames.text(welcome(said.bytes(1)));
            case "\"evt\"" -> {
                boolean inChannel = said.first(2) == '"';
                frames.text(told(said.bytes(inChannel ? 2 : 3), said.bytes(4)));
                behind().wrote(said.json(1));
            }
            case "\"act\"" -> {
                if (said.first(2) == '"') { // what is for a store alone, it has no word for
                    frames.text(told(said.bytes(2), said.bytes(3)));
                }
                behind().wrote(said.json(1));
            }
            case "\"state\"" -> {
                if (said.first(4) != 'n') { // that there is none was never told
                    frames.text(told(said.bytes(2), said.bytes(4)));
                }
                behind().wrote(said.json(1));
            }
            case "\"who\"", "\"left\"", "\"txt\"", "\"json\"" -> behind().wrote(said.json(1));
            case "\"ping\"" -> frames.ping();
            case "\"ask\"" -> behind().answersNothing(said.json(1));
            case "\"err\"" -> LOG.debug("Not for this client: {}", said.json(2));
            default -> {
                // it has no word for it
            }
        }
    }

    private static byte[] welcome(byte[] welcome) {
        JsonFields told = Objects.requireNonNull(JsonFields.of(welcome, WELCOME));
        return ("{\"event\":\"auth ok\",\"data\":{\"cid\":"
                        + new String(Objects.requireNonNull(told.json("sid")), UTF_8) + "}}")
                .getBytes(UTF_8);
    }

    private static byte[] told(byte[] event, byte[] data) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(event.length + data.length + 20);
        message.writeBytes("{\"event\":".getBytes(UTF_8));
        message.writeBytes(event);
        message.writeBytes(",\"data\":".getBytes(UTF_8));
        message.writeBytes(data);
        message.write('}');
        return message.toByteArray();
    }

    @Override
    public Ending closing(int code, String reason, Frames frames) {
        return FireCode.ending(code, reason);
    }

    @Override
    public int maxMessage() {
        Receiver heard = life;
        return heard == null ? door.maxBeforeWelcome() : heard.maxMessage();
    }

    @Override
    public void tooLarge() {
        Receiver heard = life;
        if (heard == null) {
            refuse(FireCode.TOO_LARGE, "message is too large");
        } else {
            heard.tooLarge();
        }
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        Receiver heard = life;
        if (heard == null) {
            door.limitHit(limit);
            refuse(code.code(), reason);
        } else {
            heard.exceeded(limit, code, reason);
        }
    }

    @Override
    public void limitHit(String limit) {
        door.limitHit(limit);
    }

    /** Time goes by for a client that has not said who it is. */
    void tick(long now) {
        Connection open = connection();
        open.tick(now);
        if (!refused && now - openedAt > door.helloMillis()) {
            door.limitHit("hello");
            refuse(FireCode.INCOMPLETE, "not found s - param, auth string");
        } else if (door.isStuck(open)) {
            open.cut();
        }
    }

    /** These clients never come back to a session: with the line it is over. */
    @Override
    public void closed(int code, String reason) {
        door.waitsNoMore(this);
        Receiver heard = life;
        if (heard != null) {
            heard.closed(1000, reason);
        }
    }
}
