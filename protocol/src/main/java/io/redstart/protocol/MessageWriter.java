package io.redstart.protocol;

import io.redstart.api.CallException;
import io.redstart.protocol.FromClient.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes messages of {@code redstart.v1} as UTF-8 bytes. Threads may share one.
 *
 * <pre>{@code
 * byte[] bytes = writer.write(new Answer.Result(7, todo));   // ["ret",7,{"id":1,…}]
 * }</pre>
 */
public final class MessageWriter {
    private static final byte[] NO_META = {};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private static final byte[] RET = "[\"ret\",".getBytes(StandardCharsets.US_ASCII);

    private final JsonMapper mapper;
    private final PlainValues plain;
    private final Spares<Pen> pens = new Spares<>();
    private final int limit;

    /**
     * A writer.
     *
     * @param mapper converts payloads
     * @param limit the largest message in bytes
     */
    public MessageWriter(JsonMapper mapper, int limit) {
        this.mapper = mapper.isEnabled(SerializationFeature.INDENT_OUTPUT)
                ? mapper.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build()
                : mapper; // a message is one line
        this.plain = new PlainValues(this.mapper);
        this.limit = limit;
    }

    /**
     * Writes one message.
     *
     * @param message the message
     * @return its bytes
     * @throws TooLargeException if it is larger than the limit
     * @throws tools.jackson.core.JacksonException if a payload does not convert to JSON
     */
    public byte[] write(Message message) {
        byte[] plainResult = message instanceof Answer.Result answer ? plainResult(answer) : null;
        return plainResult == null ? written(message) : plainResult;
    }

    private byte @Nullable [] plainResult(Answer.Result answer) {
        byte[] value = answer.id() < 0 ? null : plain.json(answer.value());
        if (value == null) {
            return null;
        }
        int comma = RET.length + Bytes.digits(answer.id());
        int quotes = answer.value() instanceof String ? 1 : 0;
        int from = comma + 1 + quotes;
        long length = (long) from + value.length + quotes + 1;
        if (length > limit) {
            throw new TooLargeException(limit);
        }
        byte[] bytes = new byte[(int) length];
        System.arraycopy(RET, 0, bytes, 0, RET.length);
        Bytes.putNumber(bytes, comma, answer.id());
        bytes[comma] = ',';
        System.arraycopy(value, 0, bytes, from, value.length);
        if (quotes == 1) {
            bytes[from - 1] = '"';
            bytes[from + value.length] = '"';
        }
        bytes[bytes.length - 1] = ']';
        return bytes;
    }

    private byte[] written(Message message) {
        return array(json -> {
            if (message instanceof FromServer said) {
                server(json, said);
            } else {
                client(json, (FromClient) message);
            }
        });
    }

    /**
     * Writes what all receivers of an action share: everything behind its seq.
     *
     * @param channel the channel, or null
     * @param action the action
     * @param meta where it came from
     * @return the push, to be completed with each receiver's seq
     */
    public EncodedPush action(@Nullable String channel, Object action, PushMeta meta) {
        return with(push("act", channel, null, action), meta);
    }

    /**
     * Writes what all receivers of an event share: everything behind its seq.
     *
     * @param channel the channel, or null
     * @param name the event's name
     * @param data its data
     * @param meta where it came from
     * @return the push, to be completed with each receiver's seq
     */
    public EncodedPush event(@Nullable String channel, String name, @Nullable Object data, PushMeta meta) {
        return with(push("evt", channel, name, data), meta);
    }

    /**
     * Writes what all receivers of a text share: everything behind its seq.
     *
     * @param text the text
     * @param meta where it came from
     * @return the push, to be completed with each receiver's seq
     */
    public EncodedPush text(String text, PushMeta meta) {
        return with(push("txt", json -> json.writeString(text)), meta);
    }

    /**
     * Writes what all receivers of JSON share: everything behind its seq.
     *
     * @param value any value
     * @param meta where it came from
     * @return the push, to be completed with each receiver's seq
     */
    public EncodedPush json(@Nullable Object value, PushMeta meta) {
        return with(push("json", json -> payload(json, value)), meta);
    }

