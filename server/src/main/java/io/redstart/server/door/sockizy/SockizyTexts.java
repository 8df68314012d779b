package io.redstart.server.door.sockizy;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Makes messages of redstart.v1 of a client's texts: of any text, and of one that is JSON besides. */
final class SockizyTexts {
    private static final byte[] TEXT = {'[', '"', 't', 'x', 't', '"', ',', '"'};
    private static final byte[] JSON = {'[', '"', 'j', 's', 'o', 'n', '"', ','};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** As deep as a message may be, which is one around what is in it. */
    private static final int DEEPEST = 63;

    private final JsonFactory json;

    /** With the bounds that hold for JSON of any client. */
    SockizyTexts(JsonFactory json) {
        this.json = json;
    }

    /** A text; its bytes are UTF-8. */
    static byte[] text(byte[] bytes, int from, int length) {
        int size = TEXT.length + 2;
        for (int at = from; at < from + length; at++) {
            size += needed(bytes[at]);
        }
        byte[] message = Arrays.copyOf(TEXT, size);
        int to = TEXT.length;
        for (int at = from; at < from + length; at++) {
            byte one = bytes[at];
            switch (needed(one)) {
                case 1 -> message[to++] = one;
                case 2 -> {
                    message[to++] = '\\';
                    message[to++] = one;
                }
                default -> {
                    message[to++] = '\\';
                    message[to++] = 'u';
                    message[to++] = '0';
                    message[to++] = '0';
                    message[to++] = HEX[one >> 4];
                    message[to++] = HEX[one & 0xF];
                }
            }
        }
        message[to++] = '"';
        message[to] = ']';
        return message;
    }

    private static int needed(byte one) {
        if (one >= 0 && one < ' ') {
            return 6;
        }
        return one == '"' || one == '\\' ? 2 : 1;
    }

    /** Whether a text is one value of JSON. */
    boolean isJson(byte[] bytes, int from, int length) {
        if (!mayBeJson(bytes, from, length)) {
            return false;
        }
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            boolean whole = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean tooDeep = parser.streamReadContext().getNestingDepth() > DEEPEST;
                boolean tooLarge = token == JsonToken.VALUE_NUMBER_FLOAT && Double.isInfinite(parser.getDoubleValue());
                if (whole || tooDeep || tooLarge) {
                    return false;
                }
                whole = parser.streamReadContext().inRoot();
            }
            return whole;
        } catch (JacksonException broken) {
            return false;
        }
    }

    /**
     * Most texts are none, which is seen at their beginning. A parser would take zeros there, or a mark, for another
     * encoding; inside of a message they are wrong.
     */
    private static boolean mayBeJson(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        if (at == end) {
            return false;
        }
        for (int next = at; next < Math.min(end, from + Integer.BYTES); next++) {
            if (bytes[next] == 0) {
                return false;
            }
        }
        return switch (bytes[at]) {
            case '{', '[', '"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> true;
            case 't', 'n' -> end - at >= 4 && bytes[at + 3] == (bytes[at] == 't' ? 'e' : 'l');
            case 'f' -> end - at >= 5 && bytes[at + 4] == 'e';
            default -> false;
        };
    }

    /** A text that {@link #isJson}, on one line. */
    static byte[] json(byte[] bytes, int from, int length) {
        byte[] message = Arrays.copyOf(JSON, JSON.length + length + 1);
        for (int i = 0; i < length; i++) {
            byte one = bytes[from + i];
            message[JSON.length + i] = one == '\n' || one == '\r' ? (byte) ' ' : one;
        }
        message[JSON.length + length] = ']';
        return message;
    }
}
