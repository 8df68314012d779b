package io.redstart.server.door.fire.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The frames of SockJS: how messages are put into them, and taken out. */
final class SockJsText {
    static final byte[] OPEN = {'o'};
    static final byte[] HEARTBEAT = {'h'};

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

    private SockJsText() {}

    /** A frame with messages in it, of which there is at least one. */
    static byte[] messages(List<byte[]> messages) {
        int length = 2;
        for (byte[] message : messages) {
            length += message.length + message.length / 8 + 3;
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream(length);
        frame.write('a');
        char before = '[';
        for (byte[] message : messages) {
            frame.write(before);
            before = ',';
            quote(message, frame);
        }
        frame.write(']');
        return frame.toByteArray();
    }

    /** The frame that closes a session. */
    static byte[] close(int code, String reason) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(("c[" + code + ",").getBytes(UTF_8));
        quote(reason.getBytes(UTF_8), frame);
        frame.write(']');
        return frame.toByteArray();
    }

    /** Writes UTF-8 as a text of JSON. */
    private static void quote(byte[] text, ByteArrayOutputStream to) {
        to.write('"');
        int plain = 0;
        for (int at = 0; at < text.length; at++) {
            byte one = text[at];
            if (one != '"' && one != '\\' && (one >= ' ' || one < 0)) {
                continue;
            }
            to.write(text, plain, at - plain);
            plain = at + 1;
            to.write('\\');
            if (one == '"' || one == '\\') {
                to.write(one);
            } else {
                to.writeBytes(new byte[] {'u', '0', '0', HEX[one >> 4], HEX[one & 0xf]});
            }
        }
        to.write(text, plain, text.length - plain);
        to.write('"');
    }

    /**
     * Takes the messages out of what a client sends: a list of texts, or one text.
     *
     * @return the messages; null if it is neither
     */
    static @Nullable List<byte[]> read(byte[] bytes, int from, int length) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            List<byte[]> messages = new ArrayList<>(1);
            JsonToken token = parser.nextToken();
            boolean list = token == JsonToken.START_ARRAY;
            if (list) {
                token = parser.nextToken();
            }
            while (token == JsonToken.VALUE_STRING) {
                messages.add(parser.getString().getBytes(UTF_8));
                token = parser.nextToken();
                if (!list) {
                    break;
                }
            }
            if (list) {
                if (token != JsonToken.END_ARRAY) {
                    return null;
                }
                token = parser.nextToken();
            }
            return token == null && (list || !messages.isEmpty()) ? messages : null;
        } catch (JacksonException broken) {
            return null;
        }
    }
}