    /**
     * Writes what all receivers of a channel's state share: everything behind its seq.
     *
     * @param channel the channel
     * @param position its place in the channel
     * @param json the state in UTF-8 on one line, or null for none
     * @return the push, to be completed with each receiver's seq
     */
    public EncodedPush state(String channel, Position position, byte @Nullable [] json) {
        byte[] before = array(out -> {
            out.writeString(channel);
            position(out, position);
        });
        byte[] value = json == null ? NULL : json;
        byte[] shared = Arrays.copyOf(before, before.length + value.length + 1);
        shared[0] = ','; // where the array began
        shared[before.length - 1] = ','; // where it ended
        System.arraycopy(value, 0, shared, before.length, value.length);
        shared[shared.length - 1] = ']';
        return new EncodedPush("state", shared);
    }

    /**
     * Writes what all receivers of a presence share: everything behind its seq.
     *
     * @param channel the channel
     * @param user who came or went
     * @param here whether they came
     * @return the push, to be completed with each receiver's seq
     */
    public EncodedPush presence(String channel, String user, boolean here) {
        return push("who", json -> json.writeString(channel).writeString(user).writeBoolean(here));
    }

    /**
     * Writes what those who are taken out of a channel are told: everything behind the seq.
     *
     * @param channel the channel
     * @param why why they are
     * @return the push, to be completed with each receiver's seq
     */
    public EncodedPush left(String channel, String why) {
        return push("left", json -> json.writeString(channel).writeString(why));
    }

    /**
     * Writes a payload as it would be in a message.
     *
     * @param payload any value that converts to JSON, or null
     * @return UTF-8 on one line
     * @throws TooLargeException if it is larger than the limit of messages
     * @throws tools.jackson.core.JacksonException if it does not convert to JSON
     */
    public byte[] json(@Nullable Object payload) {
        return line(json -> payload(json, payload));
    }

    /**
     * The same push for receivers who are told something else of where it came from. All but that is shared.
     *
     * @param push what was written before
     * @param meta where it came from
     * @return the push, to be completed with each receiver's seq
     * @throws TooLargeException if it is larger than the limit
     */
    public EncodedPush with(EncodedPush push, PushMeta meta) {
        if (meta.equals(PushMeta.NONE)) {
            return push.with(NO_META);
        }
        byte[] tail = array(json -> pushMeta(json, meta));
        tail[0] = ','; // where the array began
        EncodedPush whole = push.with(tail);
        if (whole.size() > limit + EncodedPush.MAX_PREFIX) {
            throw new TooLargeException(limit);
        }
        return whole;
    }

    private EncodedPush push(String op, @Nullable String channel, @Nullable String name, @Nullable Object payload) {
        return push(op, json -> {
            text(json, channel);
            if (name != null) {
                json.writeString(name);
            }
            payload(json, payload);
        });
    }

    private EncodedPush push(String op, Consumer<JsonGenerator> elements) {
        byte[] shared = array(elements);
        shared[0] = ','; // where the array began, the seq and a comma come before
        return new EncodedPush(op, shared);
    }

    private byte[] array(Consumer<JsonGenerator> elements) {
        return line(json -> {
            json.writeStartArray();
            elements.accept(json);
            json.writeEndArray();
        });
    }

    private byte[] line(Consumer<JsonGenerator> what) {
        Pen pen = pens.take();
        if (pen == null) {
            pen = new Pen(mapper, limit);
        }
        byte[] line = pen.line(what);
        if (pen.isFree()) {
            pens.giveBack(pen);
        }
        return line;
    }

