package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.redstart.api.CallException;
import io.redstart.protocol.FromClient.Position;
import io.redstart.protocol.packet.PacketSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written is read as the same; whatever arrives is a message or a {@link ProtocolException}. */
class RandomMessagesTest {
    private static final long MAX = (1L << 53) - 1;
    private static final String[] SPLINTERS = {
        "[",
        "]",
        "{",
        "}",
        "\"",
        ",",
        ":",
        "null",
        "true",
        "1e400",
        "-",
        "0",
        "9007199254740992",
        "\\u",
        "\\",
        "\n",
        " ",
        "ä",
        "\\u00e4"
    };
    private static final Pattern PLACE = Pattern.compile("at byte (\\d+)");

    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsWhatItWrote(long seed) throws ProtocolException {
        random = new Random(seed);
        for (int round = 0; round < 1500; round++) {
            FromClient said = fromClient();
            assertThat(Codec.fromClient(Codec.write(said))).isEqualTo(said);
            FromServer answered = fromServer();
            assertThat(Codec.fromServer(Codec.write(answered))).isEqualTo(answered);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void survivesWhatNobodyMeantToSend(long seed) {
        random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = mutated(Codec.WRITER.write(random.nextBoolean() ? fromClient() : fromServer()));
            Lines.forEach(bytes, 0, bytes.length, (in, from, length) -> {
                readOrRefuse(() -> Codec.READER.fromClient(in, from, length), in);
                readOrRefuse(() -> Codec.READER.fromServer(in, from, length), in);
            });
        }
    }

    /** A space before a message keeps it from the parser that goes from message to message. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void saysTheSameOfAMessageAsAParserThatIsMadeForIt(long seed) {
        random = new Random(seed);
        for (int round = 0; round < 4_000; round++) {
            byte[] written = Codec.WRITER.write(random.nextBoolean() ? fromClient() : fromServer());
            byte[] bytes = random.nextInt(4) == 0 ? written : mutated(written);
            if (!MessageParser.couldRead(bytes, 0, bytes.length)) {
                continue;
            }
            byte[] within = joined(bytes, 0, utf8("]\"}"), 0);
            within = joined(within, within.length, utf8("]"), within.length);
            byte[] apart = joined(bytes, 0, utf8(" "), 0);
            int length = bytes.length;
            assertThat(outcome(Codec.READER::fromClient, within, 3, length, 0))
                    .isEqualTo(outcome(Codec.READER::fromClient, apart, 0, length + 1, 1));
            assertThat(outcome(Codec.READER::fromServer, within, 3, length, 0))
                    .isEqualTo(outcome(Codec.READER::fromServer, apart, 0, length + 1, 1));
        }
    }

    private interface Reader {
        Message read(byte[] bytes, int from, int length) throws ProtocolException;
    }

    /** The message, or what is said of it and where it is to be answered. */
    private static Object outcome(Reader reader, byte[] bytes, int from, int length, int ahead) {
        try {
            return reader.read(bytes, from, length);
        } catch (ProtocolException refused) {
            String why = PLACE.matcher(refused.getMessage())
                    .replaceAll(place -> "at byte " + (Integer.parseInt(place.group(1)) - ahead));
            return Arrays.asList(why, refused.id(), refused.isAnswer());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface Reading {
        Message read() throws ProtocolException;
    }

    private static void readOrRefuse(Reading reading, byte[] bytes) {
        try {
            assertThat(reading.read()).isNotNull();
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
            Long id = refused.id();
            assertThat(id == null || (id > 0 && id <= MAX)).isTrue();
        } catch (RuntimeException other) {
            fail(new String(bytes, StandardCharsets.UTF_8), other);
        }
    }

    private byte[] mutated(byte[] bytes) {
        byte[] result = bytes;
        for (int times = random.nextInt(4) + 1; times > 0; times--) {
            int at = random.nextInt(result.length + 1);
            result = switch (random.nextInt(5)) {
                case 0 -> joined(result, at, new byte[0], result.length); // cut off
                case 1 -> joined(result, at, new byte[] {(byte) random.nextInt(256)}, at); // a byte more
                case 2 -> joined(result, at, new byte[0], Math.min(result.length, at + 1)); // a byte less
                case 3 -> joined(result, at, new byte[] {(byte) random.nextInt(256)}, Math.min(result.length, at + 1));
                default ->
                    joined(
                            result,
                            at,
                            utf8(SPLINTERS[random.nextInt(SPLINTERS.length)]),
                            Math.min(result.length, at + random.nextInt(5)));
            };
        }
        return result;
    }

    private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
        byte[] joined = new byte[head + middle.length + bytes.length - tail];
        System.arraycopy(bytes, 0, joined, 0, head);
        System.arraycopy(middle, 0, joined, head, middle.length);
        System.arraycopy(bytes, tail, joined, head + middle.length, bytes.length - tail);
        return joined;
    }

    private FromClient fromClient() {
        return switch (random.nextInt(23)) {
            case 0 ->
                new FromClient.Hello(
                        random.nextInt(3),
                        maybe(this::text),
                        maybe(() -> new FromClient.Resume(text(), text(), seq())),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text));
            case 1 ->
                new FromClient.Call(
                        id(),
                        name(),
                        args(),
                        new CallMeta(
                                maybe(this::seq),
                                maybe(this::text),
                                maybe(this::text),
                                maybe(() -> random.nextInt(100)),
                                maybe(this::seq)));
            case 2 -> new FromClient.Cast(name(), args());
            case 3 -> new FromClient.Cancel(id());
            case 4 -> new FromClient.More(id(), random.nextInt(1000) + 1);
            case 5 -> new FromClient.Act(id(), maybe(this::name), value(0), maybe(this::name));
            case 6 -> new FromClient.Event(name(), value(0));
            case 7 -> new FromClient.Join(id(), name(), maybe(this::position));
            case 8 -> new FromClient.Leave(id(), name());
            case 9 -> new FromClient.Auth(id(), text());
            case 10 -> new FromClient.Pong(seq());
            case 11 -> new FromClient.Ack(seq());
            case 12 -> new FromClient.Can(id());
            case 13 -> new Answer.Result(id(), value(0));
            case 14 -> new FromClient.Publish(id(), name(), name(), value(0), maybe(this::name));
            case 15 ->
                new FromClient.SetState(
                        id(),
                        name(),
                        value(0),
                        maybe(this::name),
                        random.nextBoolean() ? seq() : -seq(),
                        random.nextBoolean());
            case 16 -> new FromClient.GetState(id(), name(), maybe(this::name));
            case 17 -> new FromClient.Who(id(), name());
            case 18 -> new FromClient.Grant(id(), name(), name());
            case 19 -> new FromClient.Revoke(id(), name(), name());
            case 20 -> new FromClient.Text(text());
            case 21 -> new FromClient.Json(value(0));
            default -> new Answer.Failure(id(), error());
        };
    }

    private FromServer fromServer() {
        return switch (random.nextInt(20)) {
            case 0 ->
                new FromServer.Welcome(
                        text(),
                        text(),
                        random.nextBoolean(),
                        maybe(this::text),
                        seq(),
                        seq(),
                        Map.of(name(), seq()),
                        text(),
                        text(),
                        maybe(this::packets),
                        maybe(this::text));
            case 1 -> new FromServer.Item(id(), seq(), value(0));
            case 2 -> new FromServer.End(id(), maybe(this::error));
            case 3 -> new FromServer.Act(seq(), maybe(this::name), value(0), meta());
            case 4 -> new FromServer.Event(seq(), maybe(this::name), name(), value(0), meta());
            case 5 -> new FromServer.State(seq(), name(), position(), value(0));
            case 6 -> new FromServer.Ask(id(), name(), args());
            case 7 -> new FromServer.Ping(seq());
            case 8 -> new FromServer.Api(text());
            case 9 -> new FromServer.Bye(1000 + random.nextInt(4000), text(), maybe(this::seq));
            case 10 -> new Answer.Result(id(), value(0));
            case 11 -> new FromServer.Auth(seq());
            case 12 -> new FromServer.Can(List.of(text(), text()), List.of(), List.of(text()), List.of(name()));
            case 13 -> packets();
            case 14 -> new FromServer.Presence(seq(), name(), name(), random.nextBoolean());
            case 15 -> new FromServer.Left(seq(), name(), name());
            case 16 -> new FromServer.Identity(maybe(this::name), maybe(this::text), random.nextBoolean());
            case 17 -> new FromServer.Text(seq(), text(), meta());
            case 18 -> new FromServer.Json(seq(), value(0), meta());
            default -> new Answer.Failure(id(), error());
        };
    }

    private FromServer.PacketIds packets() {
        return new FromServer.PacketIds(
                text(),
                List.of(new FromServer.PacketId(
                        PacketSchema.of("hero", List.of("name:str32", "level:int8")), random.nextInt(65_535))),
                List.of());
    }

    private WireError error() {
        return new WireError(
                "c" + random.nextInt(1000),
                text(),
                maybe(() -> "data " + text()),
                maybe(this::seq),
                random.nextBoolean() ? List.of() : List.of(new CallException.Field(text(), text())),
                maybe(this::text));
    }

    private PushMeta meta() {
        return new PushMeta(maybe(this::seq), maybe(this::text), maybe(this::seq));
    }

    private Position position() {
        return new Position(text(), seq());
    }

    private <T> @Nullable T maybe(Supplier<T> some) {
        return random.nextBoolean() ? some.get() : null;
    }

    private long id() {
        return random.nextInt(10) == 0 ? MAX : random.nextLong(MAX) + 1;
    }

    private long seq() {
        return random.nextInt(5) == 0 ? 0 : random.nextLong(MAX + 1);
    }

    private String name() {
        String text = text();
        return text.isEmpty() ? "n" : text;
    }

    private String text() {
        var text = new StringBuilder();
        for (int length = random.nextInt(20); length > 0; length--) {
            int point = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> random.nextInt(0xD800);
                case 2 -> 0x10000 + random.nextInt(0x100000);
                default -> ' ' + random.nextInt(95);
            };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private Object args() {
        return random.nextBoolean() ? list(0) : object(0);
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> (long) Integer.MAX_VALUE + 1 + random.nextInt(1000);
            case 4 -> random.nextDouble();
            case 5 -> text();
            case 6 -> list(depth + 1);
            default -> object(depth + 1);
        };
    }

    private List<@Nullable Object> list(int depth) {
        var list = new ArrayList<@Nullable Object>();
        for (int length = random.nextInt(5); length > 0; length--) {
            list.add(value(depth));
        }
        return list;
    }

    private Map<String, @Nullable Object> object(int depth) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int length = random.nextInt(5); length > 0; length--) {
            object.put(text(), value(depth));
        }
        return object;
    }
}
