package io.redstart.protocol;

import io.redstart.api.CallException;
import io.redstart.protocol.FromClient.Position;
import io.redstart.protocol.PayloadReader.Kind;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.Packets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads messages of {@code redstart.v1} from UTF-8 bytes. The bytes are read in place and not kept. Threads may share
 * one.
 */
public final class MessageReader {
    private final JsonFactory json;
    private final Spares<MessageParser> parsers;
    private final PayloadReader payloads;

    /**
     * A reader.
     *
     * @param json makes the parsers; its constraints are the limits of depth, names and numbers
     * @param payloads reads what the messages carry
     */
    public MessageReader(JsonFactory json, PayloadReader payloads) {
        this(json, new Spares<>(), payloads);
    }

    private MessageReader(JsonFactory json, Spares<MessageParser> parsers, PayloadReader payloads) {
        this.json = json;
        this.parsers = parsers;
        this.payloads = payloads;
    }

    /**
     * A reader for somebody else, with whom this one shares its parsers: they are kept for the next message, and there
     * need not be some for each of many connections.
     *
     * @param payloads reads what the messages carry
     * @return the reader
     */
    public MessageReader with(PayloadReader payloads) {
        return new MessageReader(json, parsers, payloads);
    }

    /**
     * Reads what a client said.
     *
     * @param bytes holds one message
     * @param from where it begins
     * @param length how long it is
     * @return the message
     * @throws ProtocolException if it is none
     */
    public FromClient fromClient(byte[] bytes, int from, int length) throws ProtocolException {
        return read(bytes, from, length, MessageReader::clientMessage);
    }

    /**
     * Reads what a server said.
     *
     * @param bytes holds one message
     * @param from where it begins
     * @param length how long it is
     * @return the message
     * @throws ProtocolException if it is none
     */
    public FromServer fromServer(byte[] bytes, int from, int length) throws ProtocolException {
        return read(bytes, from, length, MessageReader::serverMessage);
    }

    private interface Body<M> {
        M read(MessageReader reader, MessageCursor in, String op) throws ProtocolException;
    }

    private <M> M read(byte[] bytes, int from, int length, Body<M> body) throws ProtocolException {
        if (!MessageParser.couldRead(bytes, from, length)) {
            return readByAnother(bytes, from, length, body);
        }
        MessageParser parser = parsers.take();
        if (parser == null) {
            parser = new MessageParser(json);
        }
        MessageCursor in = new MessageCursor(parser);
        try {
            parser.begin(bytes, from, length);
            return read(in, body);
        } catch (JacksonException broken) {
            throw new ProtocolException(why(broken), in.knownId(), in.isAnswer());
        } finally {
            if (parser.end()) {
                parsers.giveBack(parser);
            }
        }
    }