    private void server(JsonGenerator json, FromServer message) {
        if (message instanceof Answer.Result answer) {
            json.writeString("ret").writeNumber(answer.id());
            payload(json, answer.value());
        } else if (message instanceof Answer.Failure answer) {
            json.writeString("err").writeNumber(answer.id());
            error(json, answer.error());
        } else if (message instanceof FromServer.Item item) {
            json.writeString("item").writeNumber(item.id()).writeNumber(item.number());
            payload(json, item.value());
        } else if (message instanceof FromServer.End end) {
            json.writeString("end").writeNumber(end.id());
            if (end.error() != null) {
                error(json, end.error());
            }
        } else if (message instanceof FromServer.Act act) {
            json.writeString("act").writeNumber(act.seq());
            text(json, act.channel());
            payload(json, act.action());
            pushMeta(json, act.meta());
        } else if (message instanceof FromServer.Event event) {
            json.writeString("evt").writeNumber(event.seq());
            text(json, event.channel());
            json.writeString(event.name());
            payload(json, event.data());
            pushMeta(json, event.meta());
        } else if (message instanceof FromServer.Text text) {
            json.writeString("txt").writeNumber(text.seq()).writeString(text.text());
            pushMeta(json, text.meta());
        } else if (message instanceof FromServer.Json raw) {
            json.writeString("json").writeNumber(raw.seq());
            payload(json, raw.value());
            pushMeta(json, raw.meta());
        } else if (message instanceof FromServer.State state) {
            json.writeString("state").writeNumber(state.seq()).writeString(state.channel());
            position(json, state.position());
            payload(json, state.value());
        } else if (message instanceof FromServer.Presence presence) {
            json.writeString("who").writeNumber(presence.seq()).writeString(presence.channel());
            json.writeString(presence.user()).writeBoolean(presence.here());
        } else if (message instanceof FromServer.Left left) {
            json.writeString("left").writeNumber(left.seq()).writeString(left.channel());
            json.writeString(left.why());
        } else if (message instanceof FromServer.Ask ask) {
            json.writeString("ask").writeNumber(ask.id()).writeString(ask.name());
            payload(json, ask.args());
        } else if (message instanceof FromServer.Ping ping) {
            json.writeString("ping").writeNumber(ping.seq());
        } else if (message instanceof FromServer.Api api) {
            json.writeString("api").writeString(api.hash());
        } else if (message instanceof FromServer.Auth auth) {
            json.writeString("auth").writeNumber(auth.within());
        } else if (message instanceof FromServer.Can can) {
            json.writeString("can").writeStartObject();
            names(json, "calls", can.calls());
            names(json, "actions", can.actions());
            names(json, "events", can.events());
            if (!can.packets().isEmpty()) {
                names(json, "packets", can.packets());
            }
            json.writeEndObject();
        } else if (message instanceof FromServer.PacketIds packets) {
            json.writeString("packets");
            packets(json, packets);
        } else if (message instanceof FromServer.Identity identity) {
            identity(json, identity);
        } else if (message instanceof FromServer.Bye bye) {
            bye(json, bye);
        } else {
            welcome(json, (FromServer.Welcome) message);
        }
    }

    private void client(JsonGenerator json, FromClient message) {
        if (message instanceof FromClient.Call call) {
            json.writeString("call").writeNumber(call.id()).writeString(call.target());
            payload(json, call.args());
            callMeta(json, call.meta());
        } else if (message instanceof FromClient.Cast cast) {
            json.writeString("cast").writeString(cast.target());
            payload(json, cast.args());
        } else if (message instanceof FromClient.Cancel cancel) {
            json.writeString("cancel").writeNumber(cancel.id());
        } else if (message instanceof FromClient.More more) {
            json.writeString("more").writeNumber(more.id()).writeNumber(more.count());
        } else if (message instanceof FromClient.Act act) {
            json.writeString("act").writeNumber(act.id());
            text(json, act.channel());
            payload(json, act.action());
            options(json, act.user(), 0, false);
        } else if (message instanceof FromClient.Event event) {
            json.writeString("evt").writeString(event.name());
            payload(json, event.data());
        } else if (message instanceof FromClient.Text text) {
            json.writeString("txt").writeString(text.text());
        } else if (message instanceof FromClient.Json raw) {
            json.writeString("json");
            payload(json, raw.value());
        } else if (message instanceof FromClient.Join join) {
            json.writeString("join").writeNumber(join.id()).writeString(join.channel());
            json.writeStartObject();
            if (join.since() != null) {
                json.writeName("since");
                position(json, join.since());
            }
            json.writeEndObject();
        } else if (message instanceof FromClient.Leave leave) {
            json.writeString("leave").writeNumber(leave.id()).writeString(leave.channel());
        } else if (message instanceof FromClient.Publish publish) {
            json.writeString("pub").writeNumber(publish.id()).writeString(publish.channel());
            json.writeString(publish.name());
            payload(json, publish.data());
            options(json, publish.user(), 0, false);
        } else if (message instanceof FromClient.SetState set) {
            json.writeString("set").writeNumber(set.id()).writeString(set.channel());
            payload(json, set.value());
            options(json, set.user(), set.ttl(), set.quiet());
        } else if (message instanceof FromClient.GetState get) {
            json.writeString("get").writeNumber(get.id()).writeString(get.channel());
            options(json, get.user(), 0, false);
        } else if (message instanceof FromClient.Who who) {
            json.writeString("who").writeNumber(who.id()).writeString(who.channel());
            if (who.sessions()) {
                json.writeStartObject().writeName("sessions").writeBoolean(true).writeEndObject();
            }
        } else if (message instanceof FromClient.Grant grant) {
            json.writeString("grant").writeNumber(grant.id()).writeString(grant.channel());
            json.writeString(grant.user());
        } else if (message instanceof FromClient.Revoke revoke) {
            json.writeString("revoke").writeNumber(revoke.id()).writeString(revoke.channel());
            json.writeString(revoke.user());
        } else if (message instanceof FromClient.Auth auth) {
            json.writeString("auth").writeNumber(auth.id()).writeString(auth.token());
        } else if (message instanceof FromClient.Can can) {
            json.writeString("can").writeNumber(can.id());
        } else if (message instanceof FromClient.Pong pong) {
            json.writeString("pong").writeNumber(pong.seen());
        } else if (message instanceof FromClient.Ack ack) {
            json.writeString("ack").writeNumber(ack.seen());
        } else {
            hello(json, (FromClient.Hello) message);
        }
    }

    private void payload(JsonGenerator json, @Nullable Object payload) {
        if (payload == null) {
            json.writeNull();
        } else {
            mapper.writeValue(json, payload);
        }
    }