    private <M> M readByAnother(byte[] bytes, int from, int length, Body<M> body) throws ProtocolException {
        MessageCursor in = null;
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            in = new MessageCursor(parser);
            return read(in, body);
        } catch (JacksonException broken) {
            String why = why(broken);
            throw in == null
                    ? new ProtocolException(why, null)
                    : new ProtocolException(why, in.knownId(), in.isAnswer());
        }
    }

    private <M> M read(MessageCursor in, Body<M> body) throws ProtocolException {
        M message = body.read(this, in, in.op());
        in.end();
        return message;
    }

    /** It reaches the peer, so it is not in the parser's words: those tell of its classes. */
    private static String why(JacksonException broken) {
        if (broken instanceof StreamConstraintsException) {
            return "not JSON within the bounds of depth, texts, names and numbers";
        }
        TokenStreamLocation location = broken.getLocation();
        return location == null || location.getByteOffset() < 0
                ? "not JSON"
                : "not JSON, at byte " + location.getByteOffset();
    }

    private FromClient clientMessage(MessageCursor in, String op) throws ProtocolException {
        return switch (op) {
            case "call" -> call(in);
            case "cast" -> {
                String target = in.name("target");
                yield new FromClient.Cast(target, args(in, 0, target));
            }
            case "cancel" -> new FromClient.Cancel(in.id());
            case "more" -> new FromClient.More(in.id(), in.count());
            case "act" -> {
                long id = in.id();
                String channel = in.nameOrNull("channel");
                Object action = payload(in, Kind.ACTION, id, channel);
                yield new FromClient.Act(id, channel, action, user(in));
            }
            case "evt" -> {
                String name = in.name("name");
                yield new FromClient.Event(name, payload(in, Kind.DATA, 0, name));
            }
            case "txt" -> new FromClient.Text(in.text("text"));
            case "json" -> new FromClient.Json(payload(in, Kind.DATA, 0, null));
            case "ack" -> new FromClient.Ack(in.seq());
            case "pong" -> new FromClient.Pong(in.seq());
            case "ret" -> result(in);
            case "err" -> failure(in);
            case "join" -> new FromClient.Join(in.id(), in.name("channel"), since(in));
            case "leave" -> new FromClient.Leave(in.id(), in.name("channel"));
            case "pub" -> {
                long id = in.id();
                String channel = in.name("channel");
                String name = in.name("name");
                Object data = payload(in, Kind.DATA, id, name);
                yield new FromClient.Publish(id, channel, name, data, user(in));
            }
            case "set" -> set(in);
            case "get" -> new FromClient.GetState(in.id(), in.name("channel"), user(in));
            case "who" -> new FromClient.Who(in.id(), in.name("channel"), sessions(in));
            case "grant" -> new FromClient.Grant(in.id(), in.name("channel"), in.name("user"));
            case "revoke" -> new FromClient.Revoke(in.id(), in.name("channel"), in.name("user"));
            case "auth" -> new FromClient.Auth(in.id(), in.text("token"));
            case "can" -> new FromClient.Can(in.id());
            case "hello" -> hello(in);
            default -> throw in.unknownOp(op);
        };
    }

    private FromServer serverMessage(MessageCursor in, String op) throws ProtocolException {
        return switch (op) {
            case "ret" -> result(in);
            case "err" -> failure(in);
            case "act" -> {
                long seq = in.seq();
                String channel = in.nameOrNull("channel");
                yield new FromServer.Act(seq, channel, payload(in, Kind.ACTION, 0, channel), pushMeta(in));
            }
            case "evt" -> {
                long seq = in.seq();
                String channel = in.nameOrNull("channel");
                String name = in.name("name");
                yield new FromServer.Event(seq, channel, name, payload(in, Kind.DATA, 0, name), pushMeta(in));
            }
            case "txt" -> new FromServer.Text(in.seq(), in.text("text"), pushMeta(in));
            case "json" -> new FromServer.Json(in.seq(), payload(in, Kind.DATA, 0, null), pushMeta(in));
            case "item" -> {
                long id = in.id();
                long number = in.seq();
                yield new FromServer.Item(id, number, payload(in, Kind.VALUE, id, null));
            }
            case "end" -> {
                long id = in.id();
                yield new FromServer.End(id, in.isOver() ? null : error(in));
            }
            case "state" -> {
                long seq = in.seq();
                String channel = in.name("channel");
                in.next();
                Position position = position(in);
                yield new FromServer.State(seq, channel, position, payload(in, Kind.STATE, 0, channel));
            }
            case "who" -> {
                long seq = in.seq();
                String channel = in.name("channel");
                yield new FromServer.Presence(seq, channel, in.name("user"), in.booleanValue("here"));
            }
            case "left" -> new FromServer.Left(in.seq(), in.name("channel"), in.name("why"));
            case "ask" -> {
                long id = in.id();
                String name = in.name("name");
                yield new FromServer.Ask(id, name, args(in, id, name));
            }
            case "ping" -> new FromServer.Ping(in.seq());
            case "api" -> new FromServer.Api(in.text("hash"));
            case "auth" -> {
                in.next();
                yield new FromServer.Auth(in.number("within"));
            }
            case "can" -> can(in);
            case "packets" -> {
                in.next();
                yield packets(in);
            }
            case "bye" -> bye(in);
            case "user" -> identity(in);
            case "welcome" -> welcome(in);
            default -> throw in.unknownOp(op);
        };
    }

    private FromClient.Call call(MessageCursor in) throws ProtocolException {
        long id = in.id();
        String target = in.name("target");
        Object args = args(in, id, target);
        if (in.isOver()) {
            return new FromClient.Call(id, target, args, CallMeta.NONE);
        }
        Long ttl = null;
        String key = null;
        String traceparent = null;
        Integer grant = null;
        Long seen = null;
        for (String name = in.startObject("meta"); name != null; name = in.nextName()) {
            switch (name) {
                case "ttl" -> ttl = in.numberValue("ttl");
                case "key" -> key = in.textValue("key");
                case "tp" -> traceparent = in.textValue("tp");
                case "seen" -> seen = in.numberValue("seen");
                case "n" -> grant = (int) Math.min(in.numberValue("n"), Integer.MAX_VALUE);
                default -> in.skipValue();
            }
        }
        return new FromClient.Call(id, target, args, new CallMeta(ttl, key, traceparent, grant, seen));
    }

    private @Nullable Object args(MessageCursor in, long id, String target) throws ProtocolException {
        JsonToken token = in.next();
        if (token != JsonToken.START_ARRAY && token != JsonToken.START_OBJECT) {
            throw in.wrong("arguments", "an array or an object");
        }
        return payloads.read(Kind.ARGS, id, target, in.parser());
    }

    private @Nullable Object payload(MessageCursor in, Kind kind, long id, @Nullable String target)
            throws ProtocolException {
        if (in.next() == JsonToken.END_ARRAY) {
            throw in.wrong(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), "a JSON value");
        }
        return payloads.read(kind, id, target, in.parser());
    }

    private Answer.Result result(MessageCursor in) throws ProtocolException {
        long id = in.id();
        return new Answer.Result(id, payload(in, Kind.VALUE, id, null));
    }

    private Answer.Failure failure(MessageCursor in) throws ProtocolException {
        long id = in.id();
        in.next();
        return new Answer.Failure(id, error(in));
    }

    private FromClient.Hello hello(MessageCursor in) throws ProtocolException {
        int version = 1;
        String token = null;
        FromClient.Resume resume = null;
        String api = null;
        String sdk = null;
        String packets = null;
        if (in.isOver()) {
            return FromClient.Hello.EMPTY;
        }
        for (String name = in.startObject("hello"); name != null; name = in.nextName()) {
            switch (name) {
                case "v" -> version = (int) Math.min(in.numberValue("v"), Integer.MAX_VALUE);
                case "token" -> token = in.textValueOrNull("token");
                case "resume" -> resume = in.isNullValue() ? null : resume(in);
                case "api" -> api = in.textValueOrNull("api");
                case "sdk" -> sdk = in.textValueOrNull("sdk");
                case "packets" -> packets = in.textValueOrNull("packets");
                default -> in.skipValue();
            }
        }
        return new FromClient.Hello(version, token, resume, api, sdk, packets);
    }

    private static FromClient.Resume resume(MessageCursor in) throws ProtocolException {
        String sid = null;
        String key = null;
        long seen = 0;
        for (String name = in.startObject("resume"); name != null; name = in.nextName()) {
            switch (name) {
                case "sid" -> sid = in.textValue("sid");
                case "key" -> key = in.textValue("key");
                case "seen" -> seen = in.numberValue("seen");
                default -> in.skipValue();
            }
        }
        if (sid == null || key == null) {
            throw in.wrong("resume", "an object with sid, key and seen");
        }
        return new FromClient.Resume(sid, key, seen);
    }

    /** The one option there is of most of what is said in a channel. */
    private static @Nullable String user(MessageCursor in) throws ProtocolException {
        String user = null;
        if (!in.isOver()) {
            for (String name = in.startObject("options"); name != null; name = in.nextName()) {
                if (name.equals("user")) {
                    user = in.nameOrNull("user");
                } else {
                    in.skipValue();
                }
            }
        }
        return user;
    }

    private static boolean sessions(MessageCursor in) throws ProtocolException {
        boolean sessions = false;
        if (!in.isOver()) {
            for (String name = in.startObject("options"); name != null; name = in.nextName()) {
                if (name.equals("sessions")) {
                    sessions = in.booleanValue("sessions");
                } else {
                    in.skipValue();
                }
            }
        }
        return sessions;
    }

    private FromClient.SetState set(MessageCursor in) throws ProtocolException {
        long id = in.id();
        String channel = in.name("channel");
        Object value = payload(in, Kind.STATE, id, channel);
        String user = null;
        long ttl = 0;
        boolean quiet = false;
        if (!in.isOver()) {
            for (String name = in.startObject("options"); name != null; name = in.nextName()) {
                switch (name) {
                    case "user" -> user = in.nameOrNull("user");
                    case "ttl" -> ttl = in.signedValue("ttl");
                    case "quiet" -> quiet = in.booleanValue("quiet");
                    default -> in.skipValue();
                }
            }
        }
        return new FromClient.SetState(id, channel, value, user, ttl, quiet);
    }

    private static @Nullable Position since(MessageCursor in) throws ProtocolException {
        Position since = null;
        if (!in.isOver()) {
            for (String name = in.startObject("join"); name != null; name = in.nextName()) {
                if (name.equals("since")) {
                    in.parser().nextToken();
                    since = position(in);
                } else {
                    in.skipValue();
                }
            }
        }
        return since;
    }

    private static Position position(MessageCursor in) throws ProtocolException {
        in.expect(JsonToken.START_ARRAY, "position", "[epoch,offset]");
        Position position = new Position(in.text("epoch"), in.seq());
        in.next();
        in.expect(JsonToken.END_ARRAY, "position", "[epoch,offset]");
        return position;
    }

    private static PushMeta pushMeta(MessageCursor in) throws ProtocolException {
        if (in.isOver()) {
            return PushMeta.NONE;
        }
        Long call = null;
        String user = null;
        Long offset = null;
        for (String name = in.startObject("meta"); name != null; name = in.nextName()) {
            switch (name) {
                case "c" -> call = in.numberValue("c");
                case "u" -> user = in.textValue("u");
                case "o" -> offset = in.numberValue("o");
                default -> in.skipValue();
            }
        }
        return new PushMeta(call, user, offset);
    }

    private WireError error(MessageCursor in) throws ProtocolException {
        String code = null;
        String message = "";
        Object data = null;
        Long retry = null;
        List<CallException.Field> fields = List.of();
        String trace = null;
        for (String name = in.startObject("error"); name != null; name = in.nextName()) {
            switch (name) {
                case "code" -> code = in.codeValue();
                case "message" -> message = in.textValue("message");
                case "data" -> {
                    in.parser().nextToken();
                    data = payloads.read(Kind.ERROR_DATA, in.lastId(), null, in.parser());
                }
                case "retry" -> retry = in.isNullValue() ? null : Long.valueOf(in.number("retry"));
                case "fields" -> fields = fields(in);
                case "trace" -> trace = in.textValueOrNull("trace");
                default -> in.skipValue();
            }
        }
        if (code == null) {
            throw in.wrong("error", "an object with a code");
        }
        return new WireError(code, message, data, retry, fields, trace);
    }

    private static List<CallException.Field> fields(MessageCursor in) throws ProtocolException {
        List<CallException.Field> fields = new ArrayList<>();
        in.parser().nextToken();
        in.expect(JsonToken.START_ARRAY, "fields", "an array");
        while (in.next() != JsonToken.END_ARRAY) {
            String path = "";
            String message = "";
            for (String name = in.startObject("field"); name != null; name = in.nextName()) {
                switch (name) {
                    case "path" -> path = in.textValue("path");
                    case "message" -> message = in.textValue("message");
                    default -> in.skipValue();
                }
            }
            fields.add(new CallException.Field(path, message));
        }
        return fields;
    }

    private static FromServer.Can can(MessageCursor in) throws ProtocolException {
        List<String> calls = null;
        List<String> actions = null;
        List<String> events = null;
        List<String> packets = List.of();
        in.next();
        for (String name = in.startObject("can"); name != null; name = in.nextName()) {
            switch (name) {
                case "calls" -> calls = names(in, name);
                case "actions" -> actions = names(in, name);
                case "events" -> events = names(in, name);
                case "packets" -> packets = names(in, name);
                default -> in.skipValue();
            }
        }
        if (calls == null || actions == null || events == null) {
            throw in.wrong("can", "an object with calls, actions and events");
        }
        return new FromServer.Can(calls, actions, events, packets);
    }

    private static List<String> names(MessageCursor in, String what) throws ProtocolException {
        in.parser().nextToken();
        in.expect(JsonToken.START_ARRAY, what, "an array");
        List<String> names = new ArrayList<>();
        while (in.next() != JsonToken.END_ARRAY) {
            in.expect(JsonToken.VALUE_STRING, what, "texts");
            names.add(in.parser().getString());
        }
        return names;
    }

    private static FromServer.PacketIds packets(MessageCursor in) throws ProtocolException {
        String hash = null;
        List<FromServer.PacketId> up = null;
        List<FromServer.PacketId> down = null;
        for (String name = in.startObject("packets"); name != null; name = in.nextName()) {
            switch (name) {
                case "hash" -> hash = in.textValue("hash");
                case "up" -> up = packetIds(in, name);
                case "down" -> down = packetIds(in, name);
                default -> in.skipValue();
            }
        }
        if (hash == null || (up == null) != (down == null)) {
            throw in.wrong("packets", "an object with hash, up and down");
        }
        return up == null || down == null
                ? new FromServer.PacketIds(hash, List.of(), List.of())
                : new FromServer.PacketIds(hash, up, down);
    }

    private static List<FromServer.PacketId> packetIds(MessageCursor in, String what) throws ProtocolException {
        in.parser().nextToken();
        in.expect(JsonToken.START_ARRAY, what, "an array");
        List<FromServer.PacketId> packets = new ArrayList<>();
        while (in.next() != JsonToken.END_ARRAY) {
            in.expect(JsonToken.START_ARRAY, what, "arrays of name, id and fields");
            String packet = in.text("packet");
            long id = in.seq();
            List<String> fields = new ArrayList<>();
            while (in.next() != JsonToken.END_ARRAY) {
                in.expect(JsonToken.VALUE_STRING, "field", "a text");
                fields.add(in.parser().getString());
            }
            packets.add(packetId(in, packet, id, fields));
        }
        return packets;
    }

    private static FromServer.PacketId packetId(MessageCursor in, String packet, long id, List<String> fields)
            throws ProtocolException {
        if (id >= Packets.RAW) {
            throw new ProtocolException("packet id is " + id + " (expected: at most 65534)", in.knownId());
        }
        try {
            return new FromServer.PacketId(PacketSchema.of(packet, fields), (int) id);
        } catch (IllegalArgumentException unfit) {
            throw new ProtocolException(String.valueOf(unfit.getMessage()), in.knownId());
        }
    }

    private static FromServer.Bye bye(MessageCursor in) throws ProtocolException {
        int code = CloseCode.GOING_AWAY.code();
        String reason = "";
        Long retry = 0L; // only a plain false keeps a client away
        in.next();
        for (String name = in.startObject("bye"); name != null; name = in.nextName()) {
            switch (name) {
                case "code" -> code = in.closeCodeValue();
                case "reason" -> reason = in.textValue("reason");
                case "retry" -> retry = in.retryValue();
                default -> in.skipValue();
            }
        }
        return new FromServer.Bye(code, reason, retry);
    }

    private static FromServer.Identity identity(MessageCursor in) throws ProtocolException {
        String user = in.nameOrNull("user");
        String why = null;
        boolean last = false;
        if (!in.isOver()) {
            for (String name = in.startObject("meta"); name != null; name = in.nextName()) {
                switch (name) {
                    case "why" -> why = in.textValueOrNull("why");
                    case "last" -> last = in.booleanValue("last");
                    default -> in.skipValue();
                }
            }
        }
        return new FromServer.Identity(user, why, last);
    }

    private static FromServer.Welcome welcome(MessageCursor in) throws ProtocolException {
        String sid = null;
        String key = "";
        boolean resumed = false;
        String why = null;
        long window = 0;
        long heartbeat = 0;
        Map<String, Long> limits = Map.of();
        String api = "";
        String node = "";
        FromServer.PacketIds packets = null;
        String user = null;
        in.next();
        for (String name = in.startObject("welcome"); name != null; name = in.nextName()) {
            switch (name) {
                case "sid" -> sid = in.textValue("sid");
                case "key" -> key = in.textValue("key");
                case "resumed" -> resumed = in.booleanValue("resumed");
                case "why" -> why = in.textValueOrNull("why");
                case "window" -> window = in.numberValue("window");
                case "heartbeat" -> heartbeat = in.numberValue("heartbeat");
                case "limits" -> limits = limits(in);
                case "api" -> api = orEmpty(in.textValueOrNull("api"));
                case "node" -> node = orEmpty(in.textValueOrNull("node"));
                case "packets" -> packets = in.isNullValue() ? null : packets(in);
                case "user" -> user = in.textValueOrNull("user");
                default -> in.skipValue();
            }
        }
        if (sid == null) {
            throw in.wrong("welcome", "an object with a sid");
        }
        return new FromServer.Welcome(sid, key, resumed, why, window, heartbeat, limits, api, node, packets, user);
    }

    /** A limit that is no whole number is one a newer peer has added. */
    private static Map<String, Long> limits(MessageCursor in) throws ProtocolException {
        Map<String, Long> limits = new LinkedHashMap<>();
        if (in.isNullValue()) {
            return limits;
        }
        for (String name = in.startObject("limits"); name != null; name = in.nextName()) {
            Long limit = in.numberValueOrSkip();
            if (limit != null) {
                limits.put(name, limit);
            }
        }
        return limits;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