    private void error(JsonGenerator json, WireError error) {
        json.writeStartObject();
        json.writeName("code").writeString(error.code());
        json.writeName("message").writeString(error.message());
        if (error.data() != null) {
            json.writeName("data");
            mapper.writeValue(json, error.data());
        }
        property(json, "retry", error.retry());
        if (!error.fields().isEmpty()) {
            json.writeName("fields").writeStartArray();
            for (CallException.Field field : error.fields()) {
                json.writeStartObject();
                json.writeName("path").writeString(field.path());
                json.writeName("message").writeString(field.message());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        property(json, "trace", error.trace());
        json.writeEndObject();
    }

    private static void callMeta(JsonGenerator json, CallMeta meta) {
        if (meta.equals(CallMeta.NONE)) {
            return;
        }
        json.writeStartObject();
        property(json, "ttl", meta.ttl());
        property(json, "key", meta.key());
        property(json, "tp", meta.traceparent());
        if (meta.grant() != null) {
            json.writeName("n").writeNumber(meta.grant());
        }
        property(json, "seen", meta.seen());
        json.writeEndObject();
    }

    private static void pushMeta(JsonGenerator json, PushMeta meta) {
        if (meta.equals(PushMeta.NONE)) {
            return;
        }
        json.writeStartObject();
        property(json, "o", meta.offset());
        property(json, "c", meta.call());
        property(json, "u", meta.user());
        json.writeEndObject();
    }

    private static void options(JsonGenerator json, @Nullable String user, long ttl, boolean quiet) {
        if (user == null && ttl == 0 && !quiet) {
            return;
        }
        json.writeStartObject();
        property(json, "user", user);
        if (ttl != 0) {
            json.writeName("ttl").writeNumber(ttl);
        }
        if (quiet) {
            json.writeName("quiet").writeBoolean(true);
        }
        json.writeEndObject();
    }

    private static void position(JsonGenerator json, Position position) {
        json.writeStartArray();
        json.writeString(position.epoch());
        json.writeNumber(position.offset());
        json.writeEndArray();
    }

    private static void hello(JsonGenerator json, FromClient.Hello hello) {
        json.writeString("hello");
        json.writeStartObject();
        json.writeName("v").writeNumber(hello.version());
        property(json, "token", hello.token());
        FromClient.Resume resume = hello.resume();
        if (resume != null) {
            json.writeName("resume").writeStartObject();
            json.writeName("sid").writeString(resume.sid());
            json.writeName("key").writeString(resume.key());
            json.writeName("seen").writeNumber(resume.seen());
            json.writeEndObject();
        }
        property(json, "api", hello.api());
        property(json, "sdk", hello.sdk());
        property(json, "packets", hello.packets());
        json.writeEndObject();
    }

    private static void bye(JsonGenerator json, FromServer.Bye bye) {
        json.writeString("bye");
        json.writeStartObject();
        json.writeName("code").writeNumber(bye.code());
        json.writeName("reason").writeString(bye.reason());
        json.writeName("retry");
        if (bye.retry() == null) {
            json.writeBoolean(false);
        } else {
            json.writeNumber(bye.retry());
        }
        json.writeEndObject();
    }

    private static void identity(JsonGenerator json, FromServer.Identity identity) {
        json.writeString("user");
        text(json, identity.user());
        if (identity.why() == null && !identity.last()) {
            return;
        }
        json.writeStartObject();
        property(json, "why", identity.why());
        if (identity.last()) {
            json.writeName("last").writeBoolean(true);
        }
        json.writeEndObject();
    }

    private static void welcome(JsonGenerator json, FromServer.Welcome welcome) {
        json.writeString("welcome");
        json.writeStartObject();
        json.writeName("sid").writeString(welcome.sid());
        json.writeName("key").writeString(welcome.key());
        json.writeName("resumed").writeBoolean(welcome.resumed());
        property(json, "why", welcome.why());
        json.writeName("window").writeNumber(welcome.window());
        json.writeName("heartbeat").writeNumber(welcome.heartbeat());
        json.writeName("limits").writeStartObject();
        welcome.limits().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(limit -> json.writeName(limit.getKey()).writeNumber(limit.getValue()));
        json.writeEndObject();
        json.writeName("api").writeString(welcome.api());
        json.writeName("node").writeString(welcome.node());
        if (welcome.packets() != null) {
            json.writeName("packets");
            packets(json, welcome.packets());
        }
        property(json, "user", welcome.user());
        json.writeEndObject();
    }

    private static void packets(JsonGenerator json, FromServer.PacketIds packets) {
        json.writeStartObject();
        json.writeName("hash").writeString(packets.hash());
        if (!packets.up().isEmpty() || !packets.down().isEmpty()) {
            packets(json, "up", packets.up());
            packets(json, "down", packets.down());
        }
        json.writeEndObject();
    }

    private static void packets(JsonGenerator json, String what, List<FromServer.PacketId> packets) {
        json.writeName(what).writeStartArray();
        for (FromServer.PacketId packet : packets) {
            json.writeStartArray();
            json.writeString(packet.schema().name()).writeNumber(packet.id());
            packet.schema().fields().forEach(field -> json.writeString(field.text()));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void names(JsonGenerator json, String what, List<String> names) {
        json.writeName(what).writeStartArray();
        names.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, @Nullable String text) {
        if (text == null) {
            json.writeNull();
        } else {
            json.writeString(text);
        }
    }

    private static void property(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeName(name).writeString(value);
        }
    }

    private static void property(JsonGenerator json, String name, @Nullable Long value) {
        if (value != null) {
            json.writeName(name).writeNumber(value);
        }
    }
}
